"""Commands for dossiers that cannot go on although their time ran out: list, requeue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.outbox import LARGEST, Administrator
from engine.cli.parameters import AsJson
from engine.cli.speech import say, say_json, say_table
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.stuck_clocks import StuckDossier

stuck = typer.Typer(no_args_is_help=True, help="Look after dossiers that cannot go on.")

Code = Annotated[str, typer.Argument(metavar="DOSSIER", help="The code of the dossier.")]
Number = Annotated[
    int, typer.Argument(metavar="CLOCK", min=1, max=LARGEST, help="The number of the clock.")
]


@stuck.command("list")
def list_dossiers(officer: Administrator, as_json: AsJson = False) -> None:
    """List the dossiers whose time ran out but which cannot go on, longest first."""
    from engine.services.stuck_clocks import list_stuck

    with opened_office() as office:
        found = list_stuck(office, officer)
    if as_json:
        say_json(dossiers=[_plain(each) for each in found])
        return
    say_table(
        (
            message("Dossier"),
            message("Clock"),
            message("Step"),
            message("Attempts"),
            message("Hours"),
            message("Reason"),
        ),
        [
            (
                each.clock.dossier,
                str(each.clock.number),
                message("{name}", name=each.step),
                str(each.clock.attempts),
                str(int(each.age.total_seconds() // 3600)),
                each.reason,
            )
            for each in found
        ],
    )


@stuck.command()
def requeue(dossier: Code, number: Number, officer: Administrator) -> None:
    """Have one tried at the next sweep; the journal tells who asked for it."""
    from engine.services.stuck_clocks import requeue_clock

    with opened_office() as office:
        requeue_clock(office, dossier, number, officer, new_command_id())
    say(message("Dossier {code} will be tried again", code=dossier))


def _plain(each: StuckDossier) -> dict[str, object]:
    clock = each.clock
    return {
        "dossier": clock.dossier,
        "clock": clock.number,
        "attempts": clock.attempts,
        "since": clock.since,
        "next_try_at": clock.next_try_at,
        "reason": str(each.reason),
    }
