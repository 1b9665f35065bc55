"""What published documents say: a scanned receipt, the swapped days, Tết, holidays by year."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.worktime.amounts import Amount, Span, TimeUnit
from engine.worktime.holidays import public_holidays
from tests.support.calendars import SWAPS, at, eight_hour_desk, short_desk

ONE_WORKING_DAY = (Amount(TimeUnit.WORKING_DAY, 1, 0),)
VN = eight_hour_desk()

# The weekdays the public sector was closed, as announced year by year; swapped days among them.
CLOSED_WEEKDAYS = {
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    # The Day of Vietnamese Culture, 24/11, comes new in 2026.
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
}
TET = {
    2024: ("2024-02-07", "2024-02-15"),
    2025: ("2025-01-24", "2025-02-03"),
    2026: ("2026-02-13", "2026-02-23"),
}


@pytest.mark.parametrize("calendar", [VN, short_desk()])
def test_the_receipt_of_20_november_2019_is_due_as_it_was_printed(calendar) -> None:
    limit = calendar.allowance([Span(Decimal(25), TimeUnit.WORKING_DAY)])

    assert calendar.add(at("2019-11-20 08:37"), limit) == at("2019-12-25 08:37")


@pytest.mark.parametrize("year", CLOSED_WEEKDAYS)
def test_the_closed_weekdays_of_a_year_are_the_announced_ones(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(count) for count in range(366))

    closed = [
        f"{day.day}/{day.month}"
        for day in days
        if day.year == year and day.weekday() < 5 and not VN.is_working_day(day)
    ]

    assert closed == CLOSED_WEEKDAYS[year].split()


@pytest.mark.parametrize("day_off", SWAPS)
def test_a_day_given_away_is_skipped_and_named(day_off: date) -> None:
    before = VN.add(at(f"{day_off - timedelta(10)} 09:00"), ())
    due = {
        VN.local(VN.add(before, (Amount(TimeUnit.WORKING_DAY, n, 0),))).date() for n in range(20)
    }

    assert not VN.is_working_day(day_off)
    assert day_off not in due
    assert "hoán đổi" in VN.day_name(day_off).vi


@pytest.mark.parametrize("worked", SWAPS.values())
def test_a_worked_saturday_counts_as_a_working_day(worked: date) -> None:
    friday = worked - timedelta(1)

    assert VN.add(at(f"{friday} 09:00"), ONE_WORKING_DAY) == at(f"{worked} 09:00")
    assert VN.opening(at(f"{worked} 08:00")) == at(f"{worked} 08:00")
    assert "Làm bù" in VN.day_name(worked).vi


@pytest.mark.parametrize("year", TET)
def test_one_working_day_over_tet_ends_on_the_first_day_after_it(year: int) -> None:
    last_before, first_after = TET[year]

    assert VN.add(at(f"{last_before} 10:15"), ONE_WORKING_DAY) == at(f"{first_after} 10:15")
    assert VN.add(at(f"{last_before} 16:00"), (Amount(TimeUnit.WORKING_DAY, 0, 2 * 3600),)) == at(
        f"{first_after} 08:30"
    )


def test_public_holidays_do_not_contain_swapped_days() -> None:
    holidays = public_holidays(date(2024, 1, 1), date(2026, 12, 31))

    assert not set(SWAPS) & set(holidays)


def test_public_holidays_are_named_in_both_languages() -> None:
    holidays = public_holidays(date(2026, 4, 27), date(2026, 9, 2))

    assert list(holidays) == [
        date(2026, 4, 27),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 9, 1),
        date(2026, 9, 2),
    ]
    assert holidays[date(2026, 9, 2)].vi == "Quốc khánh"
    assert holidays[date(2026, 9, 2)].en == "National Day"
