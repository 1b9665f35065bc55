"""Clerks that are killed at any instant: what was acknowledged is kept, and nothing is half done.

MOTCUA_KILLS says how often; MOTCUA_SEED replays the instants.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Queue

from engine.core.evolve import fold
from engine.store.database import Database
from tests.support import offices
from tests.support.databases import opened, sql
from tests.support.seeds import seeded_random

KILLS = int(os.environ.get("MOTCUA_KILLS", "10"))
ROOT = Path(__file__).parents[2]


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, sqlite_url: str) -> None:
    chance = seeded_random()
    with offices.shipped_office(tmp_path, sqlite_url):
        pass
    command = [sys.executable, "-m", "tests.support.crash_nursery", str(tmp_path), sqlite_url]
    acknowledged: set[str] = set()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        said: Queue[str] = Queue()
        threading.Thread(
            target=lambda: [said.put(line.strip()) for line in nursery.stdout or ()]
        ).start()
        for number in range(KILLS):
            nursery.stdin.write(f"clerk{number}\n")
            nursery.stdin.flush()
            acknowledged |= _kill_one(said, chance.uniform(0.01, 0.25))
            with opened(sqlite_url) as database:
                _check(database, acknowledged)
        nursery.stdin.close()
    assert nursery.returncode == 0
    assert len(acknowledged) > KILLS


def _kill_one(said: Queue[str], seconds: float) -> set[str]:
    """Let a clerk work from its first command on for some time, kill it, and return what it said."""
    pid, done = 0, set()
    while not (pid and done):
        word, _, rest = said.get(timeout=60).partition(" ")
        pid = int(rest) if word == "born" else pid
        done |= {rest} if word == "done" else set()
    time.sleep(seconds)  # the instant of death is the point of this test
    os.kill(pid, signal.SIGKILL)
    while (line := said.get(timeout=60)) != "gone":
        done.add(line.partition(" ")[2])
    return done


def _check(database: Database, acknowledged: set[str]) -> None:
    kept = {row[0] for row in sql(database, "SELECT DISTINCT command_id FROM journal")}
    assert acknowledged <= kept
    # At most the last command of each killed clerk was done and could not be acknowledged any more.
    assert len(kept - acknowledged) <= KILLS
    assert sql(database, "PRAGMA integrity_check") == [("ok",)]
    with database.reading() as uow:
        for (code,) in sql(database, "SELECT code FROM dossier"):
            assert uow.journal.verify(code) == []
            entries = uow.journal.entries(code)
            assert fold(entry.event for entry in entries) == uow.dossiers.find_whole(code)
