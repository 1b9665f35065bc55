"""Specifications that went wrong in an editor: shipped ones with lines lost, doubled, moved and mistyped."""

from __future__ import annotations

import random
import re
from pathlib import Path

from engine.settings import shipped

_MISTYPED = ("1x", "true", "[", "{a: b}", "2025-13-40", "no_such_name", "", "&a", "7 working days")
_STILL_YAML = ("digit", "word", "step")
_NAMES = re.compile(
    r"\b(?:to|next|by|phase|group|back_to|role|unit|extends|calendar|parent): [\w./]+"
)
_STEP = re.compile(r"  [a-z_]+:")


def broken_catalogue(chance: random.Random, folder: Path, procedures: int) -> None:
    """Write procedures, an organisation and calendars, of which some are broken, into a folder."""
    root = shipped("procedure_specs")
    files = chance.sample(sorted((root / "procedures").rglob("*.yaml")), procedures)
    files += [*(root / "calendars").glob("*.yaml"), *(root / "organisation").glob("*.yaml")]
    for number, file in enumerate(files):
        # Most catalogues have an organisation that can be read: without, much is not checked.
        own = "procedures" in file.parts
        changes = chance.choice((0, 1, 2, 3, 8) if own else (0, 0, 1))
        text = broken_text(chance, file.read_text(encoding="utf-8"), changes)
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")


def broken_text(chance: random.Random, text: str, changes: int) -> str:
    """Return a text after some accidents."""
    lines = text.splitlines(keepends=True)
    for _ in range(changes):
        _break(chance, lines)
    return "".join(lines)


def _break(chance: random.Random, lines: list[str]) -> None:
    at = chance.randrange(len(lines))
    match chance.choice(("lose", "double", "move", "shift", "mistype", *_STILL_YAML * 4)):
        case "lose":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "move":
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
        case "shift":
            lines[at] = f"  {lines[at]}"
        case "mistype":
            key, colon, _ = lines[at].partition(": ")
            lines[at] = f"{key}{colon}{chance.choice(_MISTYPED)}\n"
        case "digit":
            numbers = [line for line in range(len(lines)) if "limit: " in lines[line]]
            at = chance.choice(numbers or [at])
            lines[at] = re.sub(r"\d", str(chance.randrange(10)), lines[at], count=1)
        case "word":
            words = [line for line in range(len(lines)) if _NAMES.search(lines[line])]
            if words:
                at, other = chance.choice(words), chance.choice(words)
                found = _NAMES.search(lines[other])
                lines[at] = _NAMES.sub(found[0] if found else "", lines[at], count=1)
        case "step":
            steps = [line for line in range(len(lines)) if _STEP.match(lines[line])]
            if steps:
                lines[:] = _without_step(lines, chance.choice(steps))


def _without_step(lines: list[str], first: int) -> list[str]:
    last = first + 1
    while last < len(lines) and lines[last].startswith("    "):
        last += 1
    return lines[:first] + lines[last:]
