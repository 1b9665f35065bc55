"""Conditions are read within bounds and hold only on data that is there."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from engine.specs.conditions import Condition

DIFFICULT = {"dossier": {"area": "difficult", "investment_vnd": 800, "units": ["01", "02"]}}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('dossier.area == "difficult"', True),
        ("dossier.investment_vnd >= 800", True),
        ("dossier.investment_vnd > 800", False),
        ('"01" in dossier.units && !(dossier.area == "normal")', True),
        ('dossier.area in ["normal", "difficult"]', True),
        ("size(dossier.units) > 2", False),
    ],
)
def test_a_condition_holds_or_does_not(text: str, holds: bool) -> None:
    assert Condition.parse(text).holds(DIFFICULT) is holds


@pytest.mark.parametrize("text", ["dossier.nothing > 1", "dossier.area > 1", "dossier.area"])
def test_a_condition_on_a_missing_or_other_value_does_not_hold(text: str) -> None:
    assert Condition.parse(text).holds(DIFFICULT) is False


def test_a_condition_names_the_fields_it_reads_and_no_quoted_text() -> None:
    condition = Condition.parse('dossier.area == "dossier.other" || dossier.investment_vnd > 1')
    assert condition.fields == {"area", "investment_vnd"}


REFUSED = {
    "nothing": ("", "MC013", 0),
    "one equals sign": ("dossier.area = 3", "MC013", 13),
    "half a comparison": ("dossier.area ==", "MC013", 15),
    "no field": ("1 == 1", "MC013", 0),
    "the whole dossier": ("dossier", "MC013", 0),
    "a field in brackets": ('dossier["area"] == "x"', "MC013", 0),
    "something else than the dossier": ("dossier.a > 1 && area == 1", "MC013", 17),
    "a part of a field": ("dossier.area.size > 1", "MC013", 12),
    "a word of CEL as a field": ("dossier.in == 1", "MC013", 8),
    "“and” as a word": ("dossier.a > 1 and dossier.b", "MC013", 14),
    "a third value": ("1 < dossier.a < 3", "MC013", 14),
    "a text without an end": ("dossier.a == 'x", "MC013", 13),
    "curly quotes": ("dossier.a == “x”", "MC013", 13),
    "a control character": ("dossier.a == \n\0", "MC013", 14),
    "half a letter": (r'dossier.a == "\ud800"', "MC013", 14),
    "a loop": ("dossier.units.all(u, u != '')", "MC160", 14),
    "a pattern": ("dossier.area.matches('(a+)+$')", "MC160", 13),
    "a conversion": ("int(dossier.area) > 1", "MC160", 0),
    "a division": ("dossier.area / 2 > 1", "MC160", 13),
    "a question": ("dossier.a ? true : false", "MC160", 10),
    "has of a value": ("has(1) || dossier.a", "MC160", 0),
    "too many values": ("size(dossier.a, 2) > 1", "MC160", 0),
    "too many brackets": ("dossier.a == " + "(" * 9 + "1" + ")" * 9, "MC161", 21),
    "too many signs": ("!" * 9 + "dossier.a", "MC161", 8),
    "too long": ("dossier.a == '" + "x" * 500 + "'", "MC161", 0),
    "too many parts": (" || ".join(["dossier.a"] * 38) + " || 1" * 18, "MC161", 0),
    "a long list": (f"dossier.a in [{'1,' * 50}1]", "MC161", 13),
    "a large number": ("dossier.a > 10000000000000000", "MC161", 12),
    "a huge exponent": ("dossier.a > 1e999999999999", "MC161", 12),
}


@pytest.mark.parametrize(("text", "code", "at"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_bounded_condition_on_the_dossier_is_refused_at_its_letter(
    text: str, code: str, at: int
) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        Condition.parse(text)
    assert refused.value.context is not None
    assert (refused.value.type, refused.value.context["at"]) == (code, at)
