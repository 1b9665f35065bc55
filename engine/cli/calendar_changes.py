"""``motcua calendar``: which due dates a changed calendar would move, and moving them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.office import opened_office
from engine.cli.parameters import AsJson
from engine.cli.speech import moment, say, say_json, say_table, words
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.calendar_changes import Move
    from engine.services.office import Office

calendar = typer.Typer(no_args_is_help=True, help="Count due dates again after a calendar changed.")

Administrator = Annotated[str, typer.Option("--officer", help="Which administrator asks.")]


@calendar.command()
def preview(officer: Administrator, as_json: AsJson = False) -> None:
    """List the due dates that the calendars in force would move, and why; nothing is written."""
    from engine.services.calendar_changes import preview as preview_change

    with opened_office() as office:
        moves = preview_change(office, officer)
        _say(office, moves, as_json)


@calendar.command()
def apply(
    officer: Administrator,
    reason: Annotated[str, typer.Option(help="Why, such as the decision that ordered it.")],
    as_json: AsJson = False,
) -> None:
    """Move them, with the reason in the journal of each dossier; repeating it changes nothing."""
    from engine.services.calendar_changes import apply as apply_change

    with opened_office() as office:
        done = apply_change(office, officer, reason)
        _say(office, done.moves, as_json, done.stuck)
    if done.stuck:
        raise typer.Exit(1)


def _say(office: Office, moves: Sequence[Move], as_json: bool, stuck: Sequence[str] = ()) -> None:
    if as_json:
        say_json(moves=[_plain(each) for each in moves], stuck=list(stuck))
        return
    if moves:
        say_table(
            (
                message("Dossier"),
                message("What"),
                message("Due"),
                message("By the calendar in force"),
                message("Reason"),
            ),
            [
                (
                    each.dossier,
                    each.name,
                    moment(each.due_at, office.zone),
                    moment(each.counted_at, office.zone),
                    "; ".join(words(reason) for reason in each.reasons),
                )
                for each in moves
            ],
        )
    dossiers = len({each.dossier for each in moves})
    say(message("{count} due dates of {dossiers} dossiers", count=len(moves), dossiers=dossiers))
    for code in stuck:
        say(message("{code} could not be counted again; its clocks stay as they are", code=code))


def _plain(move: Move) -> dict[str, object]:
    return {
        "dossier": move.dossier,
        "clock": move.number,
        "kind": move.kind,
        "name": move.name,
        "first_due_at": move.first_due_at,
        "due_at": move.due_at,
        "counted_at": move.counted_at,
        "reasons": [words(reason) for reason in move.reasons],
    }
