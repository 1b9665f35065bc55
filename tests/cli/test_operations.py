"""What operators and supervisors type: the database, accounts, alerts, the demonstration."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.services import access
from engine.services.demonstration.filling import fill
from engine.settings import Settings
from tests.support.command_line import Office, motcua, rows


def test_a_new_database_says_that_it_needs_its_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    refused = motcua("inbox", "mai_le")
    assert refused.code == 2
    assert "motcua db upgrade" in refused.err
    assert motcua("db", "status").code == 1
    assert motcua("db", "upgrade").out == "The database is up to date\n"
    assert motcua("db", "status").code == 0
    unpublished = motcua("inbox", "mai_le")
    assert unpublished.code == 1
    assert "motcua publish" in unpublished.err


def test_wrong_settings_are_named_without_their_values(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_PORT", "s3cret")
    said = motcua("db", "status")
    assert said.code == 2
    assert "MOTCUA_PORT" in said.err
    assert "s3cret" not in said.err


def test_a_password_is_read_from_standard_input(office: Office) -> None:
    said = motcua("password", "mai_le", typed="correct horse battery\n")
    assert said.code == 0, said.err
    assert "horse" not in said.out + said.err
    with open_office(Settings(home=office.home)) as opened:
        access.sign_in(opened, "mai_le", "correct horse battery")
    assert motcua("password", "mai_le", typed="").code == 2
    assert motcua("password", "nobody", typed="x\n").code == 1


def test_draining_does_what_is_due(office: Office) -> None:
    said = motcua("drain", "--local")
    assert said.out == "Alerts raised: 0; effects carried out: 0; put off: 0\n"
    assert motcua("drain").code == 2


def test_a_worker_needs_the_address_of_prefect(office: Office) -> None:
    said = motcua("worker")
    assert said.code == 2
    assert "MOTCUA_PREFECT_API_URL" in said.err


def test_a_demonstration_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    first = motcua("demo", "--dossiers", "8", "--seed", "5")
    assert first.code == 0, first.err
    assert "ngoc_vu\tVũ Bích Ngọc\tReception at the provincial service centre" in first.out
    assert "motcua-demo" in first.out
    made = rows(Office(tmp_path))
    assert made["dossier"] == 8 + 5, "one more for each advertised account that works on dossiers"

    second = motcua("demo", "--dossiers", "8", "--seed", "5")
    assert second.code == 0, second.err
    assert "stays as it is" in second.err
    assert rows(Office(tmp_path)) == made


def test_an_alert_is_acknowledged_once(office: Office) -> None:
    with open_office(Settings(home=office.home)) as opened:
        fill(opened, dossiers=60, seed=7, until=datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    raised = [
        each
        for each in motcua("alerts", "lan_nguyen", "--limit", "100", "--json").json["alerts"]
        if each["status"] == "raised"
    ]
    assert raised
    alert = (raised[0]["dossier"], str(raised[0]["number"]))
    done = motcua("acknowledge", *alert, "--officer", "lan_nguyen", "--reason", "Giao người khác")
    assert done.code == 0, done.err
    assert motcua("acknowledge", *alert, "--officer", "lan_nguyen", "--reason", "Lại").code == 1
    lines = motcua("alerts", "lan_nguyen", "--limit", "100").out.splitlines()
    assert any(line.startswith("\t".join(alert)) and "Nguyễn Thị Lan" in line for line in lines)


def test_what_was_given_up_is_listed_for_administrators_only(office: Office) -> None:
    assert motcua("outbox", "list", "--officer", "mai_le", "--json").out.strip().endswith("}")
    assert motcua("outbox", "list", "--officer", "nghia_cao").code == 1
    assert '"dossiers"' in motcua("stuck", "list", "--officer", "mai_le", "--json").out
    assert motcua("stuck", "list", "--officer", "nghia_cao").code == 1
    assert motcua("stuck", "requeue", "H99", "1", "--officer", "mai_le").code == 1
    assert motcua("outbox", "requeue", "999", "--officer", "mai_le").code == 1
