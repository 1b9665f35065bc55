"""Runs the commands of ```` ```console ```` blocks and compares what they say."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

import engine.bootstrap
from engine.clock import SettableClock
from tests.support.pages import Block


@dataclass(frozen=True)
class Exchange:
    """A command of a page and the lines the page says it prints."""

    command: str
    said: tuple[str, ...]


def exchanges(block: Block) -> list[Exchange]:
    """Return the commands of a block, each with what is printed below it."""
    text = block.text.replace("\\\n", " ")
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [Exchange(part.split("\n")[0].strip(), tuple(part.split("\n")[1:])) for part in parts]


@dataclass
class Reader:
    """Somebody at a terminal, in a folder of their own and at an instant that stands still."""

    folder: Path
    clock: SettableClock
    patch: pytest.MonkeyPatch
    runner: CliRunner = field(default_factory=CliRunner)

    def __post_init__(self) -> None:
        self.patch.chdir(self.folder)
        self.patch.setattr(engine.bootstrap, "SystemClock", lambda: self.clock)

    def run(self, command: str) -> str:
        """Run a command a page may show, and return what it prints.

        Pages show ``motcua``, and ``mkdir``, ``cp`` and ``export`` to prepare it; the exit code is
        printed by ``echo $?``.
        """
        program, *arguments = shlex.split(command)
        match program:
            case "motcua":
                return self._motcua(arguments)
            case "mkdir":
                Path(arguments[-1]).mkdir(parents=True)
            case "cp":
                for folder in arguments[1:-1]:
                    shutil.copytree(folder, Path(arguments[-1]) / Path(folder).name)
            case "export":
                name, _, value = arguments[0].partition("=")
                self.patch.setenv(name, value)
            case _:
                pytest.fail(f"A page shows the command {program}, which no test runs")
        return ""

    def _motcua(self, arguments: list[str]) -> str:
        from engine.cli.app import app

        result = self.runner.invoke(app, arguments, prog_name="motcua")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output


def missing_lines(said: tuple[str, ...], output: str) -> list[str]:
    """Return the lines a page shows that a command did not print in that order.

    ``…`` stands for anything: alone on a line for any lines, within a line for any words. Widths of
    columns do not count.
    """
    printed = [" ".join(line.split()) for line in output.splitlines()]
    missing = []
    for line in said:
        wanted = " ".join(line.split())
        if not wanted or wanted == "…":
            continue
        pattern = ".*".join(re.escape(part) for part in wanted.split("…"))
        found = next((n for n, each in enumerate(printed) if re.fullmatch(pattern, each)), None)
        if found is None:
            missing.append(line)
        else:
            printed = printed[found + 1 :]
    return missing
