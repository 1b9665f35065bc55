"""Every text the code shows to users, read off the sources, and every translation there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
_TEXT_ARGUMENT = {"message": 0, "refusal": 1}
_TEMPLATE_TEXT = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


@dataclass(frozen=True)
class Shown:
    """A text shown to users; ``given`` are the parameters it is called with, as far as written there."""

    text: str
    place: str
    given: frozenset[str] = frozenset()


def shown_texts() -> list[Shown]:
    """Return the texts of ``message(…)`` and ``refusal(…)`` calls and of ``_(…)`` in templates."""
    found: list[Shown] = []
    for folder in ("engine", "flows"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found += _in_code(path)
    for folder in ("engine", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".html", ".jinja", ".j2", ".txt"}:
                found += _in_template(path)
    return found


def _in_code(path: Path) -> Iterator[Shown]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else None
        position = _TEXT_ARGUMENT.get(name or "")
        if position is None or len(node.args) <= position:
            continue
        argument = node.args[position]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
            place = f"{path.relative_to(ROOT)}:{argument.lineno}"
            yield Shown(argument.value, place, given)


def _in_template(path: Path) -> Iterator[Shown]:
    text = path.read_text(encoding="utf-8")
    for match in _TEMPLATE_TEXT.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Shown(ast.literal_eval(match[1]), f"{path.relative_to(ROOT)}:{line}")


def translations(language: str) -> dict[str, str]:
    """Return the translation of each English text, from all catalogues of a language."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "engine" / "locale" / language).glob("*.po")):
        with path.open(encoding="utf-8") as file:
            for entry in read_po(file, locale=language, abort_invalid=True):
                if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.string:
                    found[entry.id] = entry.string
    return found


def placeholders(text: str) -> set[str]:
    """Return the names of the parameters a text takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
