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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dossier.area = 3",
        "dossier.area ==",
        "1 == 1",
        "dossier",
        'dossier["area"] == "x"',
        "other.area == 1",
        "dossier.units.all(u, u != '')",
        "dossier.area.matches('(a+)+$')",
        "dossier.a == " + "(" * 9 + "1" + ")" * 9,
        "dossier.a == '" + "x" * 500 + "'",
        "dossier.a == \n\0",
    ],
)
def test_what_is_not_a_bounded_condition_on_the_dossier_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        Condition.parse(text)
    assert refused.value.type == "MC013"
