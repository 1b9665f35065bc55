"""The command that says why a due date is what it is: of a dossier, or of a procedure as published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.office import opened_office
from engine.cli.speech import language, moment, say, words
from engine.errors import NotFoundError
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.office import Office
    from engine.services.rehearsal import Stretch


def explain(
    what: Annotated[
        str, typer.Argument(metavar="CODE|PROCEDURE", help="A dossier, or a published procedure.")
    ],
    received: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
            help="For a procedure: when a dossier would be received, in local time; now if left out.",
        ),
    ] = None,
    desk: Annotated[
        str | None, typer.Option(help="For a procedure: the desk that receives it.")
    ] = None,
    officer: Annotated[str | None, typer.Option(help="For a dossier: who looks.")] = None,
) -> None:
    """Explain due dates line by line, from the calendar's days off to the last hour."""
    with opened_office() as office:
        if _is_procedure(office, what):
            _explain_procedure(office, what, received, desk)
            return
        if officer is None:
            raise NotFoundError(
                message(
                    "Expected the key of a procedure in force, or a dossier's code with --officer, but found “{found}”",
                    found=what,
                )
            )
        _explain_dossier(office, what, officer)


def _is_procedure(office: Office, key: str) -> bool:
    with office.database.reading() as uow:
        return key in office.rulebook(uow).procedures


def _explain_procedure(
    office: Office, key: str, received: datetime | None, desk: str | None
) -> None:
    from engine.services.rehearsal import rehearse

    at = received.replace(tzinfo=office.zone) if received else office.clock.now()
    rehearsal = rehearse(office, key, at, desk)
    say(f"{key}  {words(rehearsal.procedure.title)}")
    say(
        message(
            "Received at {moment} at {desk}", moment=moment(at, office.zone), desk=rehearsal.desk
        )
    )
    say("")
    for stretch in rehearsal.limits:
        _say_stretch(office, words(stretch.label), stretch)
    say(message("If every step takes all the time it has:"))
    say("")
    for stretch in rehearsal.steps:
        _say_stretch(office, f"{stretch.node}  {words(stretch.label)}", stretch)


def _say_stretch(office: Office, title: str, stretch: Stretch) -> None:
    condition = f" [{words(stretch.condition)}]" if stretch.condition else ""
    due = moment(stretch.due_at, office.zone)
    say(f"{title}{condition}: {(stretch.due or stretch.limit).in_words(language())} → {due}")
    for line in stretch.lines:
        say(f"    {words(line.text)}")
    say("")


def _explain_dossier(office: Office, code: str, officer: str) -> None:
    from engine.core.lifecycle import ClockStatus
    from engine.services.clocks import explain_clock
    from engine.services.dossiers import show

    view = show(office, code, officer)
    say(f"{code}  {words(view.procedure.title)}")
    for clock in view.dossier.clocks.values():
        if clock.kind != "dossier" and clock.status is ClockStatus.STOPPED:
            continue
        title = message("The whole dossier") if clock.name == "dossier" else view.clock_label(clock)
        say("")
        say(
            message(
                "{what}: due {moment}", what=title, moment=moment(clock.due_at, office.zone) or "–"
            )
        )
        for line in explain_clock(clock, view.rulebook):
            say(f"    {words(line.text)}")
