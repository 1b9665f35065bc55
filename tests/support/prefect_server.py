"""A real Prefect server for tests, started on a copy of an already migrated database.

Migrating an empty database takes about seven seconds, and the result is the same each time, so it
is done once per Prefect version and kept in pytest's cache.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from engine.settings import Settings
from flows.server import PrefectServer

T = TypeVar("T")

TEST_DEPLOYMENTS = Path(__file__).with_name("prefect_flows.yaml")


def migrated_template(cache: Path) -> Path:
    """Return a Prefect database without content, migrating one if ``cache`` has none yet."""
    template = cache / f"prefect-{version('prefect')}.db"
    if not template.exists():
        with tempfile.TemporaryDirectory(dir=cache) as home:
            with PrefectServer(Settings(home=Path(home), prefect_port=0)):
                pass
            database = Path(home) / "prefect" / "prefect.db"
            with sqlite3.connect(database) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            database.replace(template)
    return template


def a_prefect_server(home: Path, template: Path) -> PrefectServer:
    """Return a server, not yet started, that lives in ``home`` on any free port."""
    folder = home / "prefect"
    folder.mkdir(parents=True)
    shutil.copy(template, folder / "prefect.db")
    return PrefectServer(Settings(home=home, prefect_port=0))


async def eventually(
    look: Callable[[], Awaitable[T]], *, within: float, what: str, every: float = 0.2
) -> T:
    """Return what ``look`` finds as soon as it finds something; fail after ``within`` seconds."""
    try:
        async with asyncio.timeout(within):
            while not (found := await look()):
                await asyncio.sleep(every)
            return found
    except TimeoutError:
        raise AssertionError(
            f"Expected {what} within {within} seconds, but it never came"
        ) from None
