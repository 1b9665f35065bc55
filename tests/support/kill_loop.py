"""Kills offices at work again and again, and checks each time that nothing acknowledged was lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

from engine.store.database import Database
from tests.support import offices
from tests.support.databases import opened, sql
from tests.support.wholeness import check_dossiers, check_effects, check_file

ROOT = Path(__file__).parents[2]
CLERKS = 3
_FILE_CHECKED_EVERY = 50


@dataclass
class Killed:
    """What a loop of kills came to; ``unheard`` commands were done but not acknowledged any more."""

    kills: int = 0
    acknowledged: int = 0
    unheard: int = 0
    entries: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} commands acknowledged, 0 of them lost,"
            f" {self.unheard} done but not acknowledged any more, {self.entries} journal entries"
            " verified and folded"
        )


@dataclass
class _Nursery:
    process: subprocess.Popen[str]
    said: Queue[str] = field(default_factory=Queue)

    def __post_init__(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.said.put(line.strip())

    def let_work(self, name: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()

    def kill_one(self, seconds: float) -> set[str]:
        """Let an office work from its first command on for some time, kill it, return what it said."""
        pid, done = 0, set()
        while not (pid and done):
            word, _, rest = self.said.get(timeout=120).partition(" ")
            pid = int(rest) if word == "born" else pid
            done |= {rest} if word == "done" else set()
        time.sleep(seconds)  # the instant of death is the point of this test
        os.kill(pid, signal.SIGKILL)
        while (line := self.said.get(timeout=120)) != "gone":
            done.add(line.partition(" ")[2])
        return done


def kill_again_and_again(
    home: Path,
    url: str,
    chance: random.Random,
    kills: int,
    told: Callable[[Killed], None] = lambda _: None,
) -> Killed:
    """Kill ``kills`` offices at random instants and check the database after each.

    Args:
        told: called after each kill with the count so far.
    """
    with offices.shipped_office(home, url):
        pass
    result = Killed()
    command = [sys.executable, "-m", "tests.support.crash_nursery", str(home), url, str(CLERKS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        nursery = _Nursery(process)
        for number in range(1, kills + 1):
            nursery.let_work(f"office{number}")
            done = nursery.kill_one(chance.uniform(0.01, 0.25))
            with opened(url) as database:
                result.unheard += _check(database, f"office{number}", done)
                if number % _FILE_CHECKED_EVERY == 0:
                    check_file(database)
            result.kills = number
            result.acknowledged += len(done)
            told(result)
        assert process.stdin is not None
        process.stdin.close()
    assert process.returncode == 0
    with opened(url) as database:
        check_file(database)
        check_effects(database)
        result.entries = check_dossiers(database)
    return result


def _check(database: Database, name: str, acknowledged: set[str]) -> int:
    """Check what a killed office left behind, and return how many commands nobody heard of."""
    rows = sql(
        database,
        f"SELECT command_id, dossier FROM journal WHERE command_id LIKE '{name}.%'",  # noqa: S608
    )
    kept = {row[0] for row in rows}
    assert acknowledged <= kept
    # At most the last command of each clerk was done and could not be acknowledged any more.
    assert len(kept - acknowledged) <= CLERKS
    check_dossiers(database, sorted({row[1] for row in rows}))
    return len(kept - acknowledged)
