"""Taking back what was just finished, as long as nothing came of it.

Everything is put back as it was, from what the dossier was before: the clocks go on as if the work had never
been finished. Items that followed are cancelled and clocks that began are stopped, for their numbers were seen.
"""

from __future__ import annotations

from engine.core import authority, clocks, guards
from engine.core.alerts import resolve_alerts
from engine.core.commands import UndoLast
from engine.core.draft import Draft
from engine.core.effects import effects_of
from engine.core.events import (
    CompletionUndone,
    DossierEnded,
    StatusChanged,
    WorkItemCancelled,
    WorkItemCompleted,
)
from engine.core.last_command import LastCommand
from engine.core.lifecycle import ClockStatus, DossierStatus, ItemKind
from engine.core.state import Dossier
from engine.errors import InvalidStatusError, NotAuthorizedError
from engine.graph.net import ProcedureNet
from engine.messages import Message, message


def why_not(last: LastCommand, after: Dossier, officer: str, net: ProcedureNet) -> Message | None:
    """Return why an officer cannot take back what was done last, or None where that is possible."""
    done = last.completed
    if done is None or last.before.items[done.number].kind is not ItemKind.WORK:
        return message(
            "Expected a step that was just finished, but something else was done since; ask for the dossier to be sent back"
        )
    if done.by != officer:
        return message("Expected a step you finished yourself, but it was somebody else")
    way = net.outcome(last.before.items[done.number].node, done.outcome)
    if way is not None and way.final:
        return message(
            "Expected an outcome that can be taken back, but the procedure says that “{outcome}” stands",
            outcome=way.label,
        )
    if any(isinstance(event, DossierEnded) for event in last.events) or _handed_over(last):
        return message("Expected a dossier that goes on, but it was closed or handed over by that")
    if effects_of(after, last.events):
        return message(
            "Expected a step nothing outside followed from, but something was started by it and cannot be called back"
        )
    return None


def _handed_over(last: LastCommand) -> bool:
    return any(
        isinstance(event, StatusChanged) and event.status is DossierStatus.RETURNED
        for event in last.events
    )


def undo(command: UndoLast, draft: Draft) -> None:
    """Take back the completion that was the last thing done to the dossier, on the same day."""
    guards.require_reason(command.reason)
    last, context = draft.context.last, draft.context
    if last is None:
        raise InvalidStatusError(
            message("Expected something that can be taken back, but nothing was done")
        )
    fault = why_not(last, draft.dossier, context.actor.officer, draft.net)
    if fault is not None:
        raise InvalidStatusError(fault)
    done = last.completed
    assert done is not None  # or there would be a fault
    before = last.before
    item = before.items[done.number]
    if not authority.may_work(context.actor, item):
        raise NotAuthorizedError(
            message("Expected an officer who still holds the position, but you do not")
        )
    if done.at.astimezone(context.zone).date() != context.today:
        raise InvalidStatusError(
            message("Expected a step that was finished today, but it was finished before")
        )
    _clear(draft, before)
    _put_back(draft, before, done, command.reason.strip())


def _clear(draft: Draft, before: Dossier) -> None:
    """End what followed: its items, its clocks and its alerts keep their numbers."""
    now = draft.context.now
    for item in draft.open_items():
        if item.number not in before.items:
            draft.record(WorkItemCancelled(at=now, number=item.number))
    for clock in tuple(draft.dossier.clocks.values()):
        if clock.number not in before.clocks and clock.status is not ClockStatus.STOPPED:
            clocks.stop_clock(draft, clock)
    resolve_alerts(draft, lambda alert: alert.number not in before.alerts)


def _put_back(draft: Draft, before: Dossier, done: WorkItemCompleted, reason: str) -> None:
    now = draft.dossier
    draft.record(
        CompletionUndone(
            at=draft.context.now,
            number=done.number,
            by=draft.context.actor.officer,
            reason=reason,
            status=before.status,
            tokens=before.tokens,
            visits=dict(before.visits),
            supplements=before.supplements,
            done_by=dict(before.done_by),
            data={key: value for key, value in before.data.items() if now.data[key] != value},
            removed=tuple(key for key in now.data if key not in before.data),
            items=tuple(part for part in before.items.values() if now.items[part.number] != part),
            clocks=tuple(
                part for part in before.clocks.values() if now.clocks[part.number] != part
            ),
            alerts=tuple(
                part for part in before.alerts.values() if now.alerts[part.number] != part
            ),
        )
    )
