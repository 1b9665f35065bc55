"""Whatever is written as a condition, it is answered by a finding or read within bounds."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from engine.specs.condition_kinds import condition_faults
from engine.specs.condition_proofs import Alternatives
from engine.specs.conditions import Condition
from tests.support.random_conditions import FIELDS
from tests.support.seeds import seeded_random

HOSTILE = {
    "nested brackets": "(" * 250 + "1" + ")" * 249,
    "nested lists": "[" * 400,
    "signs": "!" * 499,
    "minuses": "-" * 499,
    "a pattern that never ends": 'dossier.name.matches("(a+)+$")',
    "nested loops": "dossier.agencies.map(a, dossier.agencies.map(b, b)).size() > 0",
    "a huge number": "dossier.fee > " + "9" * 480,
    "a huge exponent": "dossier.fee > 1e99999999",
    "a tiny exponent": "dossier.fee > 1e-99999999",
    "an endless text": 'dossier.name == "' + "a" * 470,
    "escapes": 'dossier.name == "' + "\\" * 481,
    "marks upon marks": "dossier.name == " + "a\u0301\u0323" * 150,
    "right to left": "\u202edossier.fee > 1",
    "letters that look alike": "dοssier.fee > 1",
    "digits of another script": "dossier.fee > ١٢٣",
    "half of a pair": "dossier.name == \ud800",
    "nothing but space": " " * 500,
    "a null": "dossier.fee > 1 && \0",
    "a conversion": "timestamp(dossier.born) > timestamp(0)",
    "type": "type(dossier.fee) == int",
    "another variable": "__builtins__.open",
    "a comment": "dossier.fee > 1 // and so on",
    "a letter for each part": "||".join("abcdefghijklmnop"),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_condition_is_refused_by_a_finding(text: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        Condition.parse(text)
    assert refused.value.type in {"MC013", "MC160", "MC161"}


@pytest.mark.parametrize(
    "text",
    [
        "dossier.size * 999999999999999" + " * 999999999999999" * 25 + " > 1",
        "dossier.size + (1 - 2) in [" + "1," * 40 + "2]",
        " || ".join(f"dossier.fee == {n}" for n in range(24)),
        " == ".join(["(dossier.urgent"] * 8) + ")" * 8,
        "dossier.name in [" + '"x",' * 49 + '"y"]',
    ],
)
def test_the_largest_conditions_are_judged_and_decided(text: str) -> None:
    condition = Condition.parse(text)
    assert list(condition_faults(condition, FIELDS, ())) == []
    Alternatives([condition] * 60, FIELDS).verdicts()
    assert condition.holds({"dossier": {"size": 3, "fee": 3, "urgent": True, "name": "y"}})


def test_letters_thrown_together_are_refused_or_decided() -> None:
    chance = seeded_random()
    pieces = [
        "dossier.", "fee", "urgent", "name", "area", "agencies", "==", "in", "<", "&&", "||", "!", "-", "+", "*",
        "(", ")", "[", "]", ",", ".", "1", "2.5", "1e15", "true", '"a"', "'", '"', "\\", "has(", "size(", "é", " ",
    ]  # fmt: skip
    read = 0
    for _ in range(20_000):
        text = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 12)))
        try:
            condition = Condition.parse(text)
        except PydanticCustomError:
            continue
        read += 1
        if not list(condition_faults(condition, FIELDS, ())):
            Alternatives([condition, None], FIELDS).verdicts()
            condition.holds({"dossier": {}})
    assert read > 5


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("dossier.fee > 1", False),
        ("!(dossier.fee > 1)", False),
        ("dossier.fee > 1 || dossier.urgent", True),
        ("dossier.fee > 1 && !dossier.urgent", False),
        ("!(dossier.fee > 1 && !dossier.urgent)", True),
        ("!has(dossier.fee)", True),
        ("!has(dossier.fee) || dossier.fee > 1", True),
    ],
)
def test_what_depends_on_a_field_left_empty_does_not_hold(text: str, holds: bool) -> None:
    assert Condition.parse(text).holds({"dossier": {"urgent": True}}) is holds


@pytest.mark.parametrize("value", [None, "text", [], {}, object(), 10**400, float("nan")])
def test_a_value_of_another_kind_never_stops_a_dossier(value: object) -> None:
    condition = Condition.parse("dossier.fee > 1 && dossier.fee + 1 < 10")
    assert condition.holds({"dossier": {"fee": value}}) is False
