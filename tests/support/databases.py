"""Fixtures: a fresh database with the tables, on SQLite and on PostgreSQL.

A test that takes ``database`` runs on both; one that takes ``sqlite_database`` on SQLite only. Both are
copies of a template that was migrated once, so that each costs milliseconds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.store.database import Database
from tests.support.postgres import PostgresServer, running_server

__all__ = [
    "database",
    "database_url",
    "postgres_server",
    "sqlite_database",
    "sqlite_template",
    "sqlite_url",
]

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the session; started by the first test that needs it."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables, to copy."""
    path = tmp_path_factory.mktemp("template") / "motcua.db"
    template = Database(f"sqlite:///{path}")
    template.upgrade()
    template.close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database with the tables."""
    path = tmp_path / "motcua.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh database with the tables, on either database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with the tables, on either database."""
    with opened(database_url) as database:
        yield database


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database with the tables."""
    with opened(sqlite_url) as database:
        yield database


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Give a database, and close it at the end."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def sql(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement behind the store's back, and return its rows if it has any."""
    with database.transaction() as unit:
        result = unit.journal._connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []
