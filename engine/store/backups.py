"""Copies a whole database to a file and back, by the means of each database.

A copy is one moment of the database, taken while others write. Whether it may be put back, and what it is
worth, is for the service to find out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg
import pysqlite3.dbapi2 as sqlite
from psycopg import sql
from sqlalchemy import URL, make_url

from engine.errors import SettingsError, StoreError
from engine.messages import message

_CUSTOM = "--format=custom"


class Backups(Protocol):
    """How the database at one URL is copied.

    Attributes:
        path: the file the database is, where it is one.
    """

    path: Path | None

    def write(self, file: Path) -> None:
        """Write a copy of the database to a file that does not exist.

        Raises:
            SettingsError: a program that is needed is not installed.
            StoreError: the database cannot be read, or the file not written.
        """

    def read(self, file: Path) -> None:
        """Replace everything in the database by a copy, all or nothing.

        Raises:
            SettingsError: a program that is needed is not installed.
            StoreError: the file is no copy, or the database refuses.
        """

    def opened(self, file: Path) -> AbstractContextManager[str | None]:
        """Give the URL of a database that is what a copy holds, for reading it; None where there may be none.

        Raises:
            StoreError: the file is no copy.
        """

    def users(self) -> int:
        """Return how many others have the database open; on SQLite 1 stands for any number."""


def backups_of(url: str) -> Backups:
    """Return how the database at a URL is copied."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteBackups(Path(str(parsed.database)))
    return PostgresqlBackups(parsed)


class SqliteBackups:
    """Copies by SQLite's own backup, page by page, within one read transaction."""

    def __init__(self, path: Path) -> None:
        self.path: Path | None = path
        self._path = path

    def write(self, file: Path) -> None:
        """See ``Backups``. The copy is one file, without a write-ahead log beside it."""
        # Made here, so that nobody else may read it at any moment.
        file.touch(mode=0o600, exist_ok=False)
        _copy(self._path, file)
        one_file(file)
        with file.open("rb+") as written:
            os.fsync(written.fileno())

    def read(self, file: Path) -> None:
        """See ``Backups``."""
        _copy(file, self._path)

    @contextmanager
    def opened(self, file: Path) -> Iterator[str | None]:
        """See ``Backups``: the copy is a database itself."""
        yield f"sqlite:///{file}"
        # Opening it put it into WAL mode; a backup is one file.
        one_file(file)

    def users(self) -> int:
        """See ``Backups``."""
        if not self._path.exists():
            return 0
        with closing(sqlite.connect(self._path, timeout=0)) as connection:
            try:
                # Whoever has a database in WAL mode open keeps others from leaving that mode.
                connection.execute("PRAGMA journal_mode=DELETE")
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite.OperationalError:
                return 1
        return 0


def one_file(path: Path) -> None:
    """Take an SQLite file that nobody uses out of WAL mode, so that nothing stands beside it."""
    with closing(sqlite.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _copy(origin: Path, target: Path) -> None:
    try:
        with closing(sqlite.connect(origin)) as source, closing(sqlite.connect(target)) as copy:
            source.backup(copy)
            faults = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    except sqlite.Error as error:
        raise _failed("SQLite", type(error).__name__) from None
    if faults != ["ok"]:
        raise _failed("SQLite", "integrity_check")


class PostgresqlBackups:
    """Copies by PostgreSQL's own programs, ``pg_dump`` and ``pg_restore``."""

    def __init__(self, url: URL) -> None:
        self.path: Path | None = None
        self._url = url

    def write(self, file: Path) -> None:
        """See ``Backups``. The archive is read once to its end, to see that it is whole."""
        file.touch(mode=0o600, exist_ok=False)
        self._run("pg_dump", _CUSTOM, f"--file={file}", f"--dbname={self._plain_url()}")
        self._run("pg_restore", "--file=/dev/null", str(file))

    def read(self, file: Path) -> None:
        """See ``Backups``."""
        self._run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={self._plain_url()}",
            str(file),
        )

    @contextmanager
    def opened(self, file: Path) -> Iterator[str | None]:
        """See ``Backups``: a database beside the first one, dropped afterwards; not every role may make one."""
        beside = self._url.set(database=f"{self._url.database}_check_{uuid4().hex[:8]}")
        name = sql.Identifier(str(beside.database))
        with psycopg.connect(self._libpq_url(), autocommit=True) as connection:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
            except psycopg.errors.InsufficientPrivilege:
                yield None
                return
            try:
                PostgresqlBackups(beside).read(file)
                yield beside.render_as_string(hide_password=False)
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def users(self) -> int:
        """See ``Backups``."""
        with psycopg.connect(self._libpq_url(), autocommit=True) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
        return int(row[0]) if row else 0

    def _libpq_url(self) -> str:
        return self._url.set(drivername="postgresql").render_as_string(hide_password=False)

    def _plain_url(self) -> str:
        # Without the password: other users of the machine see the arguments of programs.
        bare = self._url.set(drivername="postgresql", password=None)
        return bare.render_as_string(hide_password=False)

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise SettingsError(
                message(
                    "Expected the program {program}, which comes with PostgreSQL, but found none. Install PostgreSQL's client programs, or run {program} where they are",
                    program=program,
                )
            )
        password = {"PGPASSWORD": str(self._url.password)} if self._url.password else {}
        done = subprocess.run(  # noqa: S603 - found above, our own arguments
            [found, *arguments],
            env=os.environ | password,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise _failed(program, _reason(done.stderr))


def _reason(said: str) -> str:
    """Return the line of a program's complaint that says why; never a line of the data it was given."""
    lines = [line.strip() for line in said.splitlines() if "error:" in line or "FATAL" in line]
    return lines[0] if lines else "?"


def _failed(program: str, reason: str) -> StoreError:
    return StoreError(
        message(
            "Expected {program} to copy the whole database, but it failed ({reason}). Nothing was replaced",
            program=program,
            reason=reason,
        )
    )
