"""What is told outside is down for days, or slow: nothing is lost, clerks go on, and the newest comes last."""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import AutomaticStepError
from engine.messages import message
from engine.services import clocks, dead_letters, dossiers, notices
from engine.services.draining import drain_outbox
from engine.services.office import Office
from engine.store.outbox import OutboxEntry
from tests.support import offices
from tests.support.databases import sql
from tests.support.offices import ADMINISTRATOR, RECEPTION
from tests.support.wholeness import check_dossiers

DOWN = AutomaticStepError(message("down"), retryable=True)


class Outside:
    """A receiver of notices that can be taken down; it remembers what it was told of each dossier."""

    def __init__(self) -> None:
        self.down = True
        self.calls = 0
        self.told: dict[str, list[str]] = defaultdict(list)

    def __call__(self, _: Office, entry: OutboxEntry) -> None:
        self.calls += 1
        if self.down:
            raise DOWN
        self.told[entry.dossier].append(entry.key)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    there = Outside()
    monkeypatch.setattr(notices, "channels", lambda _: {"outside": there})
    return there


def waiting(office: Office) -> dict[str, list[str]]:
    """Return the keys of the notices that wait, in the order of each dossier."""
    rows = sql(office.database, "SELECT dossier, key FROM outbox WHERE kind = 'notice' ORDER BY id")
    found: dict[str, list[str]] = defaultdict(list)
    for dossier, key in rows:
        found[dossier].append(key)
    return found


def test_two_days_of_outage_lose_nothing_while_clerks_go_on(
    tmp_path: Path, database_url: str, outside: Outside
) -> None:
    with offices.shipped_office(tmp_path, database_url) as (office, clock):
        codes = [offices.receive(office, f"first{number}") for number in range(4)]
        clock.advance(timedelta(days=20))
        clocks.fire_due_clocks(office)
        for hour in range(48):
            drain_outbox(office, "h")
            clock.advance(timedelta(hours=1))
            if hour % 12 == 0:
                codes.append(offices.receive(office, f"r{hour}"))
                clocks.fire_due_clocks(office)
        # Tried again ever more slowly, and then given up with somebody to see it: not hammered.
        assert outside.calls < 48 * len(codes)
        expected = waiting(office)
        assert set(codes[:4]) <= set(expected)
        outside.down = False
        for letter in dead_letters.list_dead_letters(office, ADMINISTRATOR):
            dead_letters.requeue(office, letter.entry.id, ADMINISTRATOR, f"again{letter.entry.id}")
        for number in range(6):
            offices.receive(office, f"meanwhile{number}")
            clock.advance(timedelta(hours=1))
            drain_outbox(office, "h")
        assert waiting(office) == {}
        for code, keys in expected.items():
            assert outside.told[code][: len(keys)] == keys, "in the order of the dossier"
        assert dead_letters.list_dead_letters(office, ADMINISTRATOR) == ()
        check_dossiers(office.database)


def test_clerks_do_not_wait_for_a_receiver_that_is_slow(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, answered = threading.Event(), threading.Event()

    def slow(_: Office, __: OutboxEntry) -> None:
        reached.set()
        assert answered.wait(60)

    monkeypatch.setattr(notices, "channels", lambda _: {"slow": slow})
    with offices.shipped_office(tmp_path, database_url) as (office, clock):
        code = offices.receive(office, "r")
        clock.advance(timedelta(days=20))
        clocks.fire_due_clocks(office)
        worker = threading.Thread(target=drain_outbox, args=(office, "slow"))
        worker.start()
        try:
            assert reached.wait(60)
            # The receiver has not answered yet; everything else goes on.
            dossiers.release(office, code, 1, RECEPTION, "free")
            dossiers.claim(office, code, 1, RECEPTION, "take")
            other = offices.receive(office, "other")
            assert dossiers.show(office, other, RECEPTION).dossier.code == other
            assert not answered.is_set()
        finally:
            answered.set()
            worker.join()
        assert waiting(office) == {}
        check_dossiers(office.database)
