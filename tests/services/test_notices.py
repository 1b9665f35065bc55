"""Notices: each alert is told once in the file, and no notice holds personal data."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core.state import Applicant
from engine.errors import AutomaticStepError
from engine.services import automation, clocks, dossiers
from engine.services.office import Office
from engine.settings import Settings
from tests.support import offices
from tests.support.databases import sql
from tests.support.offices import COMMUNE, DESK, PROCEDURE, RECEPTION

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CANARY = Applicant(
    "Hoàng Yến Canary", "099888777666", "0988777666", "Ngõ Chim Yến 7", "yen@canary.vn"
)


def overdue(office: Office, clock: SettableClock) -> str:
    """Return a dossier of the canary with all its alerts raised."""
    data = {
        "employer_name": "Công ty Canary",
        "employer_address": "Ngõ Chim Yến 8",
        "workers": "20",
        "disabled_workers": "8",
    }
    asked = {
        name: data[name]
        for name in offices.fields_at_reception(offices.procedure_of(office))
        if name in data
    }
    reception = dossiers.Reception(PROCEDURE, DESK, COMMUNE, CANARY, data=asked)
    code = dossiers.receive(office, reception, RECEPTION, "r").dossier
    clock.advance(timedelta(days=40))
    clocks.fire_due_clocks(office)
    return code


def deliver(office: Office) -> int:
    entries = automation.claim_outbox(office, kinds=("notice",), holder="h")
    for entry in entries:
        automation.settle(office, entry, automation.perform(office, entry))
    return len(entries)


def drain(office: Office) -> int:
    """Deliver until nothing is left; notices of one dossier come one after the other."""
    delivered = 0
    while some := deliver(office):
        delivered += some
    return delivered


def test_each_alert_is_told_once_with_code_and_link(office: Office, clock: SettableClock) -> None:
    code = overdue(office, clock)
    assert drain(office) == 6
    lines = [json.loads(line) for line in office.settings.notices_file.read_text().splitlines()]
    # Of each time limit the last alert stands for the others.
    assert sorted(line["alert"] for line in lines) == [3, 6]
    assert all(line["text"].startswith(f"{code}: ") for line in lines)
    assert all(f"/dossiers/{code}" in line["text"] for line in lines)


def test_no_notice_holds_personal_data(office: Office, clock: SettableClock) -> None:
    overdue(office, clock)
    drain(office)
    kept = repr(sql(office.database, "SELECT * FROM outbox"))
    told = office.settings.notices_file.read_text(encoding="utf-8") + kept
    for secret in ("Canary", "Yến", "099888777666", "0988777666", "canary.vn", "Chim"):
        assert secret not in told


def test_of_an_alert_that_was_resolved_nobody_needs_to_hear(
    office: Office, clock: SettableClock
) -> None:
    code = overdue(office, clock)
    dossiers.withdraw(office, code, "Công dân rút", RECEPTION, "w")
    assert drain(office) == 6
    assert not office.settings.notices_file.exists()


def test_a_notices_file_that_cannot_be_written_is_tried_again(
    office: Office, clock: SettableClock
) -> None:
    overdue(office, clock)
    for _ in range(2):
        # Of alerts that a later one stands for nobody is told.
        assert deliver(office) == 1
    office.settings.notices_file.mkdir(parents=True)
    (entry, *_) = automation.claim_outbox(office, kinds=("notice",), holder="h")
    with pytest.raises(AutomaticStepError) as told:
        automation.perform(office, entry)
    assert told.value.retryable
    assert automation.fail(office, entry, told.value)
    office.settings.notices_file.rmdir()
    clock.advance(timedelta(hours=1))
    assert drain(office) == 4


def test_a_mail_server_that_is_away_is_tried_again(
    tmp_path: Path, database_url: str, sqlite_url: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings = Settings(
            home=tmp_path,
            database_url=sqlite_url,
            smtp_host="127.0.0.1",
            smtp_port=taken.getsockname()[1],
        )
        with offices.shipped_office(tmp_path, sqlite_url) as (office, clock):
            overdue(office, clock)
        with open_office(settings, clock=clock) as office:
            outcomes = [
                _outcome(office, e)
                for e in automation.claim_outbox(office, kinds=("notice",), holder="h")
            ]
    assert set(outcomes) <= {"told", "retry"}


def _outcome(office: Office, entry: automation.OutboxEntry) -> str:
    try:
        automation.perform(office, entry)
    except AutomaticStepError as error:
        return "retry" if error.retryable else "bury"
    return "told"
