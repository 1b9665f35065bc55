"""Reads many dossiers in as many queries as one takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select

from engine.core.state import Dossier
from engine.store import records, tables
from engine.store.among import among
from engine.store.dossiers import OPEN_ALERT, OPEN_CLOCK, OPEN_ITEM
from engine.store.prepared import PreparedQuery

_Part = TypeVar("_Part")
_CODES = "codes"

# Whoever is changing one of them is not waited for.
_DOSSIERS = PreparedQuery(
    select(tables.dossier)
    .where(among(tables.dossier.c.code, _CODES))
    .with_for_update(key_share=True, skip_locked=True)
)


def _parts(table: Table, is_open: ColumnElement[bool]) -> PreparedQuery:
    of_many = among(table.c.dossier, _CODES)
    return PreparedQuery(select(table).where(of_many, is_open).order_by(table.c.number))


_ITEMS = _parts(tables.work_item, OPEN_ITEM)
_CLOCKS = _parts(tables.clock, OPEN_CLOCK)
_ALERTS = _parts(tables.alert, OPEN_ALERT)


class FoundDossier(NamedTuple):
    """A dossier as commands need it, and the digest of its last journal row."""

    dossier: Dossier
    head: str


class ManyDossiers:
    """Dossiers as one unit of work that writes sees many of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, codes: Collection[str]) -> dict[str, FoundDossier]:
        """Return by its code each dossier nobody else is changing; they stay locked until the end.

        They are what ``Dossiers.find`` returns.
        """
        rows = _DOSSIERS.all(self._connection, {_CODES: codes})
        locked = [row.code for row in rows]
        items = self._parts(_ITEMS, locked, records.item_of)
        clocks = self._parts(_CLOCKS, locked, records.clock_of)
        alerts = self._parts(_ALERTS, locked, records.alert_of)
        return {
            row.code: FoundDossier(
                records.dossier_of(row, items[row.code], clocks[row.code], alerts[row.code]),
                row.head,
            )
            for row in rows
        }

    def _parts(
        self, query: PreparedQuery, codes: Collection[str], part_of: Callable[[Any], _Part]
    ) -> Mapping[str, dict[int, _Part]]:
        found: dict[str, dict[int, _Part]] = defaultdict(dict)
        for row in query.all(self._connection, {_CODES: codes}):
            found[row.dossier][row.number] = part_of(row)
        return found
