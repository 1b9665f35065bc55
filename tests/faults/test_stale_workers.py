"""A worker sleeps past its lease and wakes when another has taken over: what it did no longer counts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.core.lifecycle import ItemStatus
from engine.services import automation, dossiers
from engine.services.automation import LEASE, Performed
from engine.services.office import Office
from engine.store.outbox import OutboxEntry
from tests.support import handling, offices
from tests.support.offices import RECEPTION
from tests.support.wholeness import check_dossiers

ROOT = Path(__file__).parents[2]


def at_the_step(office: Office) -> str:
    code = handling.receive_of(office, "1.014464", "r")
    handling.move_to(office, code, "notify")
    return code


def node(office: Office, code: str) -> str:
    (token,) = dossiers.show(office, code, RECEPTION).dossier.tokens
    return token.node


def claim(office: Office, holder: str) -> OutboxEntry:
    (entry,) = automation.claim_outbox(office, kinds=("automatic_step",), holder=holder)
    return entry


def times_completed(office: Office, code: str) -> int:
    with office.database.reading() as uow:
        whole = uow.dossiers.find_whole(code)
        events = [each.event for each in uow.journal.entries(code) if each.actor == "system"]
    assert whole is not None
    assert not [each for each in whole.items.values() if each.status is ItemStatus.CANCELLED]
    return [type(event).__name__ for event in events].count("WorkItemCompleted")


@pytest.mark.parametrize("settled_first", [True, False])
def test_a_worker_stopped_past_its_lease_is_fenced_when_it_wakes(
    settled_first: bool, tmp_path: Path, database_url: str
) -> None:
    with offices.shipped_office(tmp_path, database_url) as (office, clock):
        code = at_the_step(office)
        command = [sys.executable, "-m", "tests.support.sleepy_worker", str(tmp_path), database_url]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as worker:
            assert worker.stdin is not None
            assert worker.stdout is not None
            assert worker.stdout.readline() == "acting\n"
            os.kill(worker.pid, signal.SIGSTOP)
            clock.advance(LEASE + timedelta(seconds=1))
            second = claim(office, "second")
            if settled_first:
                assert automation.settle(office, second, Performed())
            os.kill(worker.pid, signal.SIGCONT)
            worker.stdin.write("go on\n")
            worker.stdin.flush()
            assert worker.stdout.readline() == "settled False\n"
        if not settled_first:
            assert node(office, code) == "notify", "nothing of the first worker's counts"
            assert automation.settle(office, second, Performed())
        assert node(office, code) == "return"
        assert times_completed(office, code) == 1
        check_dossiers(office.database)


@pytest.mark.parametrize("gives_up", ["settle", "fail"])
def test_a_lease_lost_just_before_the_transaction_stops_it(
    gives_up: str, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with offices.shipped_office(tmp_path, database_url) as (office, clock):
        code = at_the_step(office)
        entry = claim(office, "first")
        write = office.database.write

        def overtaken(work: Callable[[Any], Any]) -> Any:
            monkeypatch.setattr(office.database, "write", write)
            clock.advance(LEASE + timedelta(seconds=1))
            claim(office, "second")
            return write(work)

        monkeypatch.setattr(office.database, "write", overtaken)
        if gives_up == "settle":
            assert not automation.settle(office, entry, Performed())
        else:
            assert not automation.fail(office, entry, KeyError(), retryable=False)
        assert node(office, code) == "notify"
        assert dossiers.show(office, code, RECEPTION).dossier.alerts == {}
