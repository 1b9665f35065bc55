"""The writes of one command or of many, sent to the database together where that is faster.

SQLite is called, not spoken to: every statement runs at once. PostgreSQL answers each statement over a
connection, so what one command writes becomes one statement of common table expressions. What many commands
write goes to either database kind by kind, each as one statement with many rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import RawCursor
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from engine.store.prepared import CompiledStatement, Prepared, Values, guarded

_DIVISION_BY_ZERO = "22012"
_NAME = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class _Write:
    statement: CompiledStatement
    values: Values
    missed: Callable[[], Exception] | None


class Writes:
    """What is written in one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._together = connection.dialect.name == "postgresql"
        self._gathered: list[_Write] | None = None

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Send what the block writes together at its end; until then nothing of it can be read.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        if not self._together or self._gathered is not None:
            yield
            return
        with self._gathering() as gathered:
            yield
            _send(self._connection, gathered)

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Send what the block writes for many commands together at its end, as ``at_once`` does.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        with self._gathering() as gathered:
            yield
            _send_in_bulk(self._connection, gathered)

    @contextmanager
    def _gathering(self) -> Iterator[list[_Write]]:
        gathered: list[_Write] = []
        self._gathered = gathered
        try:
            yield gathered
        finally:
            self._gathered = None

    def add(
        self, prepared: Prepared, values: Values, *, missed: Callable[[], Exception] | None = None
    ) -> None:
        """Write one row; where none is there to be written, raise what ``missed`` returns.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        if self._gathered is not None:
            statement = prepared.compiled(self._connection.dialect, values)
            self._gathered.append(_Write(statement, values, missed))
        elif prepared.run(self._connection, values) == 0 and missed is not None:
            raise missed()


@dataclass(frozen=True, slots=True)
class _Together:
    """One statement of several, with numbered places as PostgreSQL itself writes them.

    The driver would otherwise look for its own kind of places in the long text each time.
    """

    text: str
    order: tuple[tuple[int, str], ...]
    """For each place the number of the write and the name of its value."""


_TEXTS_KEPT = 2_000
_texts: dict[tuple[tuple[int, bool], ...], _Together] = {}


def _send(connection: Connection, writes: list[_Write]) -> None:
    if not writes:
        return
    # Prepared statements and what they compile to live as long as the process.
    shape = tuple((id(write.statement), write.missed is not None) for write in writes)
    together = _texts.get(shape)
    if together is None:
        if len(_texts) >= _TEXTS_KEPT:
            _texts.clear()
        together = _texts[shape] = _one_statement(writes)
    values = [write.statement.bound(write.values) for write in writes]
    bound = [values[number][name] for number, name in together.order]
    driver: Any = connection.connection.driver_connection
    try:
        guarded(connection, RawCursor(driver).execute, together.text, bound)
    except DBAPIError as error:
        missed = next((write.missed for write in writes if write.missed is not None), None)
        if missed is None or getattr(error.orig, "sqlstate", None) != _DIVISION_BY_ZERO:
            raise
        raise missed() from None


def _send_in_bulk(connection: Connection, writes: Sequence[_Write]) -> None:
    kinds: dict[int, list[_Write]] = {}
    for write in writes:
        kinds.setdefault(id(write.statement), []).append(write)
    for alike in kinds.values():
        statement, missed = alike[0].statement, alike[0].missed
        rows = [statement.bound(write.values) for write in alike]
        cursor = connection.connection.cursor()
        guarded(connection, cursor.executemany, statement.text, rows)
        if missed is not None and cursor.rowcount != len(rows):
            raise missed()


def _one_statement(writes: Sequence[_Write]) -> _Together:
    places: dict[tuple[int, str], str] = {}
    parts, counts = [], []
    for number, write in enumerate(writes):
        parts.append(
            f"w{number} AS ({_numbered(write.statement.text, number, places)} RETURNING 1)"
        )
        if write.missed is not None:
            # An error, so that nothing at all is written where this found nothing to write.
            counts.append(f"1 / (SELECT count(*) FROM w{number})")  # noqa: S608 - our own text
    text = f"WITH {', '.join(parts)} SELECT {', '.join(counts) or '1'}"
    return _Together(text, tuple(places))


def _numbered(text: str, number: int, places: dict[tuple[int, str], str]) -> str:
    """Return a statement with numbered places for its named ones, and add them to ``places``."""

    def place(name: re.Match[str]) -> str:
        return places.setdefault((number, name[1]), f"${len(places) + 1}")

    return _NAME.sub(place, text).replace("%%", "%")
