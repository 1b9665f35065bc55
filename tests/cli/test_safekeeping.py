"""What whoever answers for the database types: backups that are verified, put back, and the doctor."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.settings import Settings
from engine.store.backups import PostgresqlBackups
from engine.store.database import Database
from tests.support import handling, offices
from tests.support.command_line import Office, motcua
from tests.support.databases import opened, sql
from tests.support.postgres import PostgresServer
from tests.support.wholeness import check_dossiers

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def receive(office: Office, *ids: str) -> None:
    with open_office(Settings(home=office.home), clock=SettableClock(MONDAY)) as at_work:
        for id in ids:
            offices.receive(at_work, id)


def url(office: Office) -> str:
    return f"sqlite:///{office.home / 'motcua.db'}"


def change(database: Database, statement: str, code: str) -> None:
    sql(database, statement.replace("?", f"'{code}'"))


def codes(office: Office) -> int:
    with opened(url(office)) as database:
        return len(sql(database, "SELECT code FROM dossier"))


def test_a_backup_is_one_verified_file_that_others_cannot_read(
    office: Office, tmp_path: Path
) -> None:
    receive(office, "a", "b")
    file = tmp_path / "backups" / "motcua.backup"
    file.parent.mkdir()
    said = motcua("backup", str(file))
    assert (said.code, said.out) == (0, f"Written to {file}\n"), said.err
    assert "Verified 2 dossiers" in said.err
    assert [each.name for each in file.parent.iterdir()] == ["motcua.backup"]
    assert file.stat().st_mode & 0o077 == 0
    again = motcua("backup", str(file))
    assert again.code == 2
    assert "Expected no file yet" in again.err
    assert motcua("backup", str(file), "--force").code == 0
    assert motcua("backup", str(tmp_path / "no" / "file")).code == 2


def test_a_backup_never_replaces_the_database_itself(office: Office) -> None:
    receive(office, "a")
    before = (office.home / "motcua.db").stat().st_ino
    said = motcua("backup", str(office.home / "." / "motcua.db"), "--force")
    assert said.code == 2
    assert "Expected another file than the database" in said.err
    assert (office.home / "motcua.db").stat().st_ino == before
    assert codes(office) == 1


def test_a_backup_taken_while_clerks_work_is_one_moment(office: Office, tmp_path: Path) -> None:
    over = threading.Event()
    with open_office(Settings(home=office.home), clock=SettableClock(MONDAY)) as at_work:

        def clerk(number: int) -> None:
            count = 0
            while not over.is_set():
                count += 1
                code = offices.receive(at_work, f"{number}:{count}")
                handling.move_on(at_work, code, f"{number}:{count}:on")

        threads = [threading.Thread(target=clerk, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        try:
            for number in range(4):
                said = motcua("backup", str(tmp_path / f"{number}"))
                assert said.code == 0, said.err
        finally:
            over.set()
            for thread in threads:
                thread.join()
    counts = []
    for number in range(4):
        with opened(f"sqlite:///{tmp_path / str(number)}") as database:
            check_dossiers(database)
            counts.append(len(sql(database, "SELECT seq FROM journal")))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_a_backup_of_a_forged_database_is_refused(office: Office, tmp_path: Path) -> None:
    receive(office, "a")
    with opened(url(office)) as database:
        sql(database, "UPDATE journal SET actor = 'forged'")
    said = motcua("backup", str(tmp_path / "backup"))
    assert said.code == 1
    assert "Expected whole journals" in said.err
    assert list(tmp_path.iterdir()) == [office.home]


def test_what_is_put_back_is_what_was_backed_up(office: Office, tmp_path: Path) -> None:
    receive(office, "a")
    motcua("backup", str(tmp_path / "backup"))
    with opened(url(office)) as database:
        sql(database, "UPDATE journal SET actor = 'forged'")
    said = motcua("restore", str(tmp_path / "backup"))
    assert said.code == 0, said.err
    assert "What was there before is kept in" in said.out
    assert motcua("journal", "verify").code == 0
    assert sorted(path.name.partition(".before-")[0] for path in office.home.glob("*.db*")) == [
        "motcua.db",
        "motcua.db",
    ]


def test_what_two_restores_in_one_second_replaced_is_kept_twice(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.bootstrap.SystemClock", lambda: SettableClock(MONDAY))
    receive(office, "a")
    motcua("backup", str(tmp_path / "backup"))
    for _ in range(3):
        assert motcua("restore", str(tmp_path / "backup")).code == 0
    assert len(list(office.home.glob("motcua.db.before-*"))) == 3
    assert codes(office) == 1


def test_what_is_newer_or_in_use_is_not_overwritten_without_force(
    office: Office, tmp_path: Path
) -> None:
    receive(office, "a")
    backup = str(tmp_path / "backup")
    motcua("backup", backup)
    with open_office(
        Settings(home=office.home), clock=SettableClock(MONDAY + timedelta(hours=1))
    ) as at_work:
        offices.receive(at_work, "newer")
        in_use = motcua("restore", backup)
        assert in_use.code == 2
        assert "Expected nobody to use the database" in in_use.err
    newer = motcua("restore", backup)
    assert newer.code == 2
    assert "its last entry is of 2026-11-16T03:00:00+00:00" in newer.err
    assert codes(office) == 2
    forced = motcua("restore", backup, "--force")
    assert forced.code == 0, forced.err
    assert codes(office) == 1


def test_a_clerk_goes_on_after_a_restore_that_was_forced(office: Office, tmp_path: Path) -> None:
    """What the console keeps in memory of dossiers is not believed where the database says otherwise."""
    receive(office, "a")
    motcua("backup", str(tmp_path / "backup"))
    with open_office(Settings(home=office.home), clock=SettableClock(MONDAY)) as at_work:
        code = offices.receive(at_work, "a")
        handling.move_on(at_work, code, "lost")
        assert motcua("restore", str(tmp_path / "backup"), "--force").code == 0
        handling.move_on(at_work, code, "done again")
        offices.receive(at_work, "b")
    assert motcua("journal", "verify").code == 0
    assert codes(office) == 2


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", None])
def test_what_is_no_backup_changes_nothing(
    office: Office, tmp_path: Path, content: bytes | None
) -> None:
    receive(office, "a")
    file = tmp_path / "backup"
    motcua("backup", str(file))
    cut = file.read_bytes()[: file.stat().st_size // 2]
    file.write_bytes(cut if content is None else content)
    said = motcua("restore", str(file), "--force")
    assert said.code in (1, 2), said.out
    assert codes(office) == 1
    assert motcua("restore", str(tmp_path / "nowhere")).code == 2


@pytest.mark.postgres
def test_postgresql_is_backed_up_by_its_own_programs(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    backup = str(tmp_path / "backup")
    with postgres_server.database() as database_url:
        monkeypatch.setenv("MOTCUA_DATABASE_URL", database_url)
        with offices.shipped_office(tmp_path, database_url) as (at_work, _):
            offices.receive(at_work, "a")
        monkeypatch.setenv("PATH", str(tmp_path))
        missing = motcua("backup", backup)
        assert missing.code == 2
        assert "Expected the program pg_dump" in missing.err
        monkeypatch.setenv("PATH", f"{postgres_server.programs}{os.pathsep}/usr/bin")
        said = motcua("backup", backup)
        assert said.code == 0, said.err
        with opened(database_url) as database:
            found = sql(database, "SELECT count(*) FROM pg_database WHERE datname LIKE '%check%'")
            assert found == [(0,)], "what the archive was tried in is gone"
            sql(database, "UPDATE journal SET actor = 'forged'")
        refused = motcua("restore", backup)
        assert refused.code == 2
        assert "--force" in refused.err
        with opened(database_url) as _held, _held.reading() as unit:
            unit.audit.count()
            in_use = motcua("restore", backup)
            assert "Expected nobody to use the database" in in_use.err
        assert motcua("restore", backup, "--force").code == 0
        assert motcua("journal", "verify").code == 0
        Path(backup).write_bytes(Path(backup).read_bytes()[:2000])
        assert motcua("restore", backup, "--force").code == 1
        assert motcua("journal", "verify").code == 0


@pytest.mark.postgres
def test_what_is_in_an_archive_of_postgresql_is_verified_and_not_only_the_original(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{postgres_server.programs}{os.pathsep}/usr/bin")
    write = PostgresqlBackups.write

    def forged(backups: PostgresqlBackups, file: Path) -> None:
        with opened(database_url) as database:
            (actor,) = sql(database, "SELECT DISTINCT actor FROM journal")[0]
            sql(database, "UPDATE journal SET actor = 'forged'")
            write(backups, file)
            change(database, "UPDATE journal SET actor = ?", actor)

    with postgres_server.database() as database_url:
        monkeypatch.setenv("MOTCUA_DATABASE_URL", database_url)
        with offices.shipped_office(tmp_path, database_url) as (at_work, _):
            offices.receive(at_work, "a")
        monkeypatch.setattr(PostgresqlBackups, "write", forged)
        said = motcua("backup", str(tmp_path / "backup"))
        assert said.code == 1
        assert "Expected whole journals" in said.err
        assert motcua("journal", "verify").code == 0
    assert not (tmp_path / "backup").exists()


def diagnoses(*, sample: str = "100") -> dict[str, list[str]]:
    said = motcua("doctor", "--json", "--sample", sample)
    found: dict[str, list[str]] = {"fine": [], "warning": [], "problem": []}
    for each in said.json["diagnoses"]:
        found[each["level"]].append(each["finding"])
        assert (each["level"] == "fine") is (each["advice"] == ""), each
    assert said.code == (1 if found["problem"] else 0)
    return found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office that asks for hardly any room on the disk, and whose Prefect does not run."""
    monkeypatch.setenv("MOTCUA_PREFECT_PORT", "1")
    monkeypatch.setattr("engine.services.doctor._GIGABYTE", 1)


