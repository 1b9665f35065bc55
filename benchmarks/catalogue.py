"""A catalogue as large as a country's: procedures made from the shipped ones, for measuring.

Each one gets a code, a title and labels of its own, other limits, and sometimes one step more; the
organisation and the calendars stay. Some of them are wrong afterwards, as in a real catalogue: findings cost
time too. The same number and seed always make the same texts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "procedure_specs"
_STEP = re.compile(r"^  ([a-z][a-z0-9_]*):((?: .*)?\n(?:    .*\n)*)", re.MULTILINE)
_WIRED = re.compile(r"\b(?:next|outcomes|choose|ask|join|for_each|run|kind|participants|after)")
_LIMIT = re.compile(
    r"(limit: ?\"?)(\d+)( (?:working days|working hours|ngày làm việc|giờ làm việc))"
)
_LABEL = re.compile(r"(vi: \"?)(?=\w)")


def write_catalogue(folder: Path, procedures: int, *, seed: int = 1) -> None:
    """Write the shipped organisation and calendars, and ``procedures`` procedures, below a folder."""
    for kind in ("organisation", "calendars"):
        for file in sorted((SHIPPED / kind).glob("*.yaml")):
            _write(folder / kind / file.name, file.read_text(encoding="utf-8"))
    for name, text in procedure_texts(procedures, seed=seed):
        _write(folder / "procedures" / name, text)


def procedure_texts(procedures: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield file names and texts of procedures."""
    chance = random.Random(seed)
    files = sorted((SHIPPED / "procedures").rglob("*.yaml"))
    originals = [(file.parent.name, file.read_text(encoding="utf-8")) for file in files]
    for number in range(procedures):
        field, text = originals[number % len(originals)]
        code = f"9.{number:06}"
        yield f"{field}/{code}.yaml", _varied(text, code, number, chance)


def _varied(text: str, code: str, number: int, chance: random.Random) -> str:
    text = re.sub(r"^code: .*$", f'code: "{code}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^variant: .*\n", "", text, flags=re.MULTILINE)
    text = _LABEL.sub(rf"\g<1>{number}. ", text)
    text = _LIMIT.sub(lambda found: _other_limit(found, chance), text)
    return _longer(text, chance) if chance.random() < 0.5 else text


def _other_limit(found: re.Match[str], chance: random.Random) -> str:
    more = chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 1))
    return f"{found[1]}{int(found[2]) + more}{found[3]}"


def _longer(text: str, chance: random.Random) -> str:
    """Return a procedure in which one of the plain steps comes twice."""
    head, mark, steps = text.partition("\nsteps:\n")
    plain = [step for step in _STEP.finditer(steps) if not _WIRED.search(step[2])]
    if not mark or not plain:
        return text
    step = chance.choice(plain)
    again = f"  {step[1]}_too:{step[2]}"
    return head + mark + steps[: step.end()] + again + steps[step.end() :]


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
