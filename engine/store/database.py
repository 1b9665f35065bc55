"""Opens the database and gives out units of work; knows how SQLite and PostgreSQL differ in that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from engine.errors import StaleVersionError, StoreError
from engine.messages import message
from engine.store.faults import shown_cause, translated
from engine.store.group_commit import GroupCommit
from engine.store.prepared import say
from engine.store.sqlite_engine import BUSY_FOR_SECONDS, sqlite_engine, unusable_url
from engine.store.unit_of_work import UnitOfWork

_POOLED = 8
_Result = TypeVar("_Result")
_Work = TypeVar("_Work")


class Database:
    """One database, shared by all threads of the process.

    Args:
        url: an SQLAlchemy URL, ``sqlite:///path`` or ``postgresql://…``. The folder of an SQLite
            file is made where it is missing.

    Raises:
        SettingsError: the URL names no database this program can use, or the SQLite library may
            corrupt a database that several connections write to.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise unusable_url() from None
        backend = parsed.get_backend_name()
        if backend == "sqlite":
            self._engine = sqlite_engine(parsed, writes=True)
            self._reader = sqlite_engine(parsed, writes=False)
            self._asks_first = self._by_statement = self._engine
        elif backend == "postgresql":
            self._engine = _postgresql_engine(parsed)
            self._reader = self._asks_first = _postgresql_engine(parsed, asks_first=True)
            self._by_statement = _postgresql_engine(parsed, commits_statements=True)
        else:
            raise unusable_url()
        # SQLite has one writer. Threads queue here, where waiting is cheap and woken at once, rather
        # than in SQLite's busy handler, which polls.
        self._writer = threading.Lock() if backend == "sqlite" else None
        self._writing: Connection | None = None
        self._together = GroupCommit(self._begun_again) if backend == "sqlite" else None

    @contextmanager
    def transaction(self) -> Iterator[UnitOfWork]:
        """Give a unit of work that is committed at the end, or undone if the block raises.

        Reading a dossier in it also locks the dossier until the end, so commands on one dossier take
        turns. Transactions do not nest.

        Raises:
            StaleVersionError: somebody else changed the same thing first; read and decide again.
            StoreError: the database is unavailable, or one of its constraints would break.
        """
        with _translating(), self._begun(self._asks_first) as connection:
            yield UnitOfWork(connection, writes=True)

    def write(self, work: Callable[[UnitOfWork], _Result]) -> _Result:
        """Do ``work`` in a transaction and return its result once that is committed.

        On SQLite, work of threads that wait shares one commit; what one of them raises undoes only
        its own. Work may be done again, so it must do nothing but read and write its unit of work.

        Raises:
            StaleVersionError: somebody else changed the same thing first; read and decide again.
            StoreError: the database is unavailable, or one of its constraints would break.
        """
        (result,) = self.write_all([work])
        if isinstance(result, Exception):
            raise result
        return result

    def write_all(
        self, works: Sequence[Callable[[UnitOfWork], _Result]]
    ) -> list[_Result | Exception]:
        """Do works, on SQLite several in one commit, and return what each returned or would raise."""
        if self._together is not None:
            on_connection = [partial(_with_unit, work) for work in works]
            return [_told(result) for result in self._together.do(on_connection)]
        return [_attempted(self._write_alone, work) for work in works]

    def send(self, write: Callable[[UnitOfWork], None]) -> bool:
        """Write what ``write`` writes, without anything having been read in the same transaction.

        On PostgreSQL it is one statement, committed by itself.

        Returns:
            Whether it was written for certain. If not, ask the database before trying again.

        Raises:
            StoreError: on SQLite, the database failed; a failing PostgreSQL leaves it in doubt.
        """
        if self._together is not None:
            (result,) = self.write_all([write])
            if isinstance(result, Exception) and not isinstance(result, StaleVersionError):
                raise result
            return result is None
        try:
            with self._by_statement.connect() as connection:
                uow = UnitOfWork(connection, writes=True)
                with uow.writes.at_once():
                    write(uow)
        except (SQLAlchemyError, StaleVersionError):
            return False
        return True

    def _write_alone(self, work: Callable[[UnitOfWork], _Result]) -> _Result:
        for _ in range(_POOLED):
            try:
                with self._begun() as connection:
                    return work(UnitOfWork(connection, writes=True))
            except DBAPIError as error:
                # A connection that rested in the pool while the database was restarted. Work is done
                # again rather than ask each connection first; what was committed knows its command id.
                if not error.connection_invalidated:
                    raise
        with self._begun() as connection:
            return work(UnitOfWork(connection, writes=True))

    @contextmanager
    def _begun(self, engine: Engine | None = None) -> Iterator[Connection]:
        chosen = engine or self._engine
        with self._turn(), chosen.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _begun_again(self) -> Iterator[Connection]:
        """Do what ``_begun`` does with one connection that is kept; only for SQLite's one writer."""
        with self._turn():
            if self._writing is None:
                self._writing = self._engine.connect()
            try:
                say(self._writing, "BEGIN IMMEDIATE")
                yield self._writing
                say(self._writing, "COMMIT")
                # Where work used SQLAlchemy, that takes the transaction for its own.
                self._writing.commit()
            except BaseException:
                # Whatever state it was left in: giving it back to the pool undoes it.
                self._writing.close()
                self._writing = None
                raise

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Give a unit of work that sees one moment of the database and cannot write.

        Raises:
            StoreError: the database is unavailable, or the block tried to write.
        """
        with _translating(), self._reader.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield UnitOfWork(connection, writes=False)

    def upgrade(self) -> None:
        """Bring the tables to this version of the program, in one transaction.

        Raises:
            StoreError: the database is unavailable, or a migration failed; nothing was changed.
        """
        # Alembic is slow to import, and only needed here.
        from engine.store.migrations import upgrade

        with _translating(), self._begun() as connection:
            upgrade(connection)

    def is_current(self) -> bool:
        """Tell whether the tables are those of this version of the program."""
        from engine.store.migrations import is_current

        with _translating(), self._reader.connect() as connection:
            return is_current(connection)

    def is_made(self) -> bool:
        """Tell whether there are tables, of this version of the program or an earlier one."""
        from engine.store.migrations import is_made

        with _translating(), self._reader.connect() as connection:
            return is_made(connection)

    def close(self) -> None:
        """Close the pooled connections; the database must not be in use."""
        if self._writing is not None:
            self._writing.close()
            # What is opened again later begins with a connection of its own.
            self._writing = None
        for engine in {self._engine, self._reader, self._by_statement}:
            engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._writer is None:
            yield
            return
        if not self._writer.acquire(timeout=BUSY_FOR_SECONDS):
            raise StoreError(
                message(
                    "Expected the database to be free within {seconds} seconds, but it was busy. Try again",
                    seconds=int(BUSY_FOR_SECONDS),
                )
            )
        try:
            yield
        finally:
            self._writer.release()


def _with_unit(work: Callable[[UnitOfWork], _Result], connection: Connection) -> _Result:
    return work(UnitOfWork(connection, writes=True))


def _attempted(do: Callable[[_Work], _Result], work: _Work) -> _Result | Exception:
    try:
        return do(work)
    except Exception as error:
        return _told(error)


def _told(result: _Result | Exception) -> _Result | Exception:
    """Return the engine's error for one of the database."""
    if not isinstance(result, SQLAlchemyError):
        return result
    error = translated(result)
    error.__cause__ = shown_cause(result)
    error.__suppress_context__ = True
    return error


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise translated(error) from shown_cause(error)


def _postgresql_engine(
    url: URL, *, asks_first: bool = False, commits_statements: bool = False
) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=asks_first,
        pool_size=_POOLED,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT" if commits_statements else None,
        # No transaction is left open that would have to be undone.
        pool_reset_on_return=None if commits_statements else "rollback",
    )