@pytest.mark.usefixtures("small")
def test_a_healthy_office_has_one_warning_prefect(office: Office) -> None:
    found = diagnoses()
    assert found["problem"] == []
    assert [each[:27] for each in found["warning"]] == ["Prefect does not answer at "]
    assert any(each.startswith("SQLite 3.") for each in found["fine"])
    shown = motcua("doctor")
    assert "✓ No outside effect was given up\n" in shown.out
    assert "  → Start it, with “motcua serve”" in shown.out


@pytest.mark.usefixtures("small")
def test_the_doctor_finds_what_waits_and_what_is_wrong(office: Office) -> None:
    past = SettableClock(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    with open_office(Settings(home=office.home), clock=past) as at_work:
        codes = [offices.receive(at_work, f"{number}") for number in range(6)]
    with opened(url(office)) as database:
        change(database, "UPDATE journal SET actor = 'forged' WHERE dossier = ?", codes[0])
        change(database, "UPDATE work_item SET unit = 'H99.gone' WHERE dossier = ?", codes[1])
        change(database, "UPDATE work_item SET position = 'nobody' WHERE dossier = ?", codes[2])
        change(
            database,
            "UPDATE work_item SET status = 'cancelled', ended_at = 1 WHERE dossier = ?",
            codes[3],
        )
        change(database, "UPDATE clock SET fires_at = NULL WHERE dossier = ?", codes[3])
        sql(
            database,
            "INSERT INTO outbox (kind, key, payload, created_at, available_at, dead)"
            " VALUES ('notice', 'k', '{}', 0, 0, 1)",
        )
    found = diagnoses()
    said = "\n".join(found["problem"])
    assert "Clocks should have fired 15 minutes ago and more" in said
    assert f"Nothing can move these dossiers on: {codes[3]}" in said
    assert "Work items lie at closed units: H99.gone (1)" in said
    assert f"{codes[0]}" in said.split("Somebody changed the journals of ")[1]
    warned = "\n".join(found["warning"])
    assert "1 outside effects were given up" in warned
    assert "Nobody holds positions with work" in warned


@pytest.mark.usefixtures("small")
def test_a_clock_behind_the_journals_is_a_problem(office: Office) -> None:
    future = SettableClock(datetime(2027, 3, 1, 3, 0, tzinfo=UTC))
    with open_office(Settings(home=office.home), clock=future) as at_work:
        offices.receive(at_work, "a")
    assert any(
        each.startswith("The last journal entry is of 2027-03-01T03:00:00")
        for each in diagnoses()["problem"]
    )


def test_a_disk_that_runs_full_and_missing_tables_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    full = shutil.disk_usage(tmp_path)._replace(free=10**6)
    monkeypatch.setattr("engine.services.doctor.shutil.disk_usage", lambda _: full)
    found = diagnoses()
    assert [each[:16] for each in found["problem"]] == ["0.0 GB free on t", "The database has"]
