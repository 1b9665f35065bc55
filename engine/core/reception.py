"""What a desk types about an applicant and a dossier, read whole: every fault is told at once."""

from __future__ import annotations

from typing import Any

from engine.core import commands as asked
from engine.core import guards
from engine.core.applicants import read_applicant
from engine.core.context import Context
from engine.core.forms import read_form, several
from engine.core.papers import read_papers
from engine.core.state import Applicant, HandedIn
from engine.errors import GuardFailedError
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception


def read_reception(
    command: asked.ReceiveDossier, procedure: Procedure, context: Context
) -> tuple[Applicant, dict[str, Any], dict[str, HandedIn]]:
    """Return the applicant, the data and the papers, or refuse with every faulty field at once.

    Raises:
        GuardFailedError: with one message for each faulty field.
    """
    refused: list[GuardFailedError] = []
    applicant, data, handed_in = command.applicant, dict(command.data), {}
    try:
        guards.require_territory(command.territory, context)
    except GuardFailedError as error:
        refused.append(error)
    try:
        applicant = read_applicant(applicant)
    except GuardFailedError as error:
        refused.append(error)
    try:
        data = read_form(
            procedure,
            fields_at_reception(procedure),
            data,
            context.directory,
            on=context.today,
            complete=True,
        )
    except GuardFailedError as error:
        refused.append(error)
    try:
        handed_in = read_papers(procedure, command.papers)
    except GuardFailedError as error:
        refused.append(error)
    if refused:
        raise several(refused)
    return applicant, data, handed_in


def read_correction(command: asked.CorrectApplicant) -> Applicant:
    """Return the right details of an applicant, or refuse them and a missing reason at once.

    Raises:
        GuardFailedError: with one message for each faulty field.
    """
    refused: list[GuardFailedError] = []
    applicant = command.applicant
    try:
        guards.require_reason(command.reason)
    except GuardFailedError as error:
        refused.append(error)
    try:
        applicant = read_applicant(applicant)
    except GuardFailedError as error:
        refused.append(error)
    if refused:
        raise several(refused)
    return applicant
