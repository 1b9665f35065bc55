"""Who has a work item in hand: officers take it and give it back, and those who head a unit give it out.

Work that comes back finds who did it before.
"""

from __future__ import annotations

from engine.core import authority, guards
from engine.core.commands import AssignWorkItem, ClaimWorkItem, ReleaseWorkItem
from engine.core.draft import Draft
from engine.core.events import WorkItemAssigned, WorkItemClaimed, WorkItemReleased
from engine.core.lifecycle import ItemKind, ItemStatus
from engine.core.state import WorkItem
from engine.core.texts import MAX_SHORT, require_text
from engine.errors import GuardFailedError, NotAuthorizedError
from engine.messages import message


def claim(command: ClaimWorkItem, draft: Draft) -> None:
    """Take a work item out of the inbox."""
    item = guards.require_item(draft, command.number)
    authority.require_post(item, draft.context)
    guards.require_work(item)
    if item.holder == draft.context.actor.officer:
        return
    authority.require_unheld(item, draft.context)
    take(draft, item)


def take(draft: Draft, item: WorkItem) -> None:
    """Put an item into the actor's hand, out of that of somebody who left the position."""
    now, officer = draft.context.now, draft.context.actor.officer
    if item.holder:
        draft.record(WorkItemReleased(at=now, number=item.number, by=officer))
    behalf = authority.on_behalf(item, draft.context)
    draft.record(WorkItemClaimed(at=now, number=item.number, by=officer, on_behalf=behalf))


def release(command: ReleaseWorkItem, draft: Draft) -> None:
    """Give a work item back to the inbox."""
    item = guards.require_item(draft, command.number)
    authority.require_release(item, draft.context)
    if item.status is not ItemStatus.CLAIMED:
        return
    draft.record(
        WorkItemReleased(at=draft.context.now, number=item.number, by=draft.context.actor.officer)
    )


def assign(command: AssignWorkItem, draft: Draft) -> None:
    """Give an open work item to an officer, whoever has it in hand."""
    item = guards.require_item(draft, command.number)
    guards.require_work(item)
    _require_giver(draft, item)
    if item.holder != command.to:
        _give(draft, item, command.to, "to")


def assign_next(draft: Draft, officer: str, made_before: int) -> None:
    """Give what followed from a completion to the officer named with it.

    Args:
        made_before: how many items there were before; later ones follow from the completion.
    """
    if not officer:
        return
    require_text("assign_to", officer, MAX_SHORT)
    following = [
        item
        for item in draft.open_items()
        if item.number > made_before and item.kind is ItemKind.WORK
    ]
    fitting = [item for item in following if _holds(draft, officer, item)]
    if not fitting:
        fault = message(
            "Expected an officer who may do the work that follows, but {officer} may not",
            officer=draft.context.directory.officer_name(officer),
        )
        raise GuardFailedError(fault, {"assign_to": fault})
    _require_giver(draft, fitting[0])
    if fitting[0].holder != officer:
        _give(draft, fitting[0], officer, "assign_to")


def give_back(draft: Draft, item: WorkItem) -> None:
    """Give work that came back to the officer who did the step before and still holds the position."""
    before = draft.dossier.done_by.get(item.node, "")
    if item.visit > 1 and before and _holds(draft, before, item):
        now, by = draft.context.now, draft.context.actor.officer
        draft.record(WorkItemAssigned(at=now, number=item.number, by=by, to=before, returned=True))


def _require_giver(draft: Draft, item: WorkItem) -> None:
    context = draft.context
    if not authority.answers_for(context.actor, item.unit, context.directory, context.today):
        raise NotAuthorizedError(
            message(
                "Expected the head or a supervisor of {unit}, but you are neither",
                unit=authority.unit_named(item.unit, context.directory),
            )
        )


def _give(draft: Draft, item: WorkItem, officer: str, field: str) -> None:
    require_text(field, officer, MAX_SHORT)
    if not _holds(draft, officer, item):
        fault = message(
            "Expected an officer of {unit} in the position {position}, but {officer} is not",
            unit=authority.unit_named(item.unit, draft.context.directory),
            position=authority.position_named(item.position, draft.context.directory),
            officer=draft.context.directory.officer_name(officer),
        )
        raise GuardFailedError(fault, {field: fault})
    now, by = draft.context.now, draft.context.actor.officer
    draft.record(WorkItemAssigned(at=now, number=item.number, by=by, to=officer))


def _holds(draft: Draft, officer: str, item: WorkItem) -> bool:
    directory, today = draft.context.directory, draft.context.today
    return officer in directory.holders(item.unit, item.position, today)
