"""What must still happen outside the database after events were written: rows for the outbox.

Rows name ids only, never personal data; whoever carries them out reads what is needed then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.core.events import (
    AlertEscalated,
    AlertRaised,
    AlertReassigned,
    AlertWoken,
    DossierEnded,
    Event,
    StatusChanged,
    WorkItemCancelled,
    WorkItemOffered,
)
from engine.core.lifecycle import DossierStatus, ItemKind
from engine.core.state import Dossier

EffectKind = Literal["automatic_step", "start_dossier", "report_end", "stop_dossier", "notice"]


@dataclass(frozen=True, slots=True)
class NewOutboxEntry:
    """An outside effect to be carried out at least once.

    Attributes:
        key: idempotency key ``<dossier>:<journal entry>:<kind>``; the receiver may drop repetitions.
    """

    dossier: str
    kind: EffectKind
    key: str
    payload: Mapping[str, int | str]
    available_at: datetime


def effects_of(after: Dossier, events: Iterable[Event]) -> list[NewOutboxEntry]:
    """Return the outside effects of the events that led to the dossier ``after``."""
    made = tuple(events)
    found = []
    for sequence, event in enumerate(made, start=after.version - len(made) + 1):
        effect = _EFFECTS.get(type(event))
        wanted = effect(event, after) if effect is not None else None
        if wanted is not None:
            found.append(_entry(after, sequence, *wanted, event.at))
    return found


_Wanted = tuple[EffectKind, dict[str, int | str]]


def _offered(event: WorkItemOffered, after: Dossier) -> _Wanted | None:
    if event.kind is ItemKind.AUTOMATIC:
        return "automatic_step", {"item": event.number}
    return ("start_dossier", {"item": event.number}) if event.kind is ItemKind.LINKED else None


def _cancelled(event: WorkItemCancelled, after: Dossier) -> _Wanted | None:
    # Only an item that awaits its linked dossier is still open once that was started.
    linked = after.items[event.number].linked
    return ("stop_dossier", {"linked": linked}) if linked else None


def _ended(event: DossierEnded, after: Dossier) -> _Wanted | None:
    return _report_end(after, event.end) if after.parent else None


def _status_changed(event: StatusChanged, after: Dossier) -> _Wanted | None:
    returned = event.status is DossierStatus.RETURNED
    # What is left are tasks after the result, which nobody waits for.
    return (
        _report_end(after, "returned") if after.parent and returned and not after.closed else None
    )


def _told(
    event: AlertRaised | AlertWoken | AlertEscalated | AlertReassigned, after: Dossier
) -> _Wanted:
    return "notice", {"alert": event.number}


_EFFECTS: Mapping[type[Event], Callable[[Any, Dossier], _Wanted | None]] = {
    WorkItemOffered: _offered,
    WorkItemCancelled: _cancelled,
    DossierEnded: _ended,
    StatusChanged: _status_changed,
    AlertRaised: _told,
    AlertWoken: _told,
    AlertEscalated: _told,
    AlertReassigned: _told,
}


def _report_end(after: Dossier, end: str) -> _Wanted:
    return "report_end", {"parent": after.parent, "parent_item": after.parent_item, "end": end}


def _entry(
    after: Dossier,
    sequence: int,
    kind: EffectKind,
    payload: Mapping[str, int | str],
    available_at: datetime,
) -> NewOutboxEntry:
    return NewOutboxEntry(
        dossier=after.code,
        kind=kind,
        key=f"{after.code}:{sequence}:{kind}",
        payload=payload,
        available_at=available_at,
    )
