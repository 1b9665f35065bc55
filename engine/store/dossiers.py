"""Reads and writes dossiers with their work items, clocks and alerts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Table,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.core.lifecycle import ClockStatus
from engine.core.state import READ_WHEN_OVER, Dossier
from engine.errors import StaleVersionError
from engine.messages import message
from engine.store import records, tables
from engine.store.prepared import Prepared, PreparedQuery
from engine.store.records import Values
from engine.store.upserts import insert_into
from engine.store.writes import Writes

_Part = TypeVar("_Part")

_BY_CODE = select(tables.dossier).where(tables.dossier.c.code == bindparam("code"))
_DOSSIER = PreparedQuery(_BY_CODE)
# Others may go on referring to the row (a foreign key check), but not change it.
_LOCKED_DOSSIER = PreparedQuery(_BY_CODE.with_for_update(key_share=True))


def _parts(table: Table) -> Select[Any]:
    return select(table).where(table.c.dossier == bindparam("code")).order_by(table.c.number)


_ITEMS = PreparedQuery(_parts(tables.work_item))
_CLOCKS = PreparedQuery(_parts(tables.clock))
_ALERTS = PreparedQuery(_parts(tables.alert))
OPEN_ITEM = tables.work_item.c.ended_at.is_(None)
# The dossier's own clock is stopped when the result is there, and runs on where the result goes back; that of
# an online reception tells when the dossier was accepted.
OPEN_CLOCK = or_(
    tables.clock.c.status != str(ClockStatus.STOPPED),
    *(tables.clock.c.kind == kind for kind in READ_WHEN_OVER),
)
OPEN_ALERT = tables.alert.c.resolved_at.is_(None)
_OPEN_ITEMS = PreparedQuery(_parts(tables.work_item).where(OPEN_ITEM))
_OPEN_CLOCKS = PreparedQuery(_parts(tables.clock).where(OPEN_CLOCK))
_OPEN_ALERTS = PreparedQuery(_parts(tables.alert).where(OPEN_ALERT))
_INSERT = Prepared(insert(tables.dossier))
_UPDATE = Prepared(
    update(tables.dossier).where(
        tables.dossier.c.code == bindparam("found_code"),
        tables.dossier.c.version == bindparam("found_version"),
    )
)
_PUBLICATIONS = select(func.count()).select_from(tables.publication).scalar_subquery()
_UPDATE_AS_KNOWN = Prepared(
    update(tables.dossier).where(
        tables.dossier.c.code == bindparam("found_code"),
        tables.dossier.c.version == bindparam("found_version"),
        tables.dossier.c.head == bindparam("found_head"),
        bindparam("found_publications", type_=Integer) == _PUBLICATIONS,
    )
)

_STANDING = (
    select(
        tables.dossier.c.version,
        tables.dossier.c.head,
        _PUBLICATIONS,
        exists().where(tables.journal.c.command_id == bindparam("command_id")),
    )
    .where(tables.dossier.c.code == bindparam("code"))
    .with_for_update(key_share=True, of=tables.dossier)
)
_FIND_STANDING = PreparedQuery(_STANDING)


class Standing(NamedTuple):
    """Where a dossier stands when a command comes.

    Attributes:
        head: digest of its last journal row, which stands for all that ever happened to it.
        publications: how many documents were published so far.
        repeated: the command was carried out before.
    """

    version: int
    head: str
    publications: int
    repeated: bool


@dataclass(frozen=True)
class _PartsOf(Generic[_Part]):
    """How one sort of parts of a dossier is written.

    Inserts and updates are apart: an insert with an ``on conflict`` clause is compiled anew each time.
    """

    insert: Prepared
    update: Prepared
    values: Callable[[str, _Part], Values]
    changed: Callable[[_Part, _Part], Values]


def _written(
    table: Table,
    values: Callable[[str, _Part], Values],
    changed: Callable[[_Part, _Part], Values],
) -> _PartsOf[_Part]:
    same = (table.c.dossier == bindparam("of_dossier"), table.c.number == bindparam("of_number"))
    return _PartsOf(Prepared(insert(table)), Prepared(update(table).where(*same)), values, changed)


_WRITE_ITEMS = _written(tables.work_item, records.item_values, records.changed_item)
_WRITE_CLOCKS = _written(tables.clock, records.clock_values, records.changed_clock)
_WRITE_ALERTS = _written(tables.alert, records.alert_values, records.changed_alert)
_NOTHING = Dossier()


class Dossiers:
    """The dossiers of one unit of work."""

    def __init__(self, connection: Connection, writes: Writes, *, locks: bool) -> None:
        self._connection = connection
        self._writes = writes
        self._dossier = _LOCKED_DOSSIER if locks else _DOSSIER

    def find(self, code: str) -> Dossier | None:
        """Return the dossier as commands need it: open items, unresolved alerts, clocks not over.

        The clock of the dossier itself is never over before the dossier.

        In a transaction that writes, the dossier stays locked until its end.
        """
        return self._find(code, _OPEN_ITEMS, _OPEN_CLOCKS, _OPEN_ALERTS)

    def standing(self, code: str, command_id: str) -> Standing | None:
        """Return where a dossier stands, or None where there is none; it stays locked until the end.

        Whether the command is repeated is known for certain only of the version somebody knew before.
        """
        row = _FIND_STANDING.first(self._connection, {"code": code, "command_id": command_id})
        return None if row is None else Standing(row[0], row[1], row[2], bool(row[3]))

    def find_whole(self, code: str) -> Dossier | None:
        """Return the dossier with everything it ever had; equal to the folded journal."""
        return self._find(code, _ITEMS, _CLOCKS, _ALERTS)

    def _find(
        self, code: str, items: PreparedQuery, clocks: PreparedQuery, alerts: PreparedQuery
    ) -> Dossier | None:
        named = {"code": code}
        row = self._dossier.first(self._connection, named)
        if row is None:
            return None
        return records.dossier_of(
            row,
            {part.number: records.item_of(part) for part in items.all(self._connection, named)},
            {part.number: records.clock_of(part) for part in clocks.all(self._connection, named)},
            {part.number: records.alert_of(part) for part in alerts.all(self._connection, named)},
        )

    def save(
        self,
        before: Dossier | None,
        after: Dossier,
        *,
        head: str | None = None,
        known: tuple[str, int] | None = None,
    ) -> None:
        """Write what a command changed; ``before`` is what ``find`` returned, None for a new dossier.

        Args:
            head: digest of the journal's row on the change.
            known: the head before and the number of publications, where nothing was read of them.

        Raises:
            StaleVersionError: the stored dossier is no longer the one that was found, or the code is
                taken, or what was known is so no longer.
        """
        values = records.changed_values(before, after) | ({} if head is None else {"head": head})
        if before is None:
            self._writes.add(_INSERT, values)
        else:
            found: Values = {"found_code": before.code, "found_version": before.version}
            statement = _UPDATE
            if known is not None:
                statement = _UPDATE_AS_KNOWN
                found |= {"found_head": known[0], "found_publications": known[1]}
            self._writes.add(statement, found | values, missed=lambda: _too_late(before.code))
        old = before or _NOTHING
        self._write(_WRITE_ITEMS, after.code, old.items, after.items)
        self._write(_WRITE_CLOCKS, after.code, old.clocks, after.clocks)
        self._write(_WRITE_ALERTS, after.code, old.alerts, after.alerts)

    def _write(
        self,
        parts: _PartsOf[_Part],
        code: str,
        before: Mapping[int, _Part],
        after: Mapping[int, _Part],
    ) -> None:
        if after is before:
            return
        # What was closed before was not read, and never changes again: what is not in ``before`` is new.
        for number, part in after.items():
            if number not in before:
                self._writes.add(parts.insert, parts.values(code, part))
        for number, part in before.items():
            # Only what changed: a column that is written anew is written in its indexes too.
            if after[number] is not part and (values := parts.changed(part, after[number])):
                same = {"of_dossier": code, "of_number": number}
                self._writes.add(parts.update, values | same)

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


def _too_late(code: str) -> StaleVersionError:
    return StaleVersionError(
        message(
            "Expected to change dossier {dossier} as it was read, but somebody else was faster. Read it again",
            dossier=code,
        )
    )
