"""Commands for effects that used up their attempts: list, show, requeue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.catalogue import render
from engine.cli.office import new_command_id, opened_office
from engine.cli.parameters import AsJson
from engine.cli.speech import language, say, say_json, say_table
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.dead_letters import DeadLetter

outbox = typer.Typer(no_args_is_help=True, help="Look after effects that were given up.")

LARGEST = 2**31 - 1
"""The largest number a row can have, on either database."""

Number = Annotated[
    int, typer.Argument(metavar="NUMBER", min=1, max=LARGEST, help="The number of the effect.")
]
Administrator = Annotated[str, typer.Option("--officer", help="Which administrator asks.")]


@outbox.command("list")
def list_effects(officer: Administrator, as_json: AsJson = False) -> None:
    """List the effects that used up their attempts, the oldest first."""
    from engine.services.dead_letters import list_dead_letters

    with opened_office() as office:
        found = list_dead_letters(office, officer)
    if as_json:
        say_json(effects=[_plain(each) for each in found])
        return
    say_table(
        (
            message("Number"),
            message("Dossier"),
            message("Effect"),
            message("Attempts"),
            message("Hours"),
            message("Reason"),
        ),
        [
            (
                str(each.entry.id),
                each.entry.dossier,
                each.entry.kind,
                str(each.entry.attempts),
                str(_hours(each)),
                each.reason,
            )
            for each in found
        ],
    )


@outbox.command()
def show(number: Number, officer: Administrator) -> None:
    """Show one of them as JSON; it names codes and numbers only."""
    from engine.services.dead_letters import show_dead_letter

    with opened_office() as office:
        found = show_dead_letter(office, number, officer)
    say_json(**_plain(found))


@outbox.command()
def requeue(number: Number, officer: Administrator) -> None:
    """Let one be tried again from its first attempt; the journal tells who asked for it."""
    from engine.services.dead_letters import requeue as requeue_effect

    with opened_office() as office:
        requeue_effect(office, number, officer, new_command_id())
    say(message("Effect {number} will be tried again", number=number))


def _plain(letter: DeadLetter) -> dict[str, object]:
    entry = letter.entry
    return {
        "number": entry.id,
        "dossier": entry.dossier,
        "effect": entry.kind,
        "key": entry.key,
        "payload": entry.payload,
        "attempts": entry.attempts,
        "since": entry.created_at,
        "reason": render(letter.reason, language()),
    }


def _hours(letter: DeadLetter) -> int:
    return int(letter.age.total_seconds() // 3600)
