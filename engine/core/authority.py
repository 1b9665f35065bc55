"""Who may do what: which officers hold a position, head or supervise a unit, or have an item in hand."""

from __future__ import annotations

from datetime import date

from engine.core.context import SYSTEM, Actor, Context
from engine.core.draft import Draft
from engine.core.state import WorkItem
from engine.core.texts import MAX_SHORT, require_text
from engine.errors import (
    ConflictError,
    GuardFailedError,
    NotAuthorizedError,
)
from engine.messages import Label, message
from engine.specs.directory import Directory


def may_work(actor: Actor, item: WorkItem) -> bool:
    """Tell whether an officer holds the position an item was offered to."""
    return (item.unit, item.position) in actor.posts


def require_desk(desk: str, context: Context) -> None:
    """Refuse a reception at what is no desk, or at a desk where the officer does not work."""
    require_text("desk", desk, MAX_SHORT)
    if desk not in context.directory.desks(context.today):
        raise GuardFailedError(
            message("Expected a one-stop desk that is open today, but found “{desk}”", desk=desk),
            {"desk": message("Expected a one-stop desk")},
        )
    if context.actor is not SYSTEM and desk not in context.actor.units:
        raise NotAuthorizedError(
            message(
                "Expected an officer of the desk {desk}, but you have no post there",
                desk=unit_named(desk, context.directory),
            )
        )


def unit_named(code: str, directory: Directory) -> Label | str:
    """Return what people call a unit, or its code where the organisation does not know it."""
    return directory.unit(code).name if directory.knows(code) else code


def position_named(key: str, directory: Directory) -> Label | str:
    """Return what people call a position, or its key where the organisation does not know it."""
    return directory.spec.positions.get(key, key)


def require_post(item: WorkItem, context: Context) -> None:
    """Refuse an officer who does not hold the position the item was offered to."""
    if not may_work(context.actor, item):
        raise NotAuthorizedError(
            message(
                "Expected an officer of {unit} in the position {position}, but you do not hold it",
                unit=unit_named(item.unit, context.directory),
                position=position_named(item.position, context.directory),
            )
        )


def on_behalf(item: WorkItem, context: Context) -> str:
    """Return for whom the actor works on an item, or "" where the position is the actor's own."""
    actor = context.actor
    if actor is SYSTEM:
        return ""
    return context.directory.acts_for(actor.officer, item.unit, item.position, context.today)


def holder_of(item: WorkItem, directory: Directory, on: date) -> str:
    """Return who has an item in hand, or "" where nobody has.

    Whoever left the position has let go of the item, even if nobody gave it back.
    """
    if not item.holder:
        return ""
    return item.holder if item.holder in directory.holders(item.unit, item.position, on) else ""


def require_unheld(item: WorkItem, context: Context) -> None:
    """Refuse when another officer has the item in hand."""
    if holder_of(item, context.directory, context.today) not in ("", context.actor.officer):
        raise ConflictError(
            message(
                "Expected a work item that is free, but {officer} has it in hand",
                officer=context.directory.officer_name(item.holder),
            )
        )


def require_release(item: WorkItem, context: Context) -> None:
    """Refuse to give an item back, unless its holder or a supervisor of its unit does it."""
    if not supervises(context.actor, item.unit, context.directory):
        require_post(item, context)
        require_unheld(item, context)


def require_supervisor(draft: Draft) -> None:
    """Refuse an officer who supervises neither the desk nor a unit in charge; the program may."""
    if draft.context.actor is SYSTEM:
        return
    units = {draft.dossier.desk, *(item.unit for item in draft.open_items() if item.handles)}
    context = draft.context
    if not any(supervises(context.actor, unit, context.directory) for unit in units):
        raise NotAuthorizedError(
            message(
                "Expected a supervisor of the desk or of the unit in charge, but you are neither"
            )
        )


def require_administrator(draft: Draft) -> None:
    """Refuse an officer who does not look after the configuration; the program may."""
    actor = draft.context.actor
    if actor is not SYSTEM and "administrator" not in actor.duties:
        raise NotAuthorizedError(
            message("Expected an administrator to count due dates again, but you are none")
        )


def require_in_charge(draft: Draft) -> None:
    """Refuse an officer who neither heads nor supervises the desk or a unit in charge."""
    units = {draft.dossier.desk, *(item.unit for item in draft.open_items() if item.handles)}
    actor, directory, today = draft.context.actor, draft.context.directory, draft.context.today
    if not any(answers_for(actor, unit, directory, today) for unit in sorted(units) if unit):
        raise NotAuthorizedError(
            message(
                "Expected the head or a supervisor of the desk or of the unit in charge, but you are neither"
            )
        )


def answers_for(actor: Actor, unit: str, directory: Directory, on: date) -> bool:
    """Tell whether an officer heads a unit on a day, or supervises it."""
    return actor.officer in directory.head_of(unit, on) or supervises(actor, unit, directory)


def may_hand_on(actor: Actor, alert: tuple[str, str], directory: Directory, on: date) -> bool:
    """Tell whether an officer may put an alert off or hand it on: its owner, or who answers for its unit.

    Args:
        alert: the unit of the alert, and its owner, empty for nobody.
    """
    unit, owner = alert
    return owner == actor.officer or answers_for(actor, unit, directory, on)


def supervises(actor: Actor, unit: str, directory: Directory) -> bool:
    """Tell whether an officer is a supervisor of a unit, or of one above it."""
    return "supervisor" in actor.duties and not actor.units.isdisjoint(directory.path(unit))


def require_handler(draft: Draft) -> None:
    """Refuse an officer who works neither at the desk nor on an open item of the dossier."""
    actor = draft.context.actor
    at_work = any(may_work(actor, item) and item.handles for item in draft.open_items())
    if draft.dossier.desk not in actor.units and not at_work:
        raise NotAuthorizedError(
            message("Expected an officer of the desk or of the unit in charge, but you are neither")
        )


def require_desk_officer(draft: Draft) -> None:
    """Refuse an officer who does not work at the desk that received the dossier, or at its successor."""
    desk, context = draft.dossier.desk, draft.context
    desks = {desk, context.directory.heir(desk, context.today) or desk}
    if desks.isdisjoint(context.actor.units):
        raise NotAuthorizedError(
            message("Expected an officer of the desk that received the dossier, but you are not")
        )
