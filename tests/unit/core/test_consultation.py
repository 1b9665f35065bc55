"""Only units that can answer are asked for an opinion."""

from __future__ import annotations

from datetime import date

import pytest

from engine.core.consultation import units_to_name
from engine.core.forms import read_form
from engine.errors import GuardFailedError
from tests.support.random_walks import shipped_directory, shipped_nets

A_DAY = date(2026, 3, 2)
DIRECTORY = shipped_directory()
PROCEDURE = shipped_nets()["BN-1490-PPP"].procedure


def test_a_field_that_names_whom_to_ask_offers_only_units_where_somebody_can_answer() -> None:
    offered = units_to_name(PROCEDURE, "consulted_units", DIRECTORY, A_DAY)
    assert offered
    step = next(step for step in PROCEDURE.steps.values() if step.for_each)
    assert step.by is not None
    position = step.by.position
    assert all(DIRECTORY.holders(code, position, A_DAY) for code in offered)
    silent = next(
        unit.code
        for unit in DIRECTORY.spec.units
        if DIRECTORY.is_open(unit.code, A_DAY) and unit.code not in offered
    )
    with pytest.raises(GuardFailedError) as refused:
        read_form(
            PROCEDURE,
            ["consulted_units"],
            {"consulted_units": [offered[0], silent]},
            DIRECTORY,
            on=A_DAY,
            complete=True,
        )
    assert set(refused.value.fields) == {"consulted_units"}


def test_a_field_nobody_is_asked_by_offers_every_open_unit() -> None:
    offered = units_to_name(PROCEDURE, "another_field", DIRECTORY, A_DAY)
    assert len(offered) == sum(DIRECTORY.is_open(u.code, A_DAY) for u in DIRECTORY.spec.units)
