"""Commands about the date an applicant was promised: apologise, extend."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.parameters import By, Code
from engine.cli.showing import say_where

_DAY = ["%Y-%m-%d", "%d/%m/%Y"]


def apologise(
    code: Code,
    officer: By,
    letter: Annotated[str, typer.Option(help="The number of the letter.")],
    dated: Annotated[datetime, typer.Option(formats=_DAY, help="The date it carries.")],
    promised: Annotated[datetime, typer.Option(formats=_DAY, help="The new date it promises.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the journal.")],
) -> None:
    """Register the apology for a result that will be late; the head or a supervisor may, once."""
    from engine.services.promises import record_apology

    with opened_office() as office:
        done = record_apology(
            office,
            code,
            officer,
            new_command_id(),
            letter=letter,
            dated=dated.date(),
            promised_on=promised.date(),
            reason=reason,
        )
        say_where(office, done)


def extend(
    code: Code,
    officer: By,
    by: Annotated[str, typer.Option(help="How much, such as “2 working days”.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the journal.")],
    decision: Annotated[str, typer.Option(help="The number of the decision.")],
) -> None:
    """Extend the time limit of a dossier once, after the apology; the head or a supervisor may."""
    from engine.services.promises import extend as extend_limit

    with opened_office() as office:
        done = extend_limit(
            office, code, officer, new_command_id(), by=by, reason=reason, decision=decision
        )
        say_where(office, done)
