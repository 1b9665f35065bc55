"""The disk is full: nothing more is written, everything can be read, and work goes on once there is room."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from engine.errors import StoreError
from engine.services import dossiers
from engine.services.inbox import open_inbox
from engine.services.office import Office
from engine.store.database import Database
from tests.support import handling, offices
from tests.support.databases import sql
from tests.support.offices import RECEPTION
from tests.support.supervision import Reader, reader
from tests.support.wholeness import check_dossiers, check_file

REASON = "Công dân rút " * 100


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
        dossiers.withdraw(office, code, REASON, RECEPTION, f"{code}:full")


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


def test_pages_and_api_say_in_words_that_the_disk_is_full(tmp_path: Path, sqlite_url: str) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, _):
        codes = [offices.receive(office, f"{number}") for number in range(40)]
        at_desk = reader(office, RECEPTION)
        token = token_of(at_desk)
        with limited(office.database, 1):
            refused, page = next(_withdrawn_until_full(at_desk, codes))
            assert "ổ đĩa đã đầy" in unescape(page)
            answer = at_desk.client.post(
                f"/api/v1/dossiers/{refused}/withdraw", json={"reason": REASON}, headers=token
            )
            problem = answer.json()
            assert (answer.status_code, problem["code"]) == (507, "disk_full")
            assert "ổ đĩa đã đầy" in problem["detail"]
            for address in ("/inbox", f"/dossiers/{refused}", "/overview"):
                assert at_desk.client.get(address).status_code == 200
            assert at_desk.client.get("/api/v1/inbox", headers=token).status_code == 200
        assert list(_withdrawn_until_full(at_desk, [refused])) == []
        assert dossiers.show(office, refused, RECEPTION).dossier.status == "withdrawn"
        check_dossiers(office.database)


def _withdrawn_until_full(at_desk: Reader, codes: list[str]) -> Iterator[tuple[str, str]]:
    """Withdraw dossiers by their pages; give the code and the page of each that was refused."""
    for code in codes:
        opened = at_desk.open(f"/dossiers/{code}")
        typed = dict(re.findall(r'name="(csrf|form)" value="([^"]*)"', opened))
        typed["withdrawn-reason"] = REASON
        answer = at_desk.client.post(f"/dossiers/{code}/withdraw", data=typed)
        if answer.status_code != 200:
            assert answer.status_code == 507
            yield code, answer.text


def token_of(at_desk: Reader) -> dict[str, str]:
    given = {"officer": RECEPTION, "password": offices.PASSWORD, "name": "test"}
    bearer = at_desk.client.post("/api/v1/tokens", json=given).json()["token"]
    return {"Authorization": f"Bearer {bearer}"}


@contextmanager
def limited(database: Database, pages: int) -> Iterator[None]:
    """Let the database have so many pages more, and no others."""
    most = int(sql(database, "PRAGMA page_count")[0][0]) + pages

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={most}")

    # The limit is the connection's own, so those of before are given up, and those with it afterwards.
    database.close()
    event.listen(database._engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(database._engine, "connect", limit)
        database.close()


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
