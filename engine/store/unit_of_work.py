"""One transaction and everything that can be read and written in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from engine.store.accounts import Accounts
from engine.store.alerts import Alerts
from engine.store.audit import Audit
from engine.store.clocks import Clocks
from engine.store.dossiers import Dossiers
from engine.store.health import Health
from engine.store.inbox import Inbox
from engine.store.journal import Journal
from engine.store.many_dossiers import ManyDossiers
from engine.store.outbox import Outbox
from engine.store.overview import Overview
from engine.store.publications import Publications
from engine.store.retention import Retention
from engine.store.sessions import Sessions
from engine.store.stuck import Stuck
from engine.store.tokens import Tokens
from engine.store.writes import Writes

_Made = TypeVar("_Made")


class _Role(Generic[_Made]):
    """A role that is made when it is first asked for: most units of work need two or three."""

    def __init__(self, make: Callable[[UnitOfWork], _Made]) -> None:
        self._make = make

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, unit: Any, _: type) -> _Made:
        # From now on the unit has an attribute of its own, which goes before this one.
        made = unit.__dict__[self._name] = self._make(unit)
        return made


class UnitOfWork:
    """One transaction, with one attribute for each role; ``Database`` begins and ends it."""

    connection: Connection
    locks: bool
    writes = _Role(lambda unit: Writes(unit.connection))
    dossiers = _Role(lambda unit: Dossiers(unit.connection, unit.writes, locks=unit.locks))
    many_dossiers = _Role(lambda unit: ManyDossiers(unit.connection))
    journal = _Role(lambda unit: Journal(unit.connection, unit.writes))
    audit = _Role(lambda unit: Audit(unit.connection))
    health = _Role(lambda unit: Health(unit.connection))
    outbox = _Role(lambda unit: Outbox(unit.connection, unit.writes))
    clocks = _Role(lambda unit: Clocks(unit.connection))
    stuck = _Role(lambda unit: Stuck(unit.connection))
    retention = _Role(lambda unit: Retention(unit.connection))
    publications = _Role(lambda unit: Publications(unit.connection))
    accounts = _Role(lambda unit: Accounts(unit.connection))
    sessions = _Role(lambda unit: Sessions(unit.connection))
    tokens = _Role(lambda unit: Tokens(unit.connection))
    inbox = _Role(lambda unit: Inbox(unit.connection))
    alerts = _Role(lambda unit: Alerts(unit.connection))
    overview = _Role(lambda unit: Overview(unit.connection))

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        self.connection = connection
        self.locks = writes
