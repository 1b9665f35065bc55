"""Personal data that is erased once a dossier has been closed for as long as its procedure says.

Where a value was, a tombstone says when it was erased and by which rule; nobody can tell whether there was
a value at all. Details of the applicant become empty.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.core.commands import ErasePersonalData
from engine.core.context import SYSTEM
from engine.core.draft import Draft
from engine.core.events import PersonalDataErased
from engine.core.tombstones import tombstone_in
from engine.errors import InvalidStatusError, NotAuthorizedError
from engine.messages import message
from engine.specs.procedures import Procedure
from engine.specs.retention import Retention

APPLICANT = "@applicant"
"""Stands for the details of the applicant among the names of fields, which have no such sign."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be erased on a day: the rule of each field, and the date until which the rest is kept."""

    rules: Mapping[str, Retention]
    kept_until: date | None


def kept_until(procedure: Procedure, closed_on: date, erased: Collection[str] = ()) -> date | None:
    """Return the last date on which everything is kept that is not erased yet, None where that is for good."""
    days = (
        rule.last_day(closed_on) for name, rule in _rules(procedure).items() if name not in erased
    )
    return min((day for day in days if day is not None), default=None)


def due_for_erasure(
    procedure: Procedure, closed_on: date, on: date, erased: Collection[str]
) -> Due:
    """Return what is to be erased of a dossier that was closed on a day, as far as it is not yet."""
    rules = {
        name: rule
        for name, rule in _rules(procedure).items()
        if name not in erased and (rule.last_day(closed_on) or on) < on
    }
    return Due(rules, kept_until(procedure, closed_on, {*erased, *rules}))


def erase(command: ErasePersonalData, draft: Draft) -> None:
    """Erase what is due on the day of the command; nothing where nothing is."""
    dossier, context = draft.dossier, draft.context
    if context.actor is not SYSTEM and "administrator" not in context.actor.duties:
        raise NotAuthorizedError(
            message("Expected an administrator to erase personal data, but you are none")
        )
    if dossier.ended_at is None:
        raise InvalidStatusError(
            message(
                "Expected a closed dossier to erase personal data of, but {code} is open",
                code=dossier.code,
            )
        )
    closed_on = dossier.ended_at.astimezone(context.zone).date()
    erased = {name for name, value in dossier.data.items() if tombstone_in(value)}
    if not dossier.applicant.name:
        erased.add(APPLICANT)
    due = due_for_erasure(draft.net.procedure, closed_on, context.today, erased)
    if due.rules:
        draft.record(
            PersonalDataErased(
                at=context.now,
                by=context.actor.officer,
                on=context.today,
                fields={name: str(rule) for name, rule in due.rules.items() if name != APPLICANT},
                applicant=str(due.rules.get(APPLICANT, "")),
                kept_until=due.kept_until,
            )
        )


def _rules(procedure: Procedure) -> dict[str, Retention]:
    contents = procedure.dossier
    rules = {name: field.kept_for for name, field in contents.fields.items()}
    rules[APPLICANT] = contents.applicant_kept_for
    return {name: rule for name, rule in rules.items() if rule is not None}


def without_erased(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are still there."""
    return {name: value for name, value in data.items() if not tombstone_in(value)}
