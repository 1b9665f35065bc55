"""Random conditions over fields of every kind, with random data for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from random import Random
from typing import Any

from engine.messages import Label
from engine.specs.dossier_contents import DossierField

FIELDS: dict[str, DossierField] = {
    name: DossierField(label=Label(name), type=kind, options=options)
    for name, kind, options in (
        ("area", "choice", {"normal": Label("n"), "island": Label("i"), "border": Label("b")}),
        ("level", "choice", {"low": Label("l"), "high": Label("h")}),
        ("fee", "money", {}),
        ("size", "number", {}),
        ("born", "date", {}),
        ("urgent", "yes_no", {}),
        ("name", "text", {}),
        ("agencies", "units", {}),
    )
}
_NUMBERS = ("-1", "0", "2", "2.5", "3", "7")
_AMOUNTS = ("-1", "0", "2", "3", "800000000000")
_DAYS = ("2025-12-31", "2026-01-01", "2026-03-01")
_TEXTS = ("a", "b", "Đồng", "it's", '"', "\\", "", "é")
VALUES: dict[str, tuple[Any, ...]] = {
    "area": ("normal", "island", "border"),
    "level": ("low", "high"),
    "fee": (0, 1, 2, 3, 4, 799999999999, 800000000000, 800000000001),
    "size": (-2, -1, -0.5, 0, 1, 2, 2.25, 2.5, 2.75, 3, 5, 7, 8),
    "born": ("2025-12-30", *_DAYS, "2026-01-02", "2026-03-02"),
    "urgent": (True, False),
    "name": (*(text for text in _TEXTS if text), "other"),
    "agencies": (["01"], ["01", "02"], ["03"]),
}
"""Values that tell all conditions apart which are made here: each constant, and between them."""
_RELATIONS = ("==", "!=", "<", "<=", ">", ">=")


def random_condition(random: Random, *, decidable: bool = False, depth: int = 3) -> str:
    """Return a condition without faults; a decidable one compares fields with constants only."""
    if depth == 0 or random.random() < 0.3:
        return _atom(random, decidable)
    parts = [
        random_condition(random, decidable=decidable, depth=depth - 1)
        for _ in range(random.randint(2, 3))
    ]
    match random.randrange(4):
        case 0:
            return f"!({parts[0]})"
        case 1:
            return f"({parts[0]}) {random.choice(('==', '!='))} ({parts[1]})"
        case 2:
            return " && ".join(f"({part})" for part in parts)
        case _:
            return " || ".join(f"({part})" for part in parts)


def random_data(random: Random) -> dict[str, Any]:
    """Return values as forms read them, some fields left empty."""
    return {name: random.choice(values) for name, values in VALUES.items() if random.random() < 0.8}


def all_data(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield every combination of values of some fields, and of leaving them empty."""
    listed = sorted(names)
    for values in product(*((*VALUES[name], None) for name in listed)):
        yield {name: value for name, value in zip(listed, values, strict=True) if value is not None}


def quoted(text: str) -> str:
    """Return a text as conditions write it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _atom(random: Random, decidable: bool) -> str:
    atoms = [_of_choice, _of_number, _of_number, _of_date, _of_truth, _of_text, _of_presence]
    if not decidable:
        atoms += [_of_units, _of_two_numbers, _of_parts_of_text]
    return random.choice(atoms)(random)


def _of_choice(random: Random) -> str:
    name = random.choice(("area", "level"))
    return _equal_or_among(random, name, [quoted(option) for option in FIELDS[name].options])


def _of_text(random: Random) -> str:
    return _equal_or_among(random, "name", [quoted(text) for text in _TEXTS])


def _equal_or_among(random: Random, name: str, values: list[str]) -> str:
    if random.random() < 0.4:
        among = random.sample(values, random.randint(0, len(values)))
        return f"dossier.{name} in [{', '.join(among)}]"
    return _compared(random, name, random.choice(("==", "!=")), random.choice(values))


def _of_number(random: Random) -> str:
    name, values = random.choice((("fee", _AMOUNTS), ("size", _NUMBERS)))
    if random.random() < 0.2:
        return f"dossier.{name} in [{', '.join(random.sample(values, 2))}]"
    return _compared(random, name, random.choice(_RELATIONS), random.choice(values))


def _of_date(random: Random) -> str:
    return _compared(random, "born", random.choice(_RELATIONS), quoted(random.choice(_DAYS)))


def _of_truth(random: Random) -> str:
    if random.random() < 0.5:
        return "dossier.urgent"
    return _compared(
        random, "urgent", random.choice(("==", "!=")), random.choice(("true", "false"))
    )


def _of_presence(random: Random) -> str:
    return f"has(dossier.{random.choice(tuple(FIELDS))})"


def _of_units(random: Random) -> str:
    return random.choice(
        ('"01" in dossier.agencies', "size(dossier.agencies) > 1", "dossier.agencies.size() == 1")
    )


def _of_two_numbers(random: Random) -> str:
    operator = random.choice(("+", "-", "*"))
    return f"dossier.size {operator} {random.choice(_NUMBERS)} {random.choice(_RELATIONS)} dossier.fee * 2"


def _of_parts_of_text(random: Random) -> str:
    function = random.choice(("startsWith", "endsWith", "contains"))
    return f"dossier.name.{function}({quoted(random.choice(_TEXTS))})"


def _compared(random: Random, name: str, relation: str, value: str) -> str:
    if random.random() < 0.2:
        mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(relation, relation)
        return f"{value} {mirrored} dossier.{name}"
    return f"dossier.{name} {relation} {value}"
