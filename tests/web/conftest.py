"""The office the console shows in these tests: what is shipped, on SQLite, on a Monday morning."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.services.office import Office
from engine.settings import Settings
from tests.support import offices


@pytest.fixture(scope="session")
def published(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with everything that is shipped published in it, to copy."""
    home = tmp_path_factory.mktemp("published")
    path = home / "motcua.db"
    shutil.copyfile(sqlite_template, path)
    with offices.shipped_office(home, f"sqlite:///{path}"):
        pass
    return path


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(offices.MONDAY)


@pytest.fixture
def office(published: Path, tmp_path: Path, clock: SettableClock) -> Iterator[Office]:
    path = tmp_path / "motcua.db"
    shutil.copyfile(published, path)
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{path}")
    with open_office(settings, clock=clock) as office:
        yield office
