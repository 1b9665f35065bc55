"""The floors: the same steps as plain SQL, with nothing of what makes them safe to build on.

One step is three statements and a durable commit: read the dossier, move it guarded by its version, write
a journal row. No clocks, no inbox, no permissions, no hash chain, no repeated commands.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pysqlite3.dbapi2 as sqlite
import sqlalchemy as sa

_TABLES = (
    "CREATE TABLE IF NOT EXISTS floor_dossier (code TEXT PRIMARY KEY, version INTEGER NOT NULL, node TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS floor_journal (dossier TEXT NOT NULL, seq INTEGER NOT NULL, command_id TEXT NOT NULL"
    " UNIQUE, payload TEXT NOT NULL, PRIMARY KEY (dossier, seq))",
)
_PAYLOAD = '{"at":"2026-03-02T02:00:00Z","number":1,"by":"nghia_cao","outcome":"done","note":""}'

Move = Callable[[str, str, str], None]
"""Takes dossier code, node and command id; returns when the step is on the disk."""
Waiting = Callable[[], None]
"""What passes after a commit, while the writer's turn is held: the wait for a slower disk than this one."""


class Floor(Protocol):
    """A way to move dossiers, opened once; each client asks for a way of its own."""

    def prepare(self, codes: list[str]) -> None:
        """Make the tables where they are missing, and dossiers."""
        ...

    def client(self) -> AbstractContextManager[Move]:
        """Give one client's way to move a dossier."""
        ...


class SqliteFloor:
    """Hand-written SQL on SQLite, WAL, synchronous=FULL, writers taking turns at a lock."""

    def __init__(self, home: Path, after_commit: Waiting) -> None:
        self._path = str(home / "floor.db")
        self._turn = threading.Lock()
        self._after_commit = after_commit

    def prepare(self, codes: list[str]) -> None:
        """Make the tables where they are missing, and dossiers."""
        connection = self._connect()
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute("BEGIN")
        rows = [(code, 0, "receive") for code in codes]
        connection.executemany("INSERT INTO floor_dossier VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
        connection.close()

    def _connect(self) -> Any:
        connection = sqlite.connect(self._path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def client(self) -> Iterator[Move]:
        """Give one client's way to move a dossier."""
        connection = self._connect()

        def move(code: str, node: str, command_id: str) -> None:
            with self._turn:
                connection.execute("BEGIN IMMEDIATE")
                version = connection.execute(
                    "SELECT version FROM floor_dossier WHERE code = ?", (code,)
                ).fetchone()[0]
                connection.execute(
                    "UPDATE floor_dossier SET version = ?, node = ? WHERE code = ? AND version = ?",
                    (version + 1, node, code, version),
                )
                connection.execute(
                    "INSERT INTO floor_journal VALUES (?, ?, ?, ?)",
                    (code, version + 1, command_id, _PAYLOAD),
                )
                connection.execute("COMMIT")
                self._after_commit()

        yield move
        connection.close()


class PostgresqlFloor:
    """Hand-written SQL on PostgreSQL, each client with a connection of its own."""

    def __init__(self, url: str) -> None:
        self._url = url

    def prepare(self, codes: list[str]) -> None:
        """Make the tables where they are missing, and dossiers."""
        with psycopg.connect(self._url) as connection:
            for statement in _TABLES:
                connection.execute(statement)
            with connection.cursor() as cursor:
                rows = [(code, 0, "receive") for code in codes]
                cursor.executemany("INSERT INTO floor_dossier VALUES (%s, %s, %s)", rows)

    @contextmanager
    def client(self) -> Iterator[Move]:
        """Give one client's way to move a dossier."""
        with psycopg.connect(self._url) as connection:

            def move(code: str, node: str, command_id: str) -> None:
                row = connection.execute(
                    "SELECT version FROM floor_dossier WHERE code = %s FOR UPDATE", (code,)
                ).fetchone()
                assert row is not None
                connection.execute(
                    "UPDATE floor_dossier SET version = %s, node = %s WHERE code = %s AND version = %s",
                    (row[0] + 1, node, code, row[0]),
                )
                connection.execute(
                    "INSERT INTO floor_journal VALUES (%s, %s, %s, %s)",
                    (code, row[0] + 1, command_id, _PAYLOAD),
                )
                connection.commit()

            yield move


def core_on_sqlite(home: Path) -> sa.Engine:
    """Return an SQLAlchemy engine with the same library and settings as the floor."""
    engine = sa.create_engine(
        f"sqlite:///{home / 'core.db'}", module=sqlite, connect_args={"check_same_thread": False}
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


class CoreFloor:
    """The same three statements through SQLAlchemy Core, on either database."""

    def __init__(
        self, engine: sa.Engine, turn: threading.Lock | None, after_commit: Waiting
    ) -> None:
        self._engine = engine
        self._turn = turn
        self._after_commit = after_commit
        metadata = sa.MetaData()
        self._dossier = sa.Table(
            "floor_dossier",
            metadata,
            sa.Column("code", sa.Text, primary_key=True),
            sa.Column("version", sa.Integer, nullable=False),
            sa.Column("node", sa.Text, nullable=False),
        )
        self._journal = sa.Table(
            "floor_journal",
            metadata,
            sa.Column("dossier", sa.Text, primary_key=True),
            sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("command_id", sa.Text, nullable=False, unique=True),
            sa.Column("payload", sa.Text, nullable=False),
        )
        dossier = self._dossier
        self._read = sa.select(dossier.c.version).where(dossier.c.code == sa.bindparam("found"))
        self._update = sa.update(dossier).where(
            dossier.c.code == sa.bindparam("found"), dossier.c.version == sa.bindparam("at")
        )

    def prepare(self, codes: list[str]) -> None:
        """Make the tables where they are missing, and dossiers."""
        with self._engine.begin() as connection:
            self._dossier.metadata.create_all(connection)
            rows = [{"code": code, "version": 0, "node": "receive"} for code in codes]
            if rows:
                connection.execute(sa.insert(self._dossier), rows)

    @contextmanager
    def client(self) -> Iterator[Move]:
        """Give one client's way to move a dossier."""

        def step(code: str, node: str, command_id: str) -> None:
            with self._engine.begin() as connection:
                version = connection.execute(self._read, {"found": code}).scalar_one()
                connection.execute(
                    self._update,
                    {"found": code, "at": version, "version": version + 1, "node": node},
                )
                row = {"dossier": code, "seq": version + 1, "command_id": command_id}
                connection.execute(sa.insert(self._journal), row | {"payload": _PAYLOAD})

        def step_in_turn(code: str, node: str, command_id: str) -> None:
            with self._turn or threading.Lock():
                step(code, node, command_id)
                self._after_commit()

        yield step_in_turn if self._turn else step
