"""The stories of ``tests.chaos``: each does the worst many times, checks, and returns its figures."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.store.database import Database
from tests.support.barrier_races import race
from tests.support.crash_images import tear_logs
from tests.support.disagreeing_clocks import disagree
from tests.support.kill_loop import kill_again_and_again
from tests.support.postgres import running_server
from tests.support.restarts import work_through_restarts
from tests.support.unheard_commits import lose_commits

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Chosen:
    """What a run is to do: ``times`` is how many kills, commands or images."""

    home: Path
    database: str
    chance: random.Random
    times: int

    @contextmanager
    def url(self) -> Iterator[str]:
        """Give the URL of a new database with the tables, on a server that loses nothing."""
        if self.database == SQLITE:
            url = f"sqlite:///{self.home / 'motcua.db'}"
            fresh = Database(url)
            fresh.upgrade()
            fresh.close()
            yield url
        else:
            with running_server(durable=True) as server, server.database() as url:
                yield url


@dataclass(frozen=True)
class Story:
    """How a story is run, on which databases, and how often where nothing else is asked."""

    run: Callable[[Chosen], str]
    times: int
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)


def progress(done: object) -> None:
    """Say how far a story is, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}\033[K")


def kills(chosen: Chosen) -> str:
    with chosen.url() as url:
        return str(kill_again_and_again(chosen.home, url, chosen.chance, chosen.times, progress))


def replies(chosen: Chosen) -> str:
    with chosen.url() as url:
        proxy = lose_commits(chosen.home, url, chosen.chance, chosen.times)
    lost = proxy.lost
    return (
        f"{chosen.times} commands, {lost['request']} commits and {lost['reply']} replies to commits"
        " lost on the way, 0 commands lost, 0 done twice"
    )


def restarts(chosen: Chosen) -> str:
    with running_server(durable=True) as server, server.database() as url:
        return str(
            work_through_restarts(chosen.home, server, url, chosen.chance, dossiers=chosen.times)
        )


def images(chosen: Chosen) -> str:
    return str(tear_logs(chosen.home, chosen.chance, chosen.times, progress))


def races(chosen: Chosen) -> str:
    with chosen.url() as url:
        return str(race(chosen.home, url, chosen.times))


def clocks(chosen: Chosen) -> str:
    with chosen.url() as url:
        return str(disagree(chosen.home, url, chosen.chance, count=60, rounds=chosen.times))


STORIES = {
    "kills": Story(kills, 1_000),
    "replies": Story(replies, 500, (POSTGRESQL,)),
    "races": Story(races, 100),
    "clocks": Story(clocks, 200),
    "images": Story(images, 700, (SQLITE,)),
    "restarts": Story(restarts, 5_000, (POSTGRESQL,)),
}
