"""Makes the database fail at the n-th thing it is asked, before or after it was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product
from typing import Any

from sqlalchemy import Dialect, Engine, event, text

from engine.store import prepared
from engine.store.database import Database

_ASK = prepared.ask


class InjectedFault(Exception):  # noqa: N818 - it stands for a power cut, not for an error of the engine
    """What a crash of the process looks like from within."""


@contextmanager
def failing_at(database: Database, point: int) -> Iterator[None]:
    """Raise at the ``point``-th statement or commit, counted from 1, once.

    Every statement and every commit counts twice: before it reaches the database, and after it was done
    there.
    """
    engines: set[Engine] = {database._engine, database._reader, database._asks_first}
    passed = 0

    def strike(*_: Any, **__: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            raise InjectedFault(f"at point {point}")

    def ask_between_strikes(*asked: Any) -> None:
        strike()
        _ASK(*asked)
        strike()

    dialects = {engine.dialect for engine in engines}
    for dialect in dialects:
        dialect.do_commit = partial(_between, strike, dialect)  # type: ignore[method-assign]
    names = ("before_cursor_execute", "after_cursor_execute")
    for engine, name in product(engines, names):
        event.listen(engine, name, strike)
    prepared.ask = ask_between_strikes
    try:
        yield
    finally:
        prepared.ask = _ASK
        for engine, name in product(engines, names):
            event.remove(engine, name, strike)
        for dialect in dialects:
            del dialect.do_commit


def _between(strike: Callable[[], None], dialect: Dialect, connection: Any) -> None:
    strike()
    type(dialect).do_commit(dialect, connection)
    strike()


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    from engine.store.tables import metadata

    with database._engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(text(f'SELECT * FROM "{table.name}"'))),  # noqa: S608
                key=repr,
            )
            for table in metadata.sorted_tables
        }
