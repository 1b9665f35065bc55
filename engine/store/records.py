"""Dossiers as rows and back. Values that SQL never looks into are canonical JSON texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from operator import is_
from types import MappingProxyType
from typing import Any, TypeVar

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
_Part = TypeVar("_Part")

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

_SHOWN = ("dossier", "reception")
"""The kinds of clocks that lists show in the row of the dossier."""

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
    if before is not None and _tell_the_same_time(before, after):
        return values
    due = _due_values(after) | _reception_values(after)
    was = {} if before is None else _due_values(before) | _reception_values(before)
    return values | {name: each for name, each in due.items() if was.get(name, was) != each}


def _tell_the_same_time(before: Dossier, after: Dossier) -> bool:
    """Tell whether nothing changed of what lists show of clocks; it takes far longer to look."""
    if after.status is not before.status or after.ended_at != before.ended_at:
        return False
    now = [clock for clock in after.clocks.values() if clock.kind in _SHOWN]
    then = [clock for clock in before.clocks.values() if clock.kind in _SHOWN]
    return len(now) == len(then) and all(map(is_, now, then))


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


def _reception_values(dossier: Dossier) -> Values:
    """Return until when an online dossier is to be accepted, and when it was answered.

    Nothing where it has no such clock, or that was over before: then it is not read any more.
    """
    clock = dossier.reception_clock
    if clock is None:
        return {}
    over = clock.status is ClockStatus.STOPPED
    return {
        "reception_due_at": clock.due_at,
        "reception_ended_at": clock.ledger[-1].at if over else None,
    }


def dossier_of(
    row: Any,
    items: Mapping[int, WorkItem],
    clocks: Mapping[int, RunningClock],
    alerts: Mapping[int, Alert],
) -> Dossier:
    """Return the dossier a row and its parts stand for."""
    values: Values = {name: getattr(row, name) for name in _PLAIN}
    for name, read in _READ_DOSSIER_TEXTS.items():
        values[name] = read(getattr(row, name))
    values["status"] = _DOSSIER_STATUSES[values["status"]]
    values["items"] = MappingProxyType(dict(items))
    values["clocks"] = MappingProxyType(dict(clocks))
    values["alerts"] = MappingProxyType(dict(alerts))
    return _made(Dossier, values)


def item_values(dossier: str, item: WorkItem) -> Values:
    """Return the row of a work item."""
    return {"dossier": dossier, **vars(item)}


def changed_item(before: WorkItem, after: WorkItem) -> Values:
    """Return the columns of a work item's row that differ."""
    return _differing(before, after)


def item_of(row: Any) -> WorkItem:
    """Return the work item a row stands for."""
    values = _values_of(row)
    values["kind"] = _ITEM_KINDS[values["kind"]]
    values["status"] = _ITEM_STATUSES[values["status"]]
    return _made(WorkItem, values)


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
    values = _values_of(row)
    del values["fires_at"]
    values["status"] = _CLOCK_STATUSES[values["status"]]
    for name, read in _READ_CLOCK_TEXTS.items():
        if values[name] is not None:
            values[name] = read(values[name])
    return _made(RunningClock, values)


def alert_values(dossier: str, alert: Alert) -> Values:
    """Return the row of an alert."""
    return {"dossier": dossier, **vars(alert)}


def changed_alert(before: Alert, after: Alert) -> Values:
    """Return the columns of an alert's row that differ."""
    return _differing(before, after)


def alert_of(row: Any) -> Alert:
    """Return the alert a row stands for."""
    values = _values_of(row)
    values["status"] = _ALERT_STATUSES[values["status"]]
    return _made(Alert, values)


def _values_of(row: Any) -> Values:
    """Return the columns of a part's row by their names, which are those of the part's fields."""
    values: Values = row._asdict()
    del values["dossier"]
    return values


def _made(kind: type[_Part], values: Values) -> _Part:
    """Return a part with these values for all its fields; its constructor takes five times as long."""
    part = object.__new__(kind)
    object.__setattr__(part, "__dict__", values)
    return part


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
# Immutable, and the same for many dossiers that have come as far.
_often_the_same = lru_cache(maxsize=2048)
_READ_CLOCK_TEXTS: Mapping[str, Callable[[str], Any]] = {
    "limit": _often_the_same(_LIMIT.validator.validate_json),
    "ledger": _LEDGER.validator.validate_json,
    "due_on": date.fromisoformat,
    "apology": _APOLOGY.validator.validate_json,
    "rungs": _RUNGS.validator.validate_json,
    "fired": _often_the_same(_FIRED.validator.validate_json),
}
_ITEM_KINDS = {str(each): each for each in ItemKind}
_ITEM_STATUSES = {str(each): each for each in ItemStatus}
_CLOCK_STATUSES = {str(each): each for each in ClockStatus}
_ALERT_STATUSES = {str(each): each for each in AlertStatus}
_DOSSIER_STATUSES = {str(each): each for each in DossierStatus}


def _mapping(adapter: TypeAdapter[dict[str, Any]]) -> Callable[[str], Any]:
    return lambda text: MappingProxyType(adapter.validator.validate_json(text))


_READ_DOSSIER_TEXTS: Mapping[str, Callable[[str], Any]] = {
    "applicant": _APPLICANT.validator.validate_json,
    "data": _mapping(_DATA),
    "papers": _often_the_same(_mapping(_PAPERS)),
    "tokens": _often_the_same(_TOKENS.validator.validate_json),
    "visits": _often_the_same(_mapping(_VISITS)),
    "done_by": _often_the_same(_mapping(_DONE_BY)),
}
