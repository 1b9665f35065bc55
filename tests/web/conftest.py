"""The office the console shows in these tests: what is shipped, on SQLite, on a Monday morning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.clock import SettableClock
from engine.services.office import Office
from tests.support import offices

Opened = tuple[Office, SettableClock]


@pytest.fixture
def opened(sqlite_url: str, tmp_path: Path) -> Iterator[Opened]:
    with offices.shipped_office(tmp_path, sqlite_url) as opened:
        yield opened


@pytest.fixture
def office(opened: Opened) -> Office:
    return opened[0]


@pytest.fixture
def clock(opened: Opened) -> SettableClock:
    return opened[1]
