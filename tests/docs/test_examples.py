"""The examples of the pages are right: specifications, programs and commands."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer.main
import yaml

from engine.clock import SettableClock
from engine.services.checking import check_loaded
from engine.specs.loader import load, load_folder
from tests.support.pages import ROOT, Block, blocks, pages, save
from tests.support.postgres import PostgresServer
from tests.support.reader import Reader, exchanges, missing_lines

MONDAY = datetime(2026, 11, 23, 8, 37, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOW_TO = ROOT / "docs" / "how-to"
# The page of findings shows what is wrong; it is written from the rules, whose tests try it.
ALL = [block for page in pages() if page.name != "findings.md" for block in blocks(page)]


def _of(*languages: str) -> list[Block]:
    return [block for block in ALL if block.language in languages]


WHOLE = [block for block in _of("yaml") if block.text.startswith("kind:") and not block.title]
PARTS = [block for block in _of("yaml") if block not in WHOLE and not block.title]


@pytest.mark.parametrize("block", WHOLE, ids=str)
def test_a_whole_specification_has_no_finding(block: Block) -> None:
    known = [
        *load_folder(ROOT / "procedure_specs" / "calendars"),
        *load_folder(ROOT / "procedure_specs" / "organisation"),
    ]
    found = check_loaded((load(block.text, Path("example.yaml")),), known)
    assert [str(each) for each in found.findings] == []


def test_the_readme_shows_a_whole_procedure() -> None:
    assert [block.page for block in WHOLE].count(ROOT / "README.md") == 1


@pytest.mark.parametrize("block", PARTS, ids=str)
def test_a_part_of_a_specification_is_yaml_with_commas_in_quotes(block: Block) -> None:
    read = yaml.load(block.text, Loader=yaml.BaseLoader)  # noqa: S506 - as the loader reads it
    assert isinstance(read, dict)
    assert "" not in _values(read), "a comma in braces ends a value; quote the text"


def _values(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [value for each in node.values() for value in _values(each)]
    return [value for each in node for value in _values(each)] if isinstance(node, list) else [node]


@pytest.mark.parametrize("block", _of("python"), ids=str)
def test_a_program_is_python(block: Block) -> None:
    assert ast.parse(block.text).body


def test_the_program_that_embeds_the_engine_runs_and_prints_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program, printed, action = (
        block for block in blocks(HOW_TO / "embed-the-engine.md") if block.language != "console"
    )
    assert len([line for line in program.text.splitlines() if line.strip()]) <= 20
    (tmp_path / "procedure_specs").symlink_to(ROOT / "procedure_specs")
    Reader(tmp_path, SettableClock(MONDAY), monkeypatch)
    _run(program)
    output = capsys.readouterr().out
    assert missing_lines(tuple(printed.text.splitlines()), output) == []
    monkeypatch.setattr("engine.services.automation.ACTIONS", {})
    assert callable(_run(action)["ACTIONS"]["announce"])


def test_the_net_of_the_soundness_page_fails_as_the_page_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, program, printed, *_ = blocks(ROOT / "docs" / "explanation" / "soundness.md")
    _run(program)
    assert capsys.readouterr().out == printed.text


def _run(block: Block) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(block.text, str(block), "exec"), names)  # noqa: S102 - our own page
    return names


def _follow(page: Path, reader: Reader, **instead: str) -> None:
    """Do what a page tells its reader, with some of its values replaced by those of the test."""
    for block in blocks(page):
        if block.title is not None:
            save(block, reader.folder)
        if block.language != "console":
            continue
        for exchange in exchanges(block):
            command = exchange.command
            for said, meant in instead.items():
                command = command.replace(said, meant)
            output = reader.run(command)
            missing = missing_lines(exchange.said, output)
            assert not missing, f"{block}: {command}\nprinted:\n{output}"


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader in a folder with the shipped specifications."""
    (tmp_path / "procedure_specs").symlink_to(ROOT / "procedure_specs")
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "home"))
    return Reader(tmp_path, SettableClock(MONDAY), monkeypatch)


@pytest.mark.parametrize("page", ["first-procedure.md", "first-procedure.vi.md"])
def test_the_tutorial_says_what_its_reader_sees(page: str, reader: Reader) -> None:
    reader.run("export MOTCUA_LANGUAGE=vi")
    _follow(ROOT / "docs" / "tutorial" / page, reader)
    assert (reader.folder / "tutorial" / "1.001806.svg").stat().st_size > 1000


def test_publishing_goes_as_its_page_says(reader: Reader) -> None:
    _follow(HOW_TO / "publish-a-procedure.md", reader)


@pytest.mark.postgres
def test_postgresql_is_set_up_as_its_page_says(
    reader: Reader, postgres_server: PostgresServer
) -> None:
    with postgres_server.database() as url:
        said = "postgresql://motcua:secret@db.example.vn/motcua"
        _follow(HOW_TO / "run-on-postgresql.md", reader, **{said: url})


def test_notices_are_tried_as_their_page_says(reader: Reader) -> None:
    for command in ("db upgrade", "publish procedure_specs --by mai_le"):
        reader.run(f"motcua --lang en {command}")
    reader.run("export MOTCUA_LANGUAGE=en")
    _follow(HOW_TO / "send-notices-by-mail.md", reader)


def _commands() -> Iterator[tuple[Block, str]]:
    for block in _of("console", "sh"):
        for line in block.text.replace("\\\n", " ").splitlines():
            command = re.sub(r"\s#.*$", "", line.removeprefix("$ ")).strip()
            if command.startswith("motcua "):
                yield block, command


@pytest.mark.parametrize(("block", "command"), list(_commands()), ids=str)
def test_a_command_and_its_options_exist(block: Block, command: str) -> None:
    from engine.cli.app import app

    group: Any = typer.main.get_command(app)
    words = shlex.split(command)[1:]
    while words and words[0] in getattr(group, "commands", {}):
        group = group.commands[words.pop(0)]
    options = {name for parameter in group.params for name in parameter.opts}
    assert not hasattr(group, "commands"), f"{block} names no command"
    assert [word for word in words if word.startswith("--") and word not in options] == []
