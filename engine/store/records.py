"""Dossiers as rows and back. Values that SQL never looks into are canonical JSON texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from engine.core.lifecycle import AlertStatus, ClockStatus, DossierStatus, ItemKind, ItemStatus
from engine.core.state import (
    Alert,
    Apology,
    Applicant,
    Dossier,
    HandedIn,
    LedgerEntry,
    RungAt,
    RunningClock,
    Token,
    WorkItem,
)
from engine.store.folding import fold
from engine.worktime.amounts import Span

Values = dict[str, Any]

_APOLOGY = TypeAdapter(Apology)
_APPLICANT = TypeAdapter(Applicant)
_DATA: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_PAPERS = TypeAdapter(dict[str, HandedIn])
_DONE_BY = TypeAdapter(dict[str, str])
_VISITS = TypeAdapter(dict[str, int])
_TOKENS = TypeAdapter(tuple[Token, ...])
_LIMIT = TypeAdapter(tuple[Span, ...])
_LEDGER = TypeAdapter(tuple[LedgerEntry, ...])
_RUNGS = TypeAdapter(tuple[RungAt, ...])
_FIRED = TypeAdapter(tuple[str, ...])

_PLAIN = (
    "code",
    "version",
    "procedure",
    "digest",
    "status",
    "desk",
    "territory",
    "channel",
    "received_at",
    "ended_at",
    "items_made",
    "clocks_made",
    "alerts_made",
    "supplements",
    "parent",
    "parent_item",
    "kept_until",
)


def changed_values(before: Dossier | None, after: Dossier) -> Values:
    """Return the columns of the dossier row that differ; all of them for a new dossier."""
    now = vars(after)
    then: Mapping[str, object] = {} if before is None else vars(before)
    values = {name: now[name] for name in _PLAIN if before is None or now[name] != then[name]}
    if before is None or after.tokens != before.tokens:
        values["tokens"] = _json(_TOKENS, after.tokens)
    if before is None or after.visits != before.visits:
        values["visits"] = _json(_VISITS, dict(after.visits))
    if before is None or after.done_by != before.done_by:
        values["done_by"] = _json(_DONE_BY, dict(after.done_by))
    if before is None or after.data != before.data:
        values["data"] = _json(_DATA, dict(after.data))
    if before is None or after.papers != before.papers:
        values["papers"] = _json(_PAPERS, dict(after.papers))
    if before is None or after.applicant != before.applicant:
        values |= _applicant_values(after)
    due = _due_values(after)
    was = {} if before is None else _due_values(before)
    return values | {name: each for name, each in due.items() if was.get(name, was) != each}


def _applicant_values(dossier: Dossier) -> Values:
    applicant = dossier.applicant
    return {
        "applicant": _json(_APPLICANT, applicant),
        "applicant_name": applicant.name,
        "search_text": search_text(dossier),
    }


def search_text(dossier: Dossier) -> str:
    """Return the folded text a search looks in: code, name, identity number and phone."""
    applicant = dossier.applicant
    phone = "".join(sign for sign in applicant.phone if sign.isdigit())
    return fold(" ".join((dossier.code, applicant.name, applicant.identity_number, phone)).strip())


def _due_values(dossier: Dossier) -> Values:
    """Return what lists show of the dossier's clock; nothing where it has none."""
    clock = dossier.legal_clock
    if clock is None:
        return {}
    stopped = clock.status is ClockStatus.STOPPED
    if dossier.between_appointments:
        return {
            "due_at": None,
            "first_due_at": clock.first_due_at,
            "clock_status": ClockStatus.PAUSED,
            "clock_stopped_at": None,
        }
    return {
        "due_at": clock.due_at,
        "first_due_at": clock.first_due_at,
        "clock_status": clock.status,
        "clock_stopped_at": clock.ledger[-1].at if stopped else None,
    }


