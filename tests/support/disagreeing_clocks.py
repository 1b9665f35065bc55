"""Several workers on one database whose clocks jump and never agree: due dates stay, alerts come once."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.core.state import Dossier
from engine.services.draining import drain_outbox
from engine.services.office import Office
from tests.support import offices
from tests.support.databases import sql
from tests.support.skewed_worker import JUMPS, RIGHT
from tests.support.wholeness import check_dossiers

ROOT = Path(__file__).parents[2]
WORKERS = 3


@dataclass(frozen=True)
class Disagreed:
    """What workers with wrong clocks did; ``early`` alerts came before their instant by the right time."""

    dossiers: int
    rounds: int
    alerts: int
    early: int
    told_again: int

    def __str__(self) -> str:
        return (
            f"{self.dossiers} dossiers, {WORKERS} workers with {self.rounds} jumps of their clocks each;"
            f" {self.alerts} alerts, each raised once, {self.early} of them by clocks ahead;"
            f" 0 due dates moved, {self.told_again} notices delivered a second time"
        )


def disagree(home: Path, url: str, chance: random.Random, count: int, rounds: int) -> Disagreed:
    """Let workers with wrong clocks sweep and deliver at once, and check what came of it."""
    with offices.shipped_office(home, url) as (office, clock):
        codes = [offices.receive(office, f"{number}") for number in range(count)]
        before = {code: _due(office, code) for code in codes}
        instants = {code: _rungs(office, code) for code in codes}
        seeds = [str(chance.randrange(2**32)) for _ in range(WORKERS)]
        command = [sys.executable, "-m", "tests.support.skewed_worker", str(home), url]
        workers = [subprocess.Popen([*command, seed, str(rounds)], cwd=ROOT) for seed in seeds]
        assert [worker.wait(600) for worker in workers] == [0] * WORKERS
        # Leases taken by clocks ahead run out; then nothing is left to tell.
        clock.set(RIGHT + 2 * max(JUMPS))
        drain_outbox(office, "right")
        assert {code: _due(office, code) for code in codes} == before
        check_dossiers(office.database)
        assert sql(office.database, "SELECT count(*) FROM outbox WHERE kind = 'notice'") == [(0,)]
        return _told(office, codes, instants, rounds)


def _told(
    office: Office,
    codes: list[str],
    instants: dict[str, dict[tuple[int, str], datetime]],
    rounds: int,
) -> Disagreed:
    alerts = early = 0
    for code in codes:
        for alert in _whole(office, code).alerts.values():
            at = instants[code][alert.clock, alert.rung]
            assert alert.raised_at >= at, "before its instant even by the clock that raised it"
            alerts, early = alerts + 1, early + (at > RIGHT)
    lines = office.settings.notices_file.read_text(encoding="utf-8").splitlines()
    keys = Counter(json.loads(line)["key"] for line in lines)
    return Disagreed(len(codes), rounds, alerts, early, sum(keys.values()) - len(keys))


def _whole(office: Office, code: str) -> Dossier:
    with office.database.reading() as uow:
        found = uow.dossiers.find_whole(code)
    assert found is not None
    return found


def _due(office: Office, code: str) -> list[tuple[int, datetime | None]]:
    return [(each.number, each.due_at) for each in _whole(office, code).clocks.values()]


def _rungs(office: Office, code: str) -> dict[tuple[int, str], datetime]:
    clocks = _whole(office, code).clocks.values()
    return {(clock.number, rung.name): rung.at for clock in clocks for rung in clock.rungs}
