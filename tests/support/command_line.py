"""The command line as somebody types it: in this process, or as a program of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from engine.bootstrap import open_office
from engine.cli.app import app
from engine.services import publishing
from engine.settings import Settings, shipped

__all__ = ["Office", "office", "published_template"]


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON it printed."""
        return json.loads(self.out)


def motcua(*arguments: str, typed: str = "", lang: str = "en") -> Said:
    """Run a command in this process."""
    result = CliRunner().invoke(app, [*arguments, "--lang", lang], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def python(code: str, cwd: Path) -> Said:
    """Run Python code as a program of its own."""
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True)
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def published_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file in which everything shipped is published."""
    home = tmp_path_factory.mktemp("published")
    with open_office(Settings(home=home, database_url=None), upgrade=True) as office:
        publishing.publish(office, [shipped("procedure_specs")], "mai_le")
    return home / "motcua.db"


@dataclass(frozen=True)
class Office:
    """The folder of an office that commands find through the environment."""

    home: Path


@pytest.fixture
def office(published_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office in which everything shipped is published, found by every command of the test."""
    home = tmp_path / "office"
    home.mkdir()
    shutil.copyfile(published_template, home / "motcua.db")
    monkeypatch.setenv("MOTCUA_HOME", str(home))
    monkeypatch.delenv("MOTCUA_DATABASE_URL", raising=False)
    return Office(home)


def rows(office: Office) -> dict[str, int]:
    """Return how many rows the tables that commands write to have."""
    from tests.support.offices import row_counts

    with open_office(Settings(home=office.home)) as opened:
        return row_counts(opened)
