"""What must still happen outside the database after events were written: rows for the outbox.

Rows name ids only, never personal data; whoever carries them out reads what is needed then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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
    made = list(events)
    first = after.version - len(made) + 1
    entries: list[NewOutboxEntry] = []
    told: dict[str, int | str]
    for sequence, event in enumerate(made, start=first):
        match event:
            case WorkItemOffered(kind=ItemKind.AUTOMATIC, number=number):
                entries.append(_entry(after, sequence, "automatic_step", {"item": number}, event))
            case WorkItemOffered(kind=ItemKind.LINKED, number=number):
                entries.append(_entry(after, sequence, "start_dossier", {"item": number}, event))
            case WorkItemCancelled(number=number) if after.items[number].linked:
                # Only an item that awaits its linked dossier is still open once that was started.
                told = {"linked": after.items[number].linked}
                entries.append(_entry(after, sequence, "stop_dossier", told, event))
            case DossierEnded(end=end) if after.parent:
                entries.append(_report_end(after, sequence, end, event))
            case StatusChanged(status=DossierStatus.RETURNED) if after.parent and not after.closed:
                # What is left are tasks after the result, which nobody waits for.
                entries.append(_report_end(after, sequence, "returned", event))
            case (
                AlertRaised(number=number)
                | AlertWoken(number=number)
                | AlertEscalated(number=number)
                | AlertReassigned(number=number)
            ):
                entries.append(_entry(after, sequence, "notice", {"alert": number}, event))
    return entries


def _report_end(after: Dossier, sequence: int, end: str, event: Event) -> NewOutboxEntry:
    told: dict[str, int | str] = {
        "parent": after.parent,
        "parent_item": after.parent_item,
        "end": end,
    }
    return _entry(after, sequence, "report_end", told, event)


def _entry(
    after: Dossier, sequence: int, kind: EffectKind, payload: Mapping[str, int | str], event: Event
) -> NewOutboxEntry:
    return NewOutboxEntry(
        dossier=after.code,
        kind=kind,
        key=f"{after.code}:{sequence}:{kind}",
        payload=payload,
        available_at=event.at,
    )
