"""The command line starts at once, is documented in full, and speaks both languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from engine.cli.app import app
from engine.cli.help import help_texts
from engine.cli.office import preferred_language
from engine.errors import SettingsError
from engine.settings import Settings
from tests.support.catalogues import ROOT, translations
from tests.support.command_line import motcua, python

_HEAVY = (
    "prefect", "fastapi", "sqlalchemy", "uvicorn", "babel", "networkx", "prompt_toolkit",
    "holidays.countries", "pydantic_settings",
)  # fmt: skip


def _commands() -> Iterator[tuple[str, Any]]:
    waiting = [("motcua", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        below = getattr(command, "commands", None)
        if below is None:
            yield name, command
            continue
        waiting += [(f"{name} {each}", command.commands[each]) for each in below]


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["rule", "MC211"], ["rule"]),
        (["--lang", "en", "rule", "MC211"], ["rule"]),
        (["rule", "MC211", "--lang=en"], ["rule"]),
    ],
)
def test_of_all_commands_only_the_one_that_is_called_is_made(
    words: list[str], made: list[str]
) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['motcua', *{words!r}]\n"
        "from engine.cli.app import app, main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print([c.callback.__name__ for c in app.registered_commands], app.registered_groups)\n"
    )
    said = python(code, ROOT)
    assert said.code == 0, said.err
    assert said.out.splitlines()[-1] == f"{made} []"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--no-cache", "."]])
def test_help_and_check_load_no_heavy_package(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['motcua', *{arguments!r}]\n"
        "from engine.cli.app import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([name for name in {_HEAVY!r} if name in sys.modules])\n"
    )
    said = python(code, ROOT / "procedure_specs")
    assert said.code == 0, said.err
    assert said.out.splitlines()[-1] == "[]"


def test_the_installed_program_answers_without_a_traceback(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("motcua")
    done = subprocess.run(
        [program, "--lang", "en", "check", "nowhere"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr == "Error: Expected a file or folder, but there is none at nowhere\n"
    assert done.stdout == ""


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    missing = [name for name, _ in _commands() if f"### `{name}" not in page]
    assert missing == []
    for name, command in _commands():
        section = page.split(f"### `{name}", 1)[1].split("\n### ", 1)[0]
        options = [each for param in command.params for each in param.opts if each[:2] == "--"]
        undocumented = [each for each in options if each != "--help" and each not in section]
        assert undocumented == [], name


def test_the_page_documents_no_command_that_does_not_exist() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    titles = [line.split("`")[1] for line in page.splitlines() if line.startswith("### `motcua")]
    known = dict(_commands())
    assert [title for title in titles if _name(title) not in known] == []


def _name(title: str) -> str:
    """Return the words of a command's name, without its arguments."""
    return " ".join(word for word in title.split() if word.islower() and word[0].isalpha())


def test_all_help_is_in_vietnamese_too() -> None:
    known = translations("vi")
    missing = [text for text in help_texts(typer.main.get_command(app)) if text not in known]
    assert missing == []


_ENGLISH = ("Usage", "Options", "Arguments", "Commands", "OPTIONS", "ARGS", "Show this", "default:")


def test_no_word_of_vietnamese_help_is_english() -> None:
    for name, _ in _commands():
        said = motcua(*name.split()[1:], "--help", lang="vi").out
        assert said.lstrip().startswith("Cách gọi: motcua"), name
        assert [word for word in (*_ENGLISH, "[required]", "env var") if word in said] == [], name
    assert motcua("check", "--help", lang="en").out.lstrip().startswith("Usage: motcua check")


def test_help_and_messages_follow_the_language_wherever_it_is_asked_for() -> None:
    assert "Kiểm tra tệp đặc tả" in motcua("--help", lang="vi").out
    assert "Check specification files" in motcua("--help", lang="en").out
    assert "Không có tệp" in motcua("check", "nowhere", lang="vi").err
    assert motcua("check", "nowhere", lang="de").code == 2


def test_the_language_is_that_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTCUA_LANGUAGE", raising=False)
    assert preferred_language() == Settings().language
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    assert preferred_language() == Settings().language == "en"
    monkeypatch.setenv("MOTCUA_LANGUAGE", "de")
    with pytest.raises(SettingsError, match="MOTCUA_LANGUAGE"):
        preferred_language()


def test_an_interrupted_command_ends_with_130(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(paths: object, cache: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.services.catalogue_checking.check_catalogue", interrupted)
    assert motcua("check", str(tmp_path)).code == 130
