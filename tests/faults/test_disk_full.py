"""The disk is full: nothing more is written, everything can be read, and work goes on once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from engine.errors import StoreError
from engine.services import dossiers
from engine.services.inbox import open_inbox
from engine.services.office import Office
from engine.store.database import Database
from tests.support import handling, offices
from tests.support.databases import sql
from tests.support.offices import RECEPTION
from tests.support.wholeness import check_dossiers, check_file


def until_full(office: Office) -> tuple[list[str], str]:
    """Receive dossiers until the disk is full; return their codes, and the id of the refused command."""
    codes: list[str] = []
    for number in range(5_000):
        try:
            codes.append(offices.receive(office, f"{number}"))
        except StoreError as error:
            if "the disk is full" not in str(error):
                raise
            return codes, f"{number}"
    raise AssertionError("never full")


def withdraw_all(office: Office, codes: list[str]) -> None:
    for code in codes:
        dossiers.withdraw(office, code, "Công dân rút " * 100, RECEPTION, f"{code}:full")


def check_readable(office: Office, codes: list[str]) -> None:
    assert open_inbox(office, RECEPTION, "mine").counts
    assert dossiers.show(office, codes[-1], RECEPTION).dossier.code == codes[-1]
    assert sorted(row[0] for row in sql(office.database, "SELECT code FROM dossier")) == codes


def test_a_full_database_can_be_read_and_goes_on_by_itself(tmp_path: Path, sqlite_url: str) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, _):
        codes = [offices.receive(office, "first")]
        with limited(office.database, 20):
            more, refused = until_full(office)
            codes += more
            with pytest.raises(StoreError, match="the disk is full"):
                withdraw_all(office, codes)
            check_readable(office, codes)
            assert offices.receive(office, "first") == codes[0], "what was done is still answered"
        codes.append(offices.receive(office, refused))
        handling.move_on(office, codes[-1], "on")
        check_dossiers(office.database)
        check_file(office.database)


@contextmanager
def limited(database: Database, pages: int) -> Iterator[None]:
    """Let the database have so many pages more, and no others."""
    most = int(sql(database, "PRAGMA page_count")[0][0]) + pages

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most}")

    def lift(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")

    event.listen(database._engine, "begin", limit)
    try:
        yield
    finally:
        event.remove(database._engine, "begin", limit)
        event.listen(database._engine, "begin", lift)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk, and not everywhere")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_needs_nobody(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'motcua.db'}"
    fresh = Database(url)
    fresh.upgrade()
    fresh.close()
    with offices.shipped_office(small_disk, url) as (office, _):
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(1_500_000))
        codes, refused = until_full(office)
        check_readable(office, sorted(codes))
        ballast.unlink()
        codes.append(offices.receive(office, refused))
        check_dossiers(office.database)
        check_file(office.database)
