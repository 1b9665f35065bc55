"""What must hold before a command is accepted; each guard refuses in the user's terms."""

from __future__ import annotations

from engine.core.authority import supervises
from engine.core.commands import Command
from engine.core.context import Context
from engine.core.draft import Draft
from engine.core.lifecycle import (
    DOSSIER_STATUS_NAMES,
    OPEN_ITEMS,
    AlertStatus,
    ItemKind,
    ItemStatus,
)
from engine.core.state import Alert, Dossier, WorkItem
from engine.core.texts import MAX_NOTE, MAX_SHORT, can_be_kept, require_text
from engine.errors import (
    ConflictError,
    GuardFailedError,
    InvalidStatusError,
    NotAuthorizedError,
    NotFoundError,
)
from engine.graph.net import Transition
from engine.messages import message

_ENDED_BY_OFFICERS = tuple(kind for kind in ItemKind if not kind.by_program)


def require_open(dossier: Dossier, command: Command) -> None:
    """Refuse a command on a dossier that does not exist or is closed."""
    if not dossier.version:
        raise NotFoundError(
            message(
                "Expected a dossier, but there is none with the code {code}", code=command.dossier
            )
        )
    if dossier.closed:
        raise InvalidStatusError(
            message(
                "Expected an open dossier, but {code} is closed: {status}",
                code=dossier.code,
                status=DOSSIER_STATUS_NAMES[dossier.status],
            )
        )


def require_territory(territory: str, context: Context) -> None:
    """Refuse a territory that is not a commune that exists today."""
    require_text("territory", territory, MAX_SHORT)
    if territory not in context.directory.territories(context.today):
        raise GuardFailedError(
            message("Expected a commune that exists today, but found “{found}”", found=territory),
            {"territory": message("Expected a commune")},
        )


def require_item(draft: Draft, number: int, *kinds: ItemKind) -> WorkItem:
    """Return the open item ``number``, or refuse: it does not exist, or somebody was faster.

    Args:
        kinds: which kinds are meant; without any, those that officers end.
    """
    item = draft.dossier.items.get(number)
    wanted = kinds or _ENDED_BY_OFFICERS
    # An item that is over was not read; of which kind it was is not known then.
    fits = item.kind in wanted if item is not None else all(not k.by_program for k in wanted)
    if not 0 < number <= draft.dossier.items_made or not fits:
        raise NotFoundError(
            message(
                "Expected a work item of {code}, but it has none with the number {number}",
                code=draft.dossier.code,
                number=number,
            )
        )
    if item is not None and item.handles:
        _require_waited_for(draft, item)
    if item is not None and item.status not in OPEN_ITEMS and item.holder:
        raise ConflictError(
            message(
                "Expected work item {number} of {code} to be open, but {officer} was faster; look at the dossier again",
                number=number,
                code=draft.dossier.code,
                officer=draft.context.directory.officer_name(item.holder),
            )
        )
    if item is None or item.status not in OPEN_ITEMS:
        raise ConflictError(
            message(
                "Expected work item {number} of {code} to be open, but somebody was faster; look at the dossier again",
                number=number,
                code=draft.dossier.code,
            )
        )
    return item


def _require_waited_for(draft: Draft, item: WorkItem) -> None:
    """Refuse to work on an item that nobody waits for any more; nobody was faster."""
    if item.status is ItemStatus.CANCELLED:
        raise ConflictError(
            message(
                "Expected work item {number} of {code} to be open, but it is no longer needed, because enough answers have arrived; look at the dossier again",
                number=item.number,
                code=draft.dossier.code,
            )
        )
    if item.status is ItemStatus.EXPIRED:
        raise ConflictError(
            message(
                "Expected work item {number} of {code} to be open, but its time has run out and the dossier has gone on; look at the dossier again",
                number=item.number,
                code=draft.dossier.code,
            )
        )


def require_linked(draft: Draft, number: int, linked: str) -> WorkItem:
    """Return the open item that awaits a linked dossier, or refuse: it awaits another, or none."""
    item = require_item(draft, number, ItemKind.LINKED)
    if item.linked != linked:
        raise NotFoundError(
            message(
                "Expected a step of {code} that awaits dossier {linked}, but there is none",
                code=draft.dossier.code,
                linked=linked,
            )
        )
    return item


def require_work(item: WorkItem) -> None:
    """Refuse to let somebody take a wait in hand: it is watched by all, and only answered."""
    if item.kind is ItemKind.WAIT:
        raise InvalidStatusError(
            message("Expected work to take in hand, but this is a wait, which is only answered")
        )
    require_record(item)


def require_record(item: WorkItem) -> None:
    """Refuse to take or finish a step by the item of somebody who only takes part in it."""
    if item.kind is ItemKind.PARTICIPATION:
        raise InvalidStatusError(
            message(
                "Expected whoever records the outcome, but you take part in this step; give your opinion instead"
            )
        )


def require_part(item: WorkItem) -> None:
    """Refuse an opinion on an item whose officers record the outcome themselves."""
    if item.kind is not ItemKind.PARTICIPATION:
        raise InvalidStatusError(
            message(
                "Expected the item of somebody who takes part, but this is the work itself; write a note with its outcome instead"
            )
        )


def require_opinion(text: str) -> None:
    """Refuse an empty or endless opinion."""
    require_text("text", text, MAX_NOTE)
    if not text.strip():
        fault = message("Expected an opinion, but nothing was written")
        raise GuardFailedError(fault, {"text": fault})


def require_reason(reason: str) -> None:
    """Refuse an empty or endless reason."""
    if not 0 < len(reason.strip()) <= MAX_NOTE or not can_be_kept(reason):
        raise GuardFailedError(
            message("Expected a reason of at most {length} characters", length=MAX_NOTE),
            {"reason": message("Expected a reason")},
        )


def require_reason_again(draft: Draft, way: Transition, reason: str) -> str:
    """Return why a supplement is asked for once more, or refuse: the law asks for all of it at once.

    NĐ 61/2018 Đ17 and Đ19.4: guidance is given once, in full. "" where none is asked for, or the first.
    """
    target = draft.net.node(way.target)
    if target.wait != "supplement" or not draft.dossier.supplements:
        return ""
    require_text("again", reason, MAX_NOTE)
    if not reason.strip():
        fault = message(
            "Expected a reason why a supplement is asked for again: it is asked for once, in full (NĐ 61/2018 Điều 17), and this dossier was asked {count} times already",
            count=draft.dossier.supplements,
        )
        raise GuardFailedError(fault, {"again": fault})
    return reason.strip()


def require_alert(draft: Draft, number: int) -> Alert:
    """Return the open alert ``number`` if the actor may answer for it, or refuse."""
    alert = draft.dossier.alerts.get(number)
    if not 0 < number <= draft.dossier.alerts_made:
        raise NotFoundError(
            message(
                "Expected an alert of {code}, but it has none with the number {number}",
                code=draft.dossier.code,
                number=number,
            )
        )
    if alert is None or alert.status is AlertStatus.RESOLVED:
        raise InvalidStatusError(
            message("Expected an open alert, but its cause is gone and it is resolved")
        )
    actor, directory = draft.context.actor, draft.context.directory
    if alert.unit not in actor.units and not supervises(actor, alert.unit, directory):
        raise NotAuthorizedError(
            message(
                "Expected an officer or a supervisor of {unit}, but you are neither",
                unit=alert.unit,
            )
        )
    return alert
