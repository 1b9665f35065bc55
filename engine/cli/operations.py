"""Commands for those who supervise and operate: alerts, acknowledge, password, drain, db."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.parameters import AsJson, By, Code
from engine.cli.speech import moment, say, say_json, say_table, words
from engine.errors import SettingsError
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.alerts import AlertLine

database = typer.Typer(no_args_is_help=True, help="Look after the database.")


def alerts(
    officer: Annotated[str, typer.Argument(metavar="OFFICER", help="Who looks.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many lines at most.")] = 50,
    after: Annotated[str | None, typer.Option(help="The mark of the page before.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the open alerts of an officer's units, the newest first."""
    from engine.services.alerts import list_alerts

    with opened_office() as office:
        found = list_alerts(office, officer, after=after, limit=limit)
        zone = office.zone
    if as_json:
        say_json(
            counts=found.counts,
            alerts=[asdict(line.row) for line in found.lines],
            after=found.after,
        )
        return
    say_table(
        (
            message("Dossier"),
            message("Alert"),
            message("What"),
            message("Unit"),
            message("Owner"),
            message("Due"),
            message("Raised at"),
            message("Acknowledged by"),
        ),
        [_alert_row(line, moment(line.row.raised_at, zone)) for line in found.lines],
    )


def _alert_row(line: AlertLine, raised: str) -> tuple[str, ...]:
    return (
        line.row.dossier,
        str(line.row.number),
        words(line.text),
        words(line.unit),
        line.owner,
        words(line.due.words),
        raised,
        line.acknowledged_by,
    )


def acknowledge(
    code: Code,
    alert: Annotated[int, typer.Argument(metavar="ALERT", help="The number of the alert.")],
    officer: By,
    reason: Annotated[str, typer.Option(help="Why it is late, or what will be done.")],
) -> None:
    """Take note of an alert; the reason stays in the journal."""
    from engine.services.alerts import acknowledge as take_note

    with opened_office() as office:
        take_note(office, code, alert, reason, officer, new_command_id())
    say(message("Alert {number} of {code} is acknowledged", number=alert, code=code))


def password(
    officer: Annotated[str, typer.Argument(metavar="OFFICER", help="Whose account.")],
) -> None:
    """Set the password of an officer; it is asked for, or read from standard input."""
    from engine.services.access import set_password

    with opened_office() as office:
        set_password(office, officer, _read_password())
    say(message("The password of {officer} is set", officer=officer))


def _read_password() -> str:
    if sys.stdin.isatty():
        asked = words(message("New password"))
        given: str = typer.prompt(asked, hide_input=True, confirmation_prompt=True)
        return given
    given = sys.stdin.readline().rstrip("\n")
    if not given:
        raise SettingsError(message("Expected a password on standard input, but found none"))
    return given


def drain(
    local: Annotated[
        bool, typer.Option("--local", help="In this process, without Prefect.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=0, help="Go on for so long; 0 is one round.")] = 0.0,
) -> None:
    """Do what Prefect would do: fire due clocks, deliver notices, run automatic steps."""
    from engine.services.draining import drain as drain_office

    if not local:
        raise typer.BadParameter(words(message("Expected --local; Prefect drains by itself")))
    with opened_office() as office:
        done = drain_office(office, seconds=seconds)
    say(
        message(
            "Alerts raised: {raised}; effects carried out: {performed}; put off: {failed}",
            raised=done.raised,
            performed=done.performed,
            failed=done.failed,
        )
    )


@database.command()
def upgrade() -> None:
    """Make the tables, or bring them to this version of the program."""
    with opened_office() as office:
        office.database.upgrade()
    say(message("The database is up to date"))


@database.command()
def status() -> None:
    """Tell whether the tables are those of this version of the program."""
    with opened_office() as office:
        current = office.database.is_current()
    if not current:
        say(message("The database needs “motcua db upgrade”"))
        raise typer.Exit(1)
    say(message("The database is up to date"))
