"""A dossier is closed before its end: withdrawn by the applicant, or stopped."""

from __future__ import annotations

from engine.core import authority, guards, routing
from engine.core.commands import StopDossier, WithdrawDossier
from engine.core.draft import Draft
from engine.core.lifecycle import RESULT_THERE
from engine.errors import InvalidStatusError
from engine.messages import message
from engine.specs.outcomes import EndName


def withdraw(command: WithdrawDossier, draft: Draft) -> None:
    """Close a dossier at the request of the applicant."""
    guards.require_reason(command.reason)
    authority.require_handler(draft)
    _end_early(draft, "withdrawn", command.reason)


def stop(command: StopDossier, draft: Draft) -> None:
    """Close a dossier that cannot be handled further."""
    guards.require_reason(command.reason)
    authority.require_supervisor(draft)
    _end_early(draft, "stopped", command.reason)


def _end_early(draft: Draft, name: EndName, reason: str) -> None:
    if draft.dossier.status in RESULT_THERE:
        raise InvalidStatusError(
            message(
                "Expected a dossier that is still being handled, but {code} has its result already",
                code=draft.dossier.code,
            )
        )
    routing.end(draft, name, reason.strip())
