"""Applies events to a dossier's state. Pure, total, and without decisions of its own.

Here are the events on the dossier as a whole; those on its parts are in the modules ``applied_…``.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from engine.core import applied_alerts, applied_clocks, applied_items, applied_tokens
from engine.core.copies import changed, counted
from engine.core.events import (
    ApplicantCorrected,
    ChoiceTaken,
    ClockRequeued,
    CompletionUndone,
    DossierEnded,
    DossierReceived,
    EffectRequeued,
    Event,
    OpinionGiven,
    PapersRecorded,
    PersonalDataErased,
    RoutesSplit,
    StatusChanged,
)
from engine.core.lifecycle import DossierStatus
from engine.core.parts import Applied
from engine.core.state import Applicant, Dossier
from engine.core.tombstones import Tombstone


def evolve(dossier: Dossier, event: Event) -> Dossier:
    """Return the dossier after ``event``; its version counts the event."""
    apply = _APPLIED.get(type(event))
    if apply is None:
        raise TypeError(f"Expected a known event, but found {type(event).__name__}")
    after = apply(event, dossier)
    if after is dossier:
        return changed(dossier, version=dossier.version + 1)
    return counted(after, dossier.version + 1)


def fold(events: Iterable[Event], start: Dossier | None = None) -> Dossier:
    """Return the dossier a journal amounts to."""
    dossier = start or Dossier()
    for event in events:
        dossier = evolve(dossier, event)
    return dossier


def _dossier_received(event: DossierReceived, dossier: Dossier) -> Dossier:
    return changed(
        dossier,
        code=event.code,
        procedure=event.procedure,
        digest=event.digest,
        desk=event.desk,
        territory=event.territory,
        channel=event.channel,
        applicant=event.applicant,
        data=MappingProxyType(dict(event.data)),
        papers=MappingProxyType(dict(event.papers)),
        received_at=event.at,
        parent=event.parent,
        parent_item=event.parent_item,
    )


def _papers_recorded(event: PapersRecorded, dossier: Dossier) -> Dossier:
    return changed(dossier, papers=MappingProxyType({**dossier.papers, **event.papers}))


def _applicant_corrected(event: ApplicantCorrected, dossier: Dossier) -> Dossier:
    return changed(dossier, applicant=event.applicant)


def _unchanged(event: Event, dossier: Dossier) -> Dossier:
    return dossier


def _completion_undone(event: CompletionUndone, dossier: Dossier) -> Dossier:
    kept = {key: value for key, value in dossier.data.items() if key not in event.removed}
    return changed(
        dossier,
        status=event.status,
        tokens=event.tokens,
        visits=MappingProxyType(dict(event.visits)),
        supplements=event.supplements,
        done_by=MappingProxyType(dict(event.done_by)),
        data=MappingProxyType({**kept, **event.data}),
        items=MappingProxyType({**dossier.items, **{i.number: i for i in event.items}}),
        clocks=MappingProxyType({**dossier.clocks, **{c.number: c for c in event.clocks}}),
        alerts=MappingProxyType({**dossier.alerts, **{a.number: a for a in event.alerts}}),
    )


def _status_changed(event: StatusChanged, dossier: Dossier) -> Dossier:
    asked = event.status is DossierStatus.AWAITING_SUPPLEMENT
    return changed(
        dossier, status=event.status, supplements=dossier.supplements + (1 if asked else 0)
    )


def _dossier_ended(event: DossierEnded, dossier: Dossier) -> Dossier:
    return changed(
        dossier,
        status=event.status,
        ended_at=event.at,
        tokens=(),
        kept_until=event.kept_until,
    )


def _personal_data_erased(event: PersonalDataErased, dossier: Dossier) -> Dossier:
    stones = {name: Tombstone(event.on, rule).as_value() for name, rule in event.fields.items()}
    return changed(
        dossier,
        data=MappingProxyType({**dossier.data, **stones}),
        applicant=Applicant("") if event.applicant else dossier.applicant,
        kept_until=event.kept_until,
    )


_APPLIED: Applied = {
    **applied_tokens.APPLIED,
    **applied_items.APPLIED,
    **applied_clocks.APPLIED,
    **applied_alerts.APPLIED,
    DossierReceived: _dossier_received,
    PapersRecorded: _papers_recorded,
    ApplicantCorrected: _applicant_corrected,
    ChoiceTaken: _unchanged,
    RoutesSplit: _unchanged,
    OpinionGiven: _unchanged,
    EffectRequeued: _unchanged,
    ClockRequeued: _unchanged,
    CompletionUndone: _completion_undone,
    StatusChanged: _status_changed,
    DossierEnded: _dossier_ended,
    PersonalDataErased: _personal_data_erased,
}
