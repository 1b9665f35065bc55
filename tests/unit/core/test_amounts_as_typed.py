"""An amount is read as it was meant, or refused: it is never silently multiplied or cut."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.core.forms import read_form
from engine.errors import GuardFailedError
from tests.support.specs import a_procedure
from tests.support.walkers import directory

PROCEDURE = a_procedure(
    """\
kind: procedure
code: "1.001806"
title: Công nhận
decision: {number: 1/QĐ, issuer: UBND}
effective: {from: 2025-12-01}
field: employment
level: province
limit: 1 working day
dossier: {fields: {fee: {label: Lệ phí, type: money}, area: {label: Diện tích, type: number}}}
steps: {receive: {by: one_stop/reception}}
"""
)


def read(name: str, typed: object) -> Any:
    on = date(2026, 3, 2)
    return read_form(PROCEDURE, (name,), {name: typed}, directory(), on=on, complete=True)[name]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (1_500_000, 1_500_000),
        (1_000_000.0, 1_000_000),
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1.500.000 đ", 1_500_000),
        ("1.500.000₫", 1_500_000),
        (" 500 Đồng ", 500),
    ],
)
def test_money_is_read_with_or_without_marks_between_thousands(typed: object, value: int):
    assert read("fee", typed) == value


@pytest.mark.parametrize(
    "typed",
    [
        "1.500.000,50",
        "1.500,000",
        "1500.50",
        "15.00",
        "1.5",
        "1.50.000",
        "1500.000",
        "1_000",
        "1. 500",
        1500.5,
        True,
        -1,
        float("inf"),
    ],
)
def test_money_with_fractions_or_marks_out_of_place_is_refused(typed: object):
    with pytest.raises(GuardFailedError) as told:
        read("fee", typed)
    assert "whole đồng" in str(told.value.fields["fee"])


@pytest.mark.parametrize(
    ("typed", "value"), [("0,125", 0.125), ("12,5", 12.5), ("1200,250", 1200.25), ("1 200", 1200)]
)
def test_a_number_that_can_be_read_one_way_only_is_read(typed: str, value: float):
    assert read("area", typed) == value


@pytest.mark.parametrize("typed", ["1,200", "1.200", "-12,500", "1.200,5", "1 20", "1e3"])
def test_a_number_that_can_be_read_two_ways_is_refused(typed: str):
    with pytest.raises(GuardFailedError):
        read("area", typed)
