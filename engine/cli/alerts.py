"""What is done about alerts beside taking note of them: snooze, escalate, reassign."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.parameters import By, Code
from engine.cli.speech import say
from engine.messages import message

Number = Annotated[int, typer.Argument(metavar="ALERT", help="The number of the alert.")]
Why = Annotated[str, typer.Option("--reason", help="Why; it stays in the journal.")]


def snooze(
    code: Code,
    alert: Number,
    officer: By,
    until: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="The day it comes back.")
    ],
    reason: Why,
) -> None:
    """Put an alert off until a later day."""
    from engine.services import alerts

    with opened_office() as office:
        alerts.snooze(office, code, alert, until.date(), reason, officer, new_command_id())
    say(message("Alert {number} of {code} is put off", number=alert, code=code))


def escalate(code: Code, alert: Number, officer: By, reason: Why) -> None:
    """Hand an alert to who comes next: head of the unit, supervisor, service centre."""
    from engine.services import alerts

    with opened_office() as office:
        alerts.escalate(office, code, alert, reason, officer, new_command_id())
    say(message("Alert {number} of {code} was handed up", number=alert, code=code))


def reassign(
    code: Code,
    alert: Number,
    to: Annotated[str, typer.Argument(metavar="OFFICER", help="Who gets it.")],
    officer: By,
    reason: Why,
) -> None:
    """Hand an alert to another officer of its unit."""
    from engine.services import alerts

    with opened_office() as office:
        alerts.reassign(office, code, alert, to, reason, officer, new_command_id())
    say(
        message(
            "Alert {number} of {code} was handed to {officer}", number=alert, code=code, officer=to
        )
    )
