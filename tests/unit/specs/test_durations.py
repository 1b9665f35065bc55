"""Time limits are read and written in both languages, and never change their kind."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.specs.durations import UNCOUNTED, Duration
from engine.worktime.amounts import Span, TimeUnit


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("4 working hours", [(4, TimeUnit.WORKING_HOUR)]),
        ("4 giờ làm việc", [(4, TimeUnit.WORKING_HOUR)]),
        ("7 ngày làm việc", [(7, TimeUnit.WORKING_DAY)]),
        ("1 working day", [(1, TimeUnit.WORKING_DAY)]),
        ("0,5 ngày làm việc", [("0.5", TimeUnit.WORKING_DAY)]),
        ("15 ngày", [(15, TimeUnit.DAY)]),
        ("12 giờ", [(12, TimeUnit.HOUR)]),
        ("15 days + 8 working days", [(15, TimeUnit.DAY), (8, TimeUnit.WORKING_DAY)]),
        ("1/2 ngày làm việc", [("0.5", TimeUnit.WORKING_DAY)]),
        ("  15   Ngày  ", [(15, TimeUnit.DAY)]),
        ("same day", [(0, TimeUnit.SAME_DAY)]),
        ("trong ngày", [(0, TimeUnit.SAME_DAY)]),
        ("uncounted", []),
        ("không tính thời gian", []),
    ],
)
def test_a_limit_is_read(text: str, parts: list[tuple[int | str, TimeUnit]]) -> None:
    expected = tuple(Span(Decimal(amount), unit) for amount, unit in parts)
    assert Duration.parse(text).parts == expected


def test_letters_composed_of_several_signs_are_read_as_well() -> None:
    assert Duration.parse("7 nga\u0300y la\u0300m vie\u0323\u0302c") == Duration.parse(
        "7 working days"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "days",
        "7days",
        "-1 day",
        "0 days",
        "7 workdays",
        "1/3 day",
        "1/0 days",
        "1 + 2 days",
        "7 days +",
        "1e3 days",
        "٣ days x",
    ],
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the text itself is the message
        Duration.parse(text)


_AMOUNTS = st.decimals("0.001", "99999.999", places=3)
_UNITS = st.sampled_from([unit for unit in TimeUnit if unit is not TimeUnit.SAME_DAY])


@given(st.lists(st.builds(Span, _AMOUNTS, _UNITS), max_size=4))
def test_a_limit_in_words_is_read_as_the_same_limit_in_both_languages(parts: list[Span]) -> None:
    limit = Duration(tuple(parts))
    assert Duration.parse(limit.in_words("vi")) == limit
    assert Duration.parse(limit.in_words("en")) == limit


def test_only_parts_of_one_kind_are_summed() -> None:
    limit = Duration.parse("15 days + 8 working days + 2 working days")
    assert limit.total(TimeUnit.WORKING_DAY) == 10
    assert limit.total(TimeUnit.DAY) == 15
    assert limit.counted
    assert not UNCOUNTED.counted
