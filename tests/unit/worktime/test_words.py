"""Time left, as a clerk would say it."""

from __future__ import annotations

import pytest

from engine.catalogue import render
from engine.worktime.amounts import Amount, TimeUnit
from engine.worktime.words import allowance_in_words, due_state, time_left
from tests.support.calendars import at, eight_hour_desk

VN = eight_hour_desk()
WORKING_DAY = TimeUnit.WORKING_DAY
# 2025-06-05 is a Thursday.


@pytest.mark.parametrize(
    ("now", "due", "unit", "en", "vi"),
    [
        (
            "2025-06-05 09:00",
            "2025-06-09 09:00",
            WORKING_DAY,
            "2 working days left",
            "Còn 2 ngày làm việc",
        ),
        (
            "2025-06-05 09:00",
            "2025-06-09 13:20",
            WORKING_DAY,
            "2 working days and 2 working hours left",
            "Còn 2 ngày làm việc và 2 giờ làm việc",
        ),
        (
            "2025-06-05 16:00",
            "2025-06-06 08:00",
            WORKING_DAY,
            "1 working hour and 30 minutes left",
            "Còn 1 giờ làm việc và 30 phút",
        ),
        (
            "2025-06-05 09:00",
            "2025-06-05 15:30",
            WORKING_DAY,
            "Due today at 15:30",
            "Đến hạn hôm nay lúc 15:30",
        ),
        (
            "2025-06-05 18:00",
            "2025-06-06 07:30",
            WORKING_DAY,
            "Due at 07:30 on 06/06/2025",
            "Đến hạn lúc 07:30 ngày 06/06/2025",
        ),
        (
            "2025-06-06 08:00",
            "2025-06-05 15:30",
            WORKING_DAY,
            "Overdue by 2 working hours",
            "Quá hạn 2 giờ làm việc",
        ),
        (
            "2025-06-05 20:00",
            "2025-06-05 17:00",
            WORKING_DAY,
            "Overdue since 17:00 on 05/06/2025",
            "Quá hạn từ 17:00 ngày 05/06/2025",
        ),
        (
            "2025-06-05 09:00",
            "2025-06-08 12:00",
            TimeUnit.DAY,
            "3 days and 3 hours left",
            "Còn 3 ngày và 3 giờ",
        ),
        (
            "2025-06-05 22:00",
            "2025-06-06 07:05",
            TimeUnit.HOUR,
            "9 hours and 5 minutes left",
            "Còn 9 giờ và 5 phút",
        ),
    ],
)
def test_time_left_is_told_in_at_most_two_units(
    now: str, due: str, unit: TimeUnit, en: str, vi: str
) -> None:
    left = time_left(VN, at(now), at(due), unit)

    assert render(left, "en") == en
    assert render(left, "vi") == vi


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2025-06-09 09:00:01", "overdue"),
        ("2025-06-09 09:00", "today"),
        ("2025-06-09 00:00", "today"),
        ("2025-06-08 23:59", "soon"),
        ("2025-06-05 09:00", "soon"),
        ("2025-06-05 08:59", "later"),
    ],
)
def test_a_due_date_is_overdue_today_soon_or_later(now: str, state: str) -> None:
    assert due_state(VN, at(now), at("2025-06-09 09:00")) == state


def test_how_soon_is_soon_can_be_said() -> None:
    one_day = Amount(WORKING_DAY, 1, 0)

    assert due_state(VN, at("2025-06-05 09:00"), at("2025-06-09 09:00"), soon=one_day) == "later"


def test_an_allowance_is_told_part_by_part() -> None:
    limit = (Amount(TimeUnit.DAY, 15, 0), Amount(WORKING_DAY, 8, 30 * 60))

    assert render(allowance_in_words(limit), "en") == "15 days + 8 working days and 30 minutes"
    assert render(allowance_in_words(()), "en") == "no time"
    assert render(allowance_in_words((Amount(WORKING_DAY, 0, 0),)), "en") == "no time"


def test_a_full_day_of_office_hours_reads_as_a_day() -> None:
    calendar = eight_hour_desk()
    due = at("2025-06-05 07:30")
    late = time_left(calendar, at("2025-06-06 17:00"), due, TimeUnit.WORKING_DAY)
    assert str(late) == "Overdue by 2 working days"