def dossier_of(
    row: Any,
    items: Mapping[int, WorkItem],
    clocks: Mapping[int, RunningClock],
    alerts: Mapping[int, Alert],
) -> Dossier:
    """Return the dossier a row and its parts stand for."""
    return Dossier(
        code=row.code,
        version=row.version,
        procedure=row.procedure,
        digest=row.digest,
        status=DossierStatus(row.status),
        desk=row.desk,
        territory=row.territory,
        channel=row.channel,
        applicant=_APPLICANT.validate_json(row.applicant),
        data=MappingProxyType(_DATA.validate_json(row.data)),
        papers=MappingProxyType(_PAPERS.validate_json(row.papers)),
        received_at=row.received_at,
        ended_at=row.ended_at,
        tokens=_TOKENS.validate_json(row.tokens),
        visits=MappingProxyType(_VISITS.validate_json(row.visits)),
        items=MappingProxyType(dict(items)),
        clocks=MappingProxyType(dict(clocks)),
        alerts=MappingProxyType(dict(alerts)),
        items_made=row.items_made,
        clocks_made=row.clocks_made,
        alerts_made=row.alerts_made,
        supplements=row.supplements,
        done_by=MappingProxyType(_DONE_BY.validate_json(row.done_by)),
        parent=row.parent,
        parent_item=row.parent_item,
        kept_until=row.kept_until,
    )


def item_values(dossier: str, item: WorkItem) -> Values:
    """Return the row of a work item."""
    return {"dossier": dossier, **vars(item)}


def changed_item(before: WorkItem, after: WorkItem) -> Values:
    """Return the columns of a work item's row that differ."""
    return _differing(before, after)


def item_of(row: Any) -> WorkItem:
    """Return the work item a row stands for."""
    return WorkItem(
        number=row.number,
        node=row.node,
        visit=row.visit,
        kind=ItemKind(row.kind),
        status=ItemStatus(row.status),
        unit=row.unit,
        position=row.position,
        offered_at=row.offered_at,
        clock=row.clock,
        holder=row.holder,
        outcome=row.outcome,
        note=row.note,
        ended_at=row.ended_at,
        linked=row.linked,
    )


def clock_values(dossier: str, clock: RunningClock) -> Values:
    """Return the row of a clock."""
    values = {"dossier": dossier, **vars(clock), "fires_at": clock.fires_at}
    return _written(values)


def changed_clock(before: RunningClock, after: RunningClock) -> Values:
    """Return the columns of a clock's row that differ."""
    values = _differing(before, after)
    if after.fires_at != before.fires_at:
        values["fires_at"] = after.fires_at
    return _written(values)


def _written(clock: Values) -> Values:
    """Return values of a clock as its columns have them."""
    for name, write in _CLOCK_TEXTS.items():
        if clock.get(name) is not None:
            clock[name] = write(clock[name])
    return clock


def clock_of(row: Any) -> RunningClock:
    """Return the clock a row stands for."""
    return RunningClock(
        number=row.number,
        kind=row.kind,
        name=row.name,
        status=ClockStatus(row.status),
        limit=_LIMIT.validate_json(row.limit),
        calendar=row.calendar,
        calendar_version=row.calendar_version,
        ledger=_LEDGER.validate_json(row.ledger),
        due_at=row.due_at,
        first_due_at=row.first_due_at,
        apology=_APOLOGY.validate_json(row.apology) if row.apology else None,
        due_on=date.fromisoformat(row.due_on) if row.due_on else None,
        rungs=_RUNGS.validate_json(row.rungs),
        fired=_FIRED.validate_json(row.fired),
        cycle=row.cycle,
    )


def alert_values(dossier: str, alert: Alert) -> Values:
    """Return the row of an alert."""
    return {"dossier": dossier, **vars(alert)}


def changed_alert(before: Alert, after: Alert) -> Values:
    """Return the columns of an alert's row that differ."""
    return _differing(before, after)


def alert_of(row: Any) -> Alert:
    """Return the alert a row stands for."""
    return Alert(
        number=row.number,
        clock=row.clock,
        cycle=row.cycle,
        rung=row.rung,
        status=AlertStatus(row.status),
        unit=row.unit,
        receiver=row.receiver,
        owner=row.owner,
        raised_at=row.raised_at,
        item=row.item,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        reason=row.reason,
        resolved_at=row.resolved_at,
        again_at=row.again_at,
    )


def _differing(before: object, after: object) -> Values:
    """Return the fields of a part that are not what they were: the fields are named as the columns."""
    then = vars(before)
    return {
        name: now
        for name, now in vars(after).items()
        if now is not then[name] and now != then[name]
    }


def _json(adapter: TypeAdapter[Any], value: object) -> str:
    return adapter.serializer.to_json(value).decode()


_CLOCK_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "limit": partial(_json, _LIMIT),
    "ledger": partial(_json, _LEDGER),
    "due_on": date.isoformat,
    "apology": partial(_json, _APOLOGY),
    "rungs": partial(_json, _RUNGS),
    "fired": partial(_json, _FIRED),
}
