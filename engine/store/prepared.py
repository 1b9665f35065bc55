"""Statements of the hot path: compiled once, and run on the driver's own cursor.

SQLAlchemy's execution of a statement costs several times what SQLite needs for it. What is written here is
still its statement; only the way to the database is shorter.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
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
        self._compiled: dict[tuple[str, ...], CompiledStatement] = {}

    def run(self, connection: Connection, values: Values) -> int:
        """Run it once and return how many rows it wrote.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        cursor = connection.connection.cursor()
        compiled = self.compiled(connection.dialect, values)
        guarded(connection, cursor.execute, compiled.text, compiled.bound(values))
        return int(cursor.rowcount)

    def compiled(self, dialect: Dialect, values: Values) -> CompiledStatement:
        """Return the statement that writes the columns of ``values``."""
        key = (dialect.name, *values)
        found = self._compiled.get(key)
        if found is None:
            found = CompiledStatement(self._statement, dialect, list(values))
            self._compiled[key] = found
        return found


class PreparedQuery:
    """A query whose rows are named tuples with the values SQLAlchemy would give."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._compiled: dict[str, _CompiledQuery] = {}

    def first(self, connection: Connection, values: Values) -> Any | None:
        """Return the first row, or None where there is none.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        return next(iter(self.all(connection, values)), None)

    def all(self, connection: Connection, values: Values) -> list[Any]:
        """Return all rows.

        Raises:
            DBAPIError: as SQLAlchemy would raise it.
        """
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _CompiledQuery(self._statement, dialect)
        cursor = connection.connection.cursor()
        statement = compiled.statement
        guarded(connection, cursor.execute, statement.text, statement.bound(values))
        return compiled.rows(cursor.fetchall())


class _CompiledQuery:
    """The text of a query for one database, and how what it answers is read."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        self.statement = CompiledStatement(statement, dialect, None)
        columns = list(statement.selected_columns)
        names = [column.key or "" for column in columns]
        # Columns without a name of their own are only read by place.
        self._row = _row_class(names)
        readers = [_reader(column, dialect) for column in columns]
        self._read = [(place, read) for place, read in enumerate(readers) if read is not None]

    def rows(self, answered: Sequence[Sequence[Any]]) -> list[Any]:
        if not self._read or not answered:
            return list(map(self._row._make, answered))
        columns: list[Iterable[Any]] = list(zip(*answered, strict=True))
        for place, read in self._read:
            columns[place] = map(read, columns[place])
        return list(map(self._row._make, zip(*columns, strict=True)))


def _row_class(names: list[str]) -> Any:
    return namedtuple("Row", names, rename=True)


def _reader(column: Any, dialect: Dialect) -> _Processor | None:
    reader: _Processor | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return reader


class CompiledStatement:
    """The text of a statement for one database, and how its values are bound."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: list[str] | None) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        self.text = str(compiled)
        self._positional = bool(compiled.positional)
        self.names: list[str] = list(compiled.positiontup or compiled.binds)
        given = ((name, compiled.binds[name].value) for name in self.names)
        self._constants = {name: value for name, value in given if value is not None}
        processors = [_processor(compiled.binds[name], dialect) for name in self.names]
        self._processed = [(place, each) for place, each in enumerate(processors) if each]

    def bound(self, values: Values) -> Any:
        """Return the values as the driver wants them: by position, or by name."""
        whole = {**self._constants, **values} if self._constants else values
        bound = [whole[name] for name in self.names]
        for place, process in self._processed:
            bound[place] = process(bound[place])
        return bound if self._positional else dict(zip(self.names, bound, strict=True))


def _processor(bind: Any, dialect: Dialect) -> _Processor | None:
    processor: _Processor | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return processor


def guarded(connection: Connection, execute: Callable[..., object], text: str, bound: Any) -> None:
    """Run a statement on a cursor, and raise what the driver raises as SQLAlchemy would."""
    dialect = connection.dialect
    try:
        ask(execute, text, bound)
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, connection.connection, None)
        raised = DBAPIError.instance(
            text,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        )
        if lost:
            connection.invalidate(raised)
        raise raised from error


def say(connection: Connection, text: str) -> None:
    """Run a statement without values or rows.

    Raises:
        DBAPIError: as SQLAlchemy would raise it.
    """
    guarded(connection, connection.connection.cursor().execute, text, ())


def ask(execute: Callable[..., object], text: str, bound: Any) -> None:
    """Run a statement on a cursor; the one place all of them pass."""
    execute(text, bound)
