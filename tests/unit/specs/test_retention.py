"""How long personal data is kept: what may be written, and until which day that is."""

from __future__ import annotations

from datetime import date

import pytest

from engine.specs.retention import Retention

CLOSED = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("written", "last_day"),
    [
        ("30 days", date(2026, 3, 2)),
        ("1 tháng", date(2026, 2, 28)),
        ("6 Months", date(2026, 7, 31)),
        ("13 tháng", date(2027, 2, 28)),
        ("2 năm", date(2028, 1, 31)),
        ("permanently", None),
        ("Vĩnh viễn", None),
        ("9999 years", None),
    ],
)
def test_it_is_kept_by_the_date_and_to_the_end_of_a_month_that_lacks_the_day(
    written: str, last_day: date | None
) -> None:
    assert Retention.parse(written).last_day(CLOSED) == last_day


def test_a_leap_day_is_kept_to_the_end_of_february() -> None:
    assert Retention.parse("1 year").last_day(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize("written", ["10 years", "1 year", "6 months", "30 days", "permanently"])
def test_it_reads_in_either_language_as_it_is_told(written: str) -> None:
    kept = Retention.parse(written)
    assert str(kept) == written
    assert Retention.parse(kept.in_words("vi")) == kept


@pytest.mark.parametrize("written", ["0 years", "ten years", "10", "1.5 years", "5 working days"])
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        Retention.parse(written)
