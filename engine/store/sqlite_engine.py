"""Opens an SQLite file with the settings that durability and several programs at once need."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event

from engine.errors import SettingsError
from engine.messages import message

BUSY_FOR_SECONDS = 10.0
_BACKPORTS = frozenset({(3, 44, 6), (3, 50, 7)})
_TRIES_TO_ENTER_WAL = 100
# Kibibytes. The one writer's cache stays valid from one transaction to the next, so it may be large.
_WRITER_CACHE = 65_536
_PAGES_BETWEEN_CHECKPOINTS = 4_000


def unusable_url() -> SettingsError:
    """Return the error of a URL that names no database this program can use."""
    return SettingsError(
        message(
            "Expected a database URL such as sqlite:///motcua.db or postgresql://host/name, but it is none"
        )
    )


def check_sqlite(version: tuple[int, int, int]) -> None:
    """Refuse an SQLite library with the WAL-reset bug, which can corrupt the database.

    Raises:
        SettingsError: ``version`` lies in the range with the bug.
    """
    if version >= (3, 51, 3) or version in _BACKPORTS:
        return
    raise SettingsError(
        message(
            "Expected SQLite 3.51.3 or newer, but found {version}, which can corrupt a database in WAL mode. Install the package pysqlite3",
            version=".".join(map(str, version)),
        )
    )


def sqlite_engine(url: URL, *, writes: bool) -> Engine:
    """Return an engine for a file that is made where it is missing.

    Args:
        writes: every transaction takes the writer's lock at once; else none can write.

    Raises:
        SettingsError: the URL names no file, or the library may corrupt it.
    """
    check_sqlite(sqlite.sqlite_version_info)
    if not url.database or url.database == ":memory:":
        # Every pooled connection would see a database of its own.
        raise unusable_url()
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url.set(drivername="sqlite"),
        module=sqlite,
        connect_args={"check_same_thread": False, "timeout": BUSY_FOR_SECONDS},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    if writes:
        event.listen(engine, "connect", _prepare_writer)
    event.listen(engine, "begin", _begin_writing if writes else _begin_reading)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin deferred ones, and too late.
    connection.isolation_level = None
    _enter_wal_mode(connection)
    # What is rewritten leaves nothing behind in its page: personal data can be erased later.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=FAST"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_writer(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA cache_size=-{_WRITER_CACHE}")
    # A page that changed often is copied into the file once; every checkpoint waits for the disk twice.
    connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES_BETWEEN_CHECKPOINTS}")


def _enter_wal_mode(connection: Any) -> None:
    """Switch a database to WAL mode once; programs that start together take turns.

    SQLite's busy handler does not wait for this change.
    """
    for _ in range(_TRIES_TO_ENTER_WAL):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite.OperationalError:
            threading.Event().wait(BUSY_FOR_SECONDS / _TRIES_TO_ENTER_WAL)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_writing(connection: Connection) -> None:
    # A writer takes its lock at once; upgrading a read lock later could only fail. The transaction may
    # have been begun without SQLAlchemy.
    if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA query_only=ON")
    connection.exec_driver_sql("BEGIN")
