"""Reads and writes dossiers with their work items, clocks and alerts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, insert, select, update

from engine.core.lifecycle import ClockStatus
from engine.core.state import Dossier
from engine.errors import StaleVersionError
from engine.messages import message
from engine.store import records, tables
from engine.store.records import Values
from engine.store.upserts import insert_into, upsert

_Part = TypeVar("_Part")

_DOSSIER = select(tables.dossier).where(tables.dossier.c.code == bindparam("code"))
# Others may go on referring to the row (a foreign key check), but not change it.
_LOCKED_DOSSIER = _DOSSIER.with_for_update(key_share=True)


def _parts(table: Table) -> Select[Any]:
    return select(table).where(table.c.dossier == bindparam("code")).order_by(table.c.number)


_ITEMS = _parts(tables.work_item)
_CLOCKS = _parts(tables.clock)
_ALERTS = _parts(tables.alert)
_OPEN_ITEMS = _ITEMS.where(tables.work_item.c.ended_at.is_(None))
_OPEN_CLOCKS = _CLOCKS.where(tables.clock.c.status != ClockStatus.STOPPED)
_OPEN_ALERTS = _ALERTS.where(tables.alert.c.resolved_at.is_(None))
_UPDATE = update(tables.dossier).where(
    tables.dossier.c.code == bindparam("found_code"),
    tables.dossier.c.version == bindparam("found_version"),
)


class Dossiers:
    """The dossiers of one unit of work."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        self._connection = connection
        self._dossier = _LOCKED_DOSSIER if writes else _DOSSIER

    def find(self, code: str) -> Dossier | None:
        """Return the dossier as commands need it: open items, clocks not stopped, alerts not resolved.

        In a transaction that writes, the dossier stays locked until its end.
        """
        return self._find(code, _OPEN_ITEMS, _OPEN_CLOCKS, _OPEN_ALERTS)

    def find_whole(self, code: str) -> Dossier | None:
        """Return the dossier with everything it ever had; equal to the folded journal."""
        return self._find(code, _ITEMS, _CLOCKS, _ALERTS)

    def _find(
        self, code: str, items: Select[Any], clocks: Select[Any], alerts: Select[Any]
    ) -> Dossier | None:
        named = {"code": code}
        row = self._connection.execute(self._dossier, named).one_or_none()
        if row is None:
            return None
        read = self._connection.execute
        return records.dossier_of(
            row,
            {part.number: records.item_of(part) for part in read(items, named)},
            {part.number: records.clock_of(part) for part in read(clocks, named)},
            {part.number: records.alert_of(part) for part in read(alerts, named)},
        )

    def save(self, before: Dossier | None, after: Dossier) -> None:
        """Write what a command changed; ``before`` is what ``find`` returned, None for a new dossier.

        Raises:
            StaleVersionError: the stored dossier is no longer the one that was found, or the code is taken.
        """
        values = records.changed_values(before, after)
        if before is None:
            self._connection.execute(insert(tables.dossier), values)
        else:
            self._update(before, values)
        old = before or Dossier()
        self._save(tables.work_item, old.items, after.items, records.item_values, after.code)
        self._save(tables.clock, old.clocks, after.clocks, records.clock_values, after.code)
        self._save(tables.alert, old.alerts, after.alerts, records.alert_values, after.code)

    def _update(self, before: Dossier, values: Values) -> None:
        found = {"found_code": before.code, "found_version": before.version}
        if self._connection.execute(_UPDATE.values(**values), found).rowcount != 1:
            raise StaleVersionError(
                message(
                    "Expected to change dossier {dossier} as it was read, but somebody else was faster. Read it again",
                    dossier=before.code,
                )
            )

    def _save(
        self,
        table: Table,
        before: Mapping[int, _Part],
        after: Mapping[int, _Part],
        values: Callable[[str, _Part], Values],
        code: str,
    ) -> None:
        rows = [values(code, part) for number, part in after.items() if before.get(number) != part]
        if rows:
            self._connection.execute(upsert(table, self._connection), rows)

    def next_serial(self, series: str) -> int:
        """Return the next number of a series, from 1 and without gaps; the series is locked until the end."""
        serial = tables.serial
        statement = (
            insert_into(serial, self._connection)
            .values(series=series, last=1)
            .on_conflict_do_update(index_elements=["series"], set_={"last": serial.c.last + 1})
            .returning(serial.c.last)
        )
        number: int = self._connection.execute(statement).scalar_one()
        return number
