"""Migrating an empty database gives exactly the tables the program is written for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from engine.store.database import Database
from engine.store.tables import metadata
from tests.support.databases import BOTH, opened
from tests.support.postgres import PostgresServer


@pytest.fixture(params=BOTH)
def empty_urls(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Two databases without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/one.db", f"sqlite:///{tmp_path}/sub/two.db"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.empty_database(), server.empty_database()


def test_a_database_without_tables_is_not_current_until_it_is_upgraded(
    empty_urls: tuple[str, str],
) -> None:
    with opened(empty_urls[0]) as database:
        assert not database.is_current()
        database.upgrade()
        assert database.is_current()
        database.upgrade()
        assert database.is_current()


def test_nothing_is_missing_from_the_migrations(database: Database) -> None:
    with database.transaction() as unit:
        context = MigrationContext.configure(unit.journal._connection)
        assert compare_metadata(context, metadata) == []


def test_migrating_and_creating_the_tables_give_the_same_schema(
    empty_urls: tuple[str, str],
) -> None:
    with opened(empty_urls[0]) as migrated, opened(empty_urls[1]) as created:
        migrated.upgrade()
        with created.transaction() as unit:
            metadata.create_all(unit.journal._connection)
            expected = schema(unit.journal._connection)
        with migrated.transaction() as unit:
            found = schema(unit.journal._connection)
    assert len(expected) > 60
    assert found == expected


def schema(connection: Connection) -> set[str]:
    """Return everything the database itself says of its tables, checks, keys and indexes."""
    if connection.dialect.name == "sqlite":
        statements = connection.scalars(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        lines = (line.strip().rstrip(",") for sql in statements for line in sql.splitlines())
    else:
        lines = connection.scalars(
            text(
                "SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE connamespace = 'public'::regnamespace"
                " UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " UNION SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable,"
                " column_default) FROM information_schema.columns WHERE table_schema = 'public'"
            )
        )
    return {line for line in lines if line and "alembic" not in line and "version_num" not in line}


def test_programs_that_start_together_upgrade_once(empty_urls: tuple[str, str]) -> None:
    def start(_: int) -> bool:
        with opened(empty_urls[0]) as database:
            database.upgrade()
            return database.is_current()

    with ThreadPoolExecutor(3) as threads:
        assert all(threads.map(start, range(3)))
