"""Holds what is stored of dossiers against their journals, some dossiers at a time.

A journal is whole where its chain is, and where folding it gives every row that is stored of its dossier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from engine.core.evolve import fold
from engine.core.state import Dossier
from engine.store import records
from engine.store.journal import broken_entries, read_events
from engine.store.tables import alert, clock, dossier, journal, publication, stuck, work_item

Stored = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Audited:
    """What was found of one dossier.

    Attributes:
        version: number of its last event.
        head: digest of its last journal row.
        entries: how many events its journal has.
        broken: numbers of the events at which the journal was changed.
        differing: places where the stored state is not what the journal amounts to, as
            ``table`` or ``table number``, with the column where it is one; looked for in journals
            that are not broken.
    """

    code: str
    version: int
    head: str
    entries: int
    broken: tuple[int, ...] = ()
    differing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.broken or self.differing)


class Head(NamedTuple):
    """Where the journal of a dossier ended once: the number of its last event, and the row's digest."""

    code: str
    last: int
    digest: str


class ChangedPublication(NamedTuple):
    """A published document whose text is no longer the one that was published."""

    kind: str
    key: str
    number: int


class _Part(NamedTuple):
    table: Table
    values: Callable[[str, Any], records.Values]
    of: Callable[[Dossier], Mapping[int, Any]]


_PARTS = (
    _Part(work_item, records.item_values, lambda whole: whole.items),
    _Part(clock, records.clock_values, lambda whole: whole.clocks),
    _Part(alert, records.alert_values, lambda whole: whole.alerts),
)
_ORDER = {
    journal: journal.c.seq,
    stuck: stuck.c.number,
    **{part.table: part.table.c.number for part in _PARTS},
}


class Audit:
    """The audit as one unit of work sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """Return how many dossiers there are."""
        return self._connection.execute(select(func.count()).select_from(dossier)).scalar_one()

    def newest(self) -> datetime | None:
        """Return when the last command of all was carried out, by the clock of its machine."""
        return self._connection.execute(select(func.max(journal.c.at))).scalar()

    def spread(self, most: int) -> list[str]:
        """Return the codes of at most ``most`` dossiers, spread evenly over all."""
        apart = max(1, -(-self.count() // most))
        numbered = select(
            dossier.c.code, func.row_number().over(order_by=dossier.c.code).label("number")
        ).subquery()
        chosen = select(numbered.c.code).where((numbered.c.number - 1) % apart == 0)
        return list(self._connection.execute(chosen).scalars())

    def page(self, after: str, limit: int) -> tuple[list[Audited], str | None]:
        """Audit the ``limit`` dossiers that follow ``after``; return the last code, None at the end.

        Rows that belong to no dossier are found where their dossier would be.
        """
        statement = select(dossier.c.code).where(dossier.c.code > after).order_by(dossier.c.code)
        codes = self._connection.execute(statement.limit(limit)).scalars().all()
        last = codes[-1] if len(codes) == limit else None
        return list(self._audited(lambda code: _between(code, after, last))), last

    def of(self, codes: Sequence[str]) -> list[Audited]:
        """Audit these dossiers; what was never received has no journal, and is left out."""
        return list(self._audited(lambda code: code.in_(codes)))

    def digests(self, heads: Sequence[Head]) -> dict[tuple[str, int], str]:
        """Return the digests of the rows that end at these places, as far as there are any."""
        codes = [head.code for head in heads]
        numbers = {head.last for head in heads}
        statement = select(journal.c.dossier, journal.c.last, journal.c.digest).where(
            journal.c.dossier.in_(codes), journal.c.last.in_(numbers)
        )
        return {(row[0], row[1]): row[2] for row in self._connection.execute(statement)}

    def changed_publications(self, digest_of: Callable[[bytes], str]) -> list[ChangedPublication]:
        """Return the published documents whose text does not have its digest."""
        rows = self._connection.execute(select(publication).order_by(*publication.primary_key))
        return [
            ChangedPublication(row.kind, row.key, row.number)
            for row in rows
            if digest_of(row.text.encode()) != row.digest
        ]

    def _audited(self, chosen: Callable[[Any], ColumnElement[bool]]) -> Iterator[Audited]:
        dossiers = {row["code"]: row for row in self._rows(select(dossier), chosen(dossier.c.code))}
        parts: dict[str, dict[Table, list[Stored]]] = defaultdict(lambda: defaultdict(list))
        for table, order in _ORDER.items():
            statement = select(table).order_by(table.c.dossier, order)
            for row in self._rows(statement, chosen(table.c.dossier)):
                parts[row["dossier"]][table].append(row)
        for code in sorted(dossiers.keys() | parts.keys()):
            yield _judged(code, dossiers.get(code), parts[code])

    def _rows(self, statement: Any, condition: ColumnElement[bool]) -> Iterable[Stored]:
        return self._connection.execute(statement.where(condition)).mappings()


def _between(column: ColumnElement[str], after: str, last: str | None) -> ColumnElement[bool]:
    return column > after if last is None else and_(column > after, column <= last)


def _judged(code: str, row: Stored | None, parts: Mapping[Table, list[Stored]]) -> Audited:
    version, head = (row["version"], row["head"]) if row else (0, "")
    rows = parts.get(journal, [])
    entries = sum(each["last"] - each["seq"] + 1 for each in rows)
    broken = tuple(broken_entries(rows, version, head)) or (() if rows else (1,))
    differing = () if broken else tuple(_differing(code, row or {}, rows, parts))
    return Audited(code, version, head, entries, broken, differing)


def _differing(
    code: str, row: Stored, rows: list[Stored], parts: Mapping[Table, list[Stored]]
) -> Iterator[str]:
    try:
        whole = fold(
            event for each in rows for event in read_events(each["events"], each["personal"])
        )
    except (LookupError, TypeError, ValueError):
        # The chain is right, so this program did not write it.
        yield "journal"
        return
    expected = records.changed_values(None, whole) | {"head": row["head"]}
    yield from (f"dossier {name}" for name in _changed_columns(expected, row))
    put_off = {each["number"]: each["next_try_at"] for each in parts.get(stuck, [])}
    # The sweep puts off what it cannot fire; that is no event.
    put_off = {each["number"]: each["next_try_at"] for each in parts.get(stuck, [])}
    for table, values, of in _PARTS:
        told = {number: values(code, part) for number, part in of(whole).items()}
        found = {each["number"]: each for each in parts.get(table, [])}
        if table is clock:
            for number in told.keys() & found.keys() & put_off.keys():
                if found[number]["fires_at"] == put_off[number]:
                    told[number]["fires_at"] = put_off[number]
        for number in sorted(told.keys() | found.keys()):
            if number not in told or number not in found:
                yield f"{table.name} {number}"
                continue
            if table is clock and number in put_off:
                told[number] = _put_off(told[number], found[number], put_off[number])
            changed = _changed_columns(told[number], found[number])
            yield from (f"{table.name} {number} {name}" for name in changed)


def _put_off(told: records.Values, found: Stored, until: datetime) -> records.Values:
    """Return what is expected of a clock that cannot be fired; of its next try no journal tells."""
    return {**told, "fires_at": until} if found["fires_at"] == until else told


def _changed_columns(expected: Stored, found: Stored) -> list[str]:
    return [name for name in found if expected.get(name) != found[name]]
