"""Statements of the hot path: compiled once, and run on the driver's own cursor.

SQLAlchemy's execution of a statement costs several times what SQLite needs for it. What is written here is
still its statement; only the way to the database is shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import ClauseElement

Values = Mapping[str, Any]
_Processor = Callable[[Any], Any]


class Prepared:
    """A statement that writes; which columns it writes may differ from one call to the next."""

    def __init__(self, statement: UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def run(self, connection: Connection, values: Values) -> int:
        """Run it once and return how many rows it wrote.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        cursor = connection.connection.cursor()
        compiled = self._for(connection.dialect, values)
        _guarded(connection, cursor.execute, compiled.text, compiled.bound(values))
        return int(cursor.rowcount)

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Run it for every row; all rows have the same columns.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        if len(rows) == 1:
            self.run(connection, rows[0])
            return
        cursor = connection.connection.cursor()
        compiled = self._for(connection.dialect, rows[0])
        bound = [compiled.bound(row) for row in rows]
        _guarded(connection, cursor.executemany, compiled.text, bound)

    def _for(self, dialect: Dialect, values: Values) -> _Compiled:
        key = (dialect.name, *values)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = _Compiled(self._statement, dialect, list(values))
        return found


class PreparedQuery:
    """A query for one row of plain numbers and texts."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def first(self, connection: Connection, values: Values) -> tuple[Any, ...] | None:
        """Return the row as the driver gives it, or None where there is none.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = _Compiled(self._statement, dialect, None)
            self._compiled[dialect.name] = compiled
        cursor = connection.connection.cursor()
        _guarded(connection, cursor.execute, compiled.text, compiled.bound(values))
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


class _Compiled:
    """The text of a statement for one database, and how its values are bound."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: list[str] | None) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        self.text = str(compiled)
        self._positional = bool(compiled.positional)
        order = compiled.positiontup if self._positional else compiled.binds
        self._binds = [(name, _processor(compiled.binds[name], dialect)) for name in order]

    def bound(self, values: Values) -> Any:
        pairs = (
            (name, process(values[name]) if process else values[name])
            for name, process in self._binds
        )
        return tuple(value for _, value in pairs) if self._positional else dict(pairs)


def _processor(bind: Any, dialect: Dialect) -> _Processor | None:
    processor: _Processor | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return processor


def _guarded(connection: Connection, execute: Callable[..., object], text: str, bound: Any) -> None:
    dialect = connection.dialect
    try:
        ask(execute, text, bound)
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
        ) from error


def ask(execute: Callable[..., object], text: str, bound: Any) -> None:
    """Run a statement on a cursor; the one place all of them pass."""
    execute(text, bound)
