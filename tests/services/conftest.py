"""An office with everything shipped published, on either database, its clock standing still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.clock import SettableClock
from engine.services.office import Office
from tests.support import offices

Opened = tuple[Office, SettableClock]


@pytest.fixture
def opened(tmp_path: Path, database_url: str) -> Iterator[Opened]:
    with offices.shipped_office(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
def office(opened: Opened) -> Office:
    return opened[0]


@pytest.fixture
def clock(opened: Opened) -> SettableClock:
    return opened[1]
