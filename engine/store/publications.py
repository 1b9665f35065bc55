"""Published texts: procedures, calendars and organisations. A publication never changes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, or_, select

from engine.store.prepared import PreparedQuery
from engine.store.tables import publication


@dataclass(frozen=True, slots=True)
class Publication:
    """One version of one text.

    Attributes:
        kind: ``procedure``, ``calendar``, ``organisation`` …
        number: counts the versions of the key from 1.
        effective_until: the last day, or None while no end is set.
    """

    kind: str
    key: str
    number: int
    digest: str
    text: str
    effective_from: date
    effective_until: date | None
    published_at: datetime
    published_by: str


_COUNT = PreparedQuery(select(func.count()).select_from(publication))


class Publications:
    """The publications as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        *,
        kind: str,
        key: str,
        digest: str,
        text: str,
        effective_from: date,
        effective_until: date | None,
        published_at: datetime,
        published_by: str,
    ) -> Publication:
        """Publish a text as the next version of its key; the text of the newest changes nothing.

        An earlier text comes back under a new number: what is in force is what was published last.

        Raises:
            StaleVersionError: somebody else published a version of the key at the same time.
        """
        versions = self.history(kind, key)
        if versions and versions[-1].digest == digest:
            return versions[-1]
        new = Publication(
            kind=kind,
            key=key,
            number=len(versions) + 1,
            digest=digest,
            text=text,
            effective_from=effective_from,
            effective_until=effective_until,
            published_at=published_at,
            published_by=published_by,
        )
        self._connection.execute(insert(publication), asdict(new))
        return new

    def current(self, kind: str, on: date) -> list[Publication]:
        """Return the version of every key that is in force on a date, ordered by key.

        It is the newest that has begun. Where that has ended nothing is in force: what it replaced does
        not come back.
        """
        newest = (
            select(publication.c.key, func.max(publication.c.number).label("number"))
            .where(publication.c.kind == kind, publication.c.effective_from <= on)
            .group_by(publication.c.key)
            .subquery()
        )
        statement = (
            select(publication)
            .join(
                newest,
                (publication.c.key == newest.c.key) & (publication.c.number == newest.c.number),
            )
            .where(publication.c.kind == kind, _not_ended(on))
            .order_by(publication.c.key)
        )
        return self._read(statement)

    def find(self, kind: str, key: str, on: date) -> Publication | None:
        """Return the version of a key that is in force on a date, if one is."""
        return next((each for each in self.current(kind, on) if each.key == key), None)

    def by_digest(self, digest: str) -> Publication | None:
        """Return the newest publication with this content hash, if there is one."""
        statement = (
            select(publication)
            .where(publication.c.digest == digest)
            .order_by(publication.c.number.desc())
            .limit(1)
        )
        return next(iter(self._read(statement)), None)

    def history(self, kind: str, key: str) -> list[Publication]:
        """Return all versions of a key, oldest first."""
        statement = (
            select(publication)
            .where(publication.c.kind == kind, publication.c.key == key)
            .order_by(publication.c.number)
        )
        return self._read(statement)

    def _read(self, statement: Select[Any]) -> list[Publication]:
        return [Publication(**row) for row in self._connection.execute(statement).mappings()]

    def count(self) -> int:
        """Return how many publications there are; it grows with each, so it tells whether any is new."""
        row = _COUNT.first(self._connection, {})
        assert row is not None  # a count is always one row
        return int(row[0])


def _not_ended(on: date) -> ColumnElement[bool]:
    until = publication.c.effective_until
    return or_(until.is_(None), until >= on)
