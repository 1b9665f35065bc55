"""Transactions are whole or nothing, readings see one moment, and faults are told in our terms."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

from engine.core.evolve import fold
from engine.errors import ConflictError, SettingsError, StoreError
from engine.store import database as module
from engine.store.accounts import Account
from engine.store.database import Database
from engine.store.sqlite_engine import check_sqlite
from tests.support.databases import opened, sql
from tests.support.journals import MONDAY, offered, received, store

AN = Account(officer="an", password_hash="$argon2id$an")


class MishapError(Exception):
    """Something else went wrong in the middle."""


def save_and_fail(database: Database) -> None:
    with database.transaction() as unit:
        unit.accounts.save(AN)
        raise MishapError


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(MishapError):
        save_and_fail(database)
    with database.reading() as unit:
        assert unit.accounts.find("an") is None


def test_a_fault_found_at_commit_is_told_too(database: Database) -> None:
    # Foreign keys of journals are checked when the transaction ends.
    after = fold([received()])
    with pytest.raises(StoreError, match="Expected"), database.transaction() as unit:
        unit.journal.append(None, after, command_id="c", actor="a", events=[received()])
    store(database, [received()])


def test_a_connection_works_on_after_a_fault(database: Database) -> None:
    for _ in range(30):
        with pytest.raises(MishapError):
            save_and_fail(database)
    with database.transaction() as unit:
        unit.accounts.save(AN)


def test_what_is_being_written_is_not_read(database: Database) -> None:
    with database.transaction() as writing:
        writing.accounts.save(AN)
        with database.reading() as unit:
            assert unit.accounts.find("an") is None


def test_a_reading_sees_one_moment(database: Database) -> None:
    with database.reading() as reading:
        assert reading.accounts.find("an") is None
        with database.transaction() as unit:
            unit.accounts.save(AN)
        assert reading.accounts.find("an") is None
    with database.reading() as reading:
        assert reading.accounts.find("an") == AN


def test_a_reading_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError), database.reading() as unit:
        unit.accounts.save(AN)
    with database.transaction() as unit:
        assert unit.accounts.find("an") is None
        unit.accounts.save(AN)


def test_a_refused_value_is_in_no_message(database: Database) -> None:
    with pytest.raises(StoreError) as refused, database.transaction() as unit:
        unit.accounts.save(Account("an", "secret-hash", language="xx"))  # type: ignore[arg-type]
    assert "secret-hash" not in repr(refused.value.message) + str(refused.value)
    assert refused.value.__suppress_context__
    assert refused.value.__cause__ is None


def test_a_missing_table_is_a_fault_of_the_store_with_its_cause(tmp_path: Path) -> None:
    with (
        opened(f"sqlite:///{tmp_path}/empty.db") as database,
        pytest.raises(StoreError) as fault,
        database.reading() as unit,
    ):
        unit.accounts.find("an")
    assert "no such table" in str(fault.value.__cause__)


def test_a_moment_without_time_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 21)  # noqa: DTZ001 - the fault under test
    with pytest.raises(StoreError), database.reading() as unit:
        unit.alerts.due_again(naive, 1)


def test_instants_are_exact_and_come_back_in_utc(database: Database) -> None:
    store(database, [received(at=MONDAY)])
    with database.reading() as unit:
        found = unit.dossiers.find("H01-1")
    assert found is not None
    assert found.received_at == MONDAY
    assert found.received_at.utcoffset() == MONDAY.utcoffset()


def test_a_database_server_that_is_away_is_a_fault_of_the_store(tmp_path: Path) -> None:
    with opened(f"postgresql://nobody@/none?host={tmp_path}") as database:
        with pytest.raises(StoreError), database.reading():
            pass
        with pytest.raises(StoreError), database.transaction():
            pass


@pytest.mark.parametrize(
    "url", ["", "motcua.db", "mysql://host/motcua", "sqlite://", "sqlite:///:memory:", "x://"]
)
def test_a_url_of_no_usable_database_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"sqlite:///motcua\.db"):
        Database(url)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (3, 44, 6), (3, 50, 7), (4, 0, 0)])
def test_a_repaired_sqlite_is_accepted(version: tuple[int, int, int]) -> None:
    check_sqlite(version)


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 50, 8), (3, 51, 2)])
def test_an_sqlite_that_may_corrupt_is_refused(version: tuple[int, int, int]) -> None:
    with pytest.raises(SettingsError, match="pysqlite3"):
        check_sqlite(version)


def test_sqlite_runs_with_the_settings_that_durability_needs(sqlite_database: Database) -> None:
    for _ in range(2):  # the second time on a connection from the pool
        with sqlite_database.reading() as unit:
            connection = unit.accounts._connection
            pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
        assert found == ["wal", 2, 1, 10_000]


def test_a_writer_that_waits_too_long_is_told(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_FOR_SECONDS", 0.01)
    with (
        sqlite_database.transaction(),
        pytest.raises(StoreError, match="busy"),
        sqlite_database.transaction(),
    ):
        pass


def test_a_file_another_program_writes_to_is_waited_for(
    sqlite_url: str, sqlite_database: Database
) -> None:
    with opened(sqlite_url) as other, ThreadPoolExecutor(1) as threads:
        with sqlite_database.transaction() as unit:
            unit.accounts.save(AN)
            waiting = threads.submit(sql, other, "SELECT officer FROM account")
        assert waiting.result() == [("an",)]


def test_a_wal_that_is_left_behind_is_read_by_the_next_program(
    sqlite_url: str, sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.transaction() as unit:
        unit.accounts.save(AN)
    # A copy of the files as they are now is what a crash would leave.
    for file in Path(sqlite_url.removeprefix("sqlite:///")).parent.glob("motcua.db*"):
        (tmp_path / file.name.replace("motcua", "crashed")).write_bytes(file.read_bytes())
    with opened(f"sqlite:///{tmp_path}/crashed.db") as crashed, crashed.reading() as unit:
        assert unit.accounts.find("an") == AN


def test_two_publishers_at_once_do_not_share_a_number(database: Database) -> None:
    def publish(digest: str) -> int:
        while True:
            try:
                with database.transaction() as unit:
                    return unit.publications.add(
                        kind="procedure",
                        key="land",
                        digest=digest,
                        text="",
                        effective_from=date(2026, 1, 1),
                        effective_until=None,
                        published_at=MONDAY,
                        published_by="admin",
                    ).number
            except ConflictError:
                continue

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(publish, "abcdefgh")) == list(range(1, 9))


def test_a_long_reading_does_not_hold_up_commands(database: Database) -> None:
    before = store(database, [received(), offered()])
    with database.reading() as unit:
        assert unit.dossiers.find("H01-1") == before
        store(database, [offered(2)], before=before)
        assert unit.dossiers.find("H01-1") == before


def test_a_database_that_was_closed_writes_again_when_it_is_used_again(database: Database) -> None:
    store(database, [received("A")])
    database.write(lambda unit: unit.journal.entries("A"))
    database.close()
    assert len(database.write(lambda unit: unit.journal.entries("A"))) == 1
