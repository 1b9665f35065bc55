"""The date an applicant was promised: apologising for it, and extending the legal limit."""

from __future__ import annotations

from datetime import date

from engine.core.commands import ExtendDueDate, RecordApology
from engine.services.commands import Applied, execute
from engine.services.office import Office


def record_apology(
    office: Office,
    dossier: str,
    officer: str,
    command_id: str,
    *,
    letter: str,
    dated: date,
    promised_on: date,
    reason: str,
) -> Applied:
    """Register the letter that tells the applicant the result will be late, and when it will be there.

    Raises:
        RejectionError: the officer may not, or an apology was registered before.
    """
    command = RecordApology(
        command_id=command_id,
        dossier=dossier,
        letter=letter,
        dated=dated,
        promised_on=promised_on,
        reason=reason,
    )
    return execute(office, command, officer)


def extend(
    office: Office,
    dossier: str,
    officer: str,
    command_id: str,
    *,
    by: str,
    reason: str,
    decision: str,
) -> Applied:
    """Extend the legal limit of a dossier once, after the apology.

    Args:
        by: how much, in the unit of the limit and in either language, such as “2 working days”.

    Raises:
        RejectionError: the officer may not, or the law does not allow it (NĐ 61/2018 Đ19.9).
    """
    command = ExtendDueDate(
        command_id=command_id, dossier=dossier, by=by, reason=reason, decision=decision
    )
    return execute(office, command, officer)
