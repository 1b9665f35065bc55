"""An office with everything shipped published, on either database, its clock standing still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import offices
from tests.support.opened import *  # noqa: F403 - the module says what it offers
from tests.support.opened import Opened


@pytest.fixture
def opened(tmp_path: Path, database_url: str) -> Iterator[Opened]:
    with offices.shipped_office(tmp_path, database_url) as opened:
        yield opened
