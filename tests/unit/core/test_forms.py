"""What may be typed into each kind of field, what it becomes, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.core.forms import read_form, read_identity
from engine.errors import GuardFailedError
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception
from tests.support.specs import a_procedure
from tests.support.walkers import directory

TODAY = date(2026, 3, 2)
TYPES = (
    "text", "long_text", "number", "money", "date", "yes_no", "unit", "units",
    "identity_number", "phone",
)  # fmt: skip


def procedure() -> Procedure:
    fields = "\n".join(f"    {name}: {{label: Ô {name}, type: {name}}}" for name in TYPES)
    return a_procedure(
        f"""\
kind: procedure
code: "1.001806"
title: Công nhận
decision: {{number: 1/QĐ, issuer: UBND}}
effective: {{from: 2025-12-01}}
field: employment
level: province
limit: 1 working day
dossier:
  fields:
    needed: {{label: Ô phải có, type: text, required: true}}
    choice: {{label: Ô chọn, type: choice, options: {{a: Một, b: Hai}}}}
{fields}
steps:
  receive: {{by: one_stop/reception}}
  sign: {{by: authority/leader, form: [needed]}}
"""
    )


def read(name: str, typed: object) -> Any:
    return read_form(procedure(), (name,), {name: typed}, directory(), on=TODAY, complete=True).get(
        name
    )


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("text", "  Đường số 1 ", "Đường số 1"),
        ("text", "Nguye\u0302\u0303n", "Nguyễn"),
        ("long_text", "x" * 4000, "x" * 4000),
        ("number", "12", 12),
        ("number", " 1 200 ", 1200),
        ("number", "12,5", 12.5),
        ("number", "-3.0", -3),
        ("number", 7, 7),
        ("number", 1.125, 1.125),
        ("money", "900.000.000 đ", 900_000_000),
        ("money", 0, 0),
        ("date", "2/3/2026", "2026-03-02"),
        ("date", "2026-03-02", "2026-03-02"),
        ("choice", "a", "a"),
        ("yes_no", "Yes", True),
        ("yes_no", False, False),
        ("unit", "11", "11"),
        ("units", ["11", " 12", "12"], ["11", "12"]),
        ("units", "11, 12,", ["11", "12"]),
        ("identity_number", "001 199 000 042", "001199000042"),
        ("identity_number", "123456789", "123456789"),
        ("phone", "0912.345-678", "0912345678"),
        ("phone", "+84 912 345 678", "+84912345678"),
    ],
)
def test_a_value_is_read_as_it_was_meant(name: str, typed: object, value: object):
    read_value = read(name, typed)
    assert (read_value, type(read_value)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("text", "x" * 4001),
        ("text", "a\x00b"),
        ("text", "   "),
        ("text", ["a"]),
        ("text", {"a": "b"}),
        ("number", "twelve"),
        ("number", "1.200"),
        ("number", "NaN"),
        ("number", "Infinity"),
        ("number", "1e16"),
        ("number", True),
        ("number", ["1"]),
        ("money", "-5"),
        ("money", "12,50 USD"),
        ("money", "1" * 16),
        ("date", "31/02/2026"),
        ("date", "tomorrow"),
        ("date", "1/2/26"),
        ("choice", "nowhere"),
        ("choice", ["a"]),
        ("choice", {"a": 1}),
        ("yes_no", "maybe"),
        ("unit", "77"),
        ("unit", "19"),
        ("units", ["11", "19"]),
        ("units", ["11", ["12"]]),
        ("units", ","),
        ("units", 11),
        ("identity_number", "12345"),
        ("identity_number", "00119900004x"),
        ("phone", "123"),
        ("phone", "call me"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_label(name: str, typed: object):
    with pytest.raises(GuardFailedError) as told:
        read(name, typed)
    assert list(told.value.fields) == [name]
    assert "Ô " in str(told.value.fields[name])
    assert str(typed) not in str(told.value.fields[name])


@pytest.mark.parametrize("empty", [None, "", []])
def test_what_is_empty_keeps_the_value_there_was(empty: object):
    assert read("number", empty) is None


def test_all_faults_are_told_at_once():
    typed = {"needed": "", "number": "x", "colour": "red"}
    with pytest.raises(GuardFailedError, match="but 3 are not") as told:
        read_form(procedure(), ("needed", "number"), typed, directory(), on=TODAY, complete=True)
    assert set(told.value.fields) == {"needed", "number", "colour"}


def test_a_required_field_may_stay_empty_where_the_work_does_not_go_on():
    assert read_form(procedure(), ("needed",), {}, directory(), on=TODAY, complete=False) == {}


def test_at_reception_the_fields_no_step_asks_for_are_asked():
    assert fields_at_reception(procedure()) == ("choice", *TYPES)


@pytest.mark.parametrize(
    "number", ["", "123456789", "0123-456-789", "001199000042", "1234567890123"]
)
def test_an_identity_number_or_tax_code_is_read_without_spaces(number: str):
    assert read_identity(f" {number} ") == number.replace("-", "")


@pytest.mark.parametrize("number", ["1", "12345678901", "12345678a"])
def test_other_identity_numbers_are_refused(number: str):
    with pytest.raises(ValueError):  # noqa: PT011 - it carries no text
        read_identity(number)
