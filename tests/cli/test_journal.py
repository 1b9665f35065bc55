"""What an auditor types: the journals verified, and held against a checkpoint kept elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.services.demonstration.filling import fill
from engine.settings import Settings
from tests.support import offices
from tests.support.command_line import Office, motcua
from tests.support.databases import opened, sql


@pytest.fixture
def busy(office: Office) -> Office:
    """An office with some dossiers."""
    with open_office(Settings(home=office.home)) as opened:
        fill(opened, dossiers=12, seed=7, until=datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    return office


def tamper(office: Office, statement: str, *values: str) -> None:
    with opened(f"sqlite:///{office.home / 'motcua.db'}") as database:
        sql(database, "PRAGMA foreign_keys=OFF")
        sql(database, statement.format(*(f"'{value}'" for value in values)))


def a_code(office: Office) -> str:
    with opened(f"sqlite:///{office.home / 'motcua.db'}") as database:
        return str(sql(database, "SELECT code FROM dossier ORDER BY code LIMIT 1 OFFSET 5")[0][0])


def test_whole_journals_are_verified(busy: Office) -> None:
    said = motcua("journal", "verify")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("Verified 17 dossiers with ")
    one = motcua("journal", "verify", a_code(busy))
    assert (one.code, one.out) == (0, "")
    assert one.err.startswith("Verified 1 dossiers with ")


def test_a_changed_entry_is_told_with_its_place(busy: Office) -> None:
    code = a_code(busy)
    tamper(busy, "UPDATE journal SET actor = 'forged' WHERE dossier = {} AND seq = 1", code)
    said = motcua("journal", "verify")
    assert said.code == 1
    assert said.out == f"{code}: the journal was changed at entry 1\n"
    assert "found 1 changes" in said.err
    assert motcua("journal", "verify", code).code == 1


def test_a_changed_state_is_told_with_its_place(busy: Office) -> None:
    code = a_code(busy)
    tamper(busy, "UPDATE dossier SET due_at = due_at + 1 WHERE code = {}", code)
    said = motcua("journal", "verify")
    assert said.code == 1
    assert said.out == f"{code}: what is stored differs from the journal in dossier due_at\n"


def test_a_changed_text_of_a_procedure_is_told(busy: Office) -> None:
    tamper(busy, "UPDATE publication SET text = text || ' ' WHERE key = '1.001806'")
    said = motcua("journal", "verify")
    assert said.code == 1
    assert said.out == "The published text of procedure 1.001806, version 1, was changed\n"


def test_a_dossier_that_does_not_exist_is_a_finding(busy: Office) -> None:
    said = motcua("journal", "verify", "H99-nothing")
    assert said.code == 1
    assert said.out == "H99-nothing: there is no such dossier\n"


def test_a_checkpoint_shows_what_the_chains_alone_cannot(busy: Office, tmp_path: Path) -> None:
    file, code = tmp_path / "heads", a_code(busy)
    written = motcua("journal", "verify", "--checkpoint", str(file))
    assert written.code == 0, written.err
    assert written.out.endswith(f"digest {json.loads(file.read_text().splitlines()[-1])[0]}\n")
    with open_office(Settings(home=busy.home)) as office:
        offices.receive(office, "later")
    later = motcua("journal", "verify", "--against", str(file))
    assert (later.code, later.out) == (0, ""), later.err

    tamper(busy, "DELETE FROM outbox WHERE dossier = {}", code)
    tamper(busy, "DELETE FROM alert WHERE dossier = {}", code)
    tamper(busy, "DELETE FROM clock WHERE dossier = {}", code)
    tamper(busy, "DELETE FROM work_item WHERE dossier = {}", code)
    tamper(busy, "DELETE FROM journal WHERE dossier = {}", code)
    tamper(busy, "DELETE FROM dossier WHERE code = {}", code)
    assert motcua("journal", "verify").code == 0, "a whole dossier leaves no trace in the chains"
    gone = motcua("journal", "verify", "--against", str(file))
    assert gone.code == 1
    assert gone.out.startswith(f"{code}: entry ")
    assert gone.out.endswith("of the checkpoint is no longer in the journal\n")


@pytest.mark.parametrize("line", [0, 1, 3, -1])
def test_a_checkpoint_that_was_changed_is_refused(busy: Office, tmp_path: Path, line: int) -> None:
    file = tmp_path / "heads"
    motcua("journal", "verify", "--checkpoint", str(file))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[line] = lines[line].replace("1", "2")
    file.write_text("".join(lines), encoding="utf-8")
    said = motcua("journal", "verify", "--against", str(file))
    assert said.code == 2
    assert "Expected an unchanged checkpoint" in said.err


@pytest.mark.parametrize("content", ["", "\n", "[]", '["motcua checkpoint 1"]\n', "{", "\0"])
def test_what_is_no_checkpoint_is_refused(busy: Office, tmp_path: Path, content: str) -> None:
    file = tmp_path / "heads"
    file.write_text(content, encoding="utf-8")
    assert motcua("journal", "verify", "--against", str(file)).code == 2
    assert motcua("journal", "verify", "--against", str(tmp_path / "none")).code == 2


def test_a_checkpoint_holds_all_dossiers(busy: Office, tmp_path: Path) -> None:
    said = motcua("journal", "verify", a_code(busy), "--checkpoint", str(tmp_path / "heads"))
    assert said.code == 2
    nowhere = motcua("journal", "verify", "--checkpoint", str(tmp_path / "no" / "heads"))
    assert nowhere.code == 2
    assert "the disk refused" in nowhere.err
