"""An explanation names every day that was passed over, in both languages."""

from __future__ import annotations

from datetime import time

import pytest

from engine.catalogue import render
from engine.messages import Label
from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.explain import (
    Line,
    explain,
    extended_line,
    paused_line,
    restarted_line,
    resumed_line,
)
from tests.support.calendars import at, eight_hour_desk

WORKING_DAY, DAY = TimeUnit.WORKING_DAY, TimeUnit.DAY
VN = eight_hour_desk(cut_off=time(15))


def told(received: str, allowance: Allowance, language="en") -> list[str]:
    received_at = at(received)
    explanation = explain(VN, VN.reception(received_at), allowance, received_at=received_at)
    return [render(line.text, language) for line in explanation.lines]


def test_a_limit_over_swapped_days_and_holidays_names_each_of_them() -> None:
    assert told("2025-04-24 15:01", (Amount(WORKING_DAY, 4, 4 * 3600),)) == [
        "Received at 15:01 on 24/04/2025",
        "Received after 15:00: the clock starts at the opening of the next working day",
        "The clock starts at 07:30 on 25/04/2025 with 4 working days and 4 working hours; this day is not counted",
        "26/04/2025: Worked for 02/05/2025, counted",
        "27/04/2025: weekend, not counted",
        "30/04/2025: Liberation Day/Reunification Day, not counted",
        "01/05/2025: International Labor Day, not counted",
        "02/05/2025: Swapped with 26/04/2025, not counted",
        "Saturday 03/05/2025 and Sunday 04/05/2025: weekend, not counted",
        "4 working days later, at the same time of day: 07:30 on 05/05/2025",
        "4 working hours by the clock: 11:30 on 05/05/2025",
        "Due at 11:30 on 05/05/2025",
    ]


def test_the_same_explanation_in_vietnamese() -> None:
    assert told("2025-04-29 09:00", (Amount(WORKING_DAY, 1, 0),), "vi") == [
        "Tiếp nhận lúc 09:00 ngày 29/04/2025",
        "Thời hạn 1 ngày làm việc bắt đầu tính từ 09:00 ngày 29/04/2025; không tính ngày này",
        "Ngày 30/04/2025: Ngày Chiến thắng, không tính",
        "Ngày 01/05/2025: Ngày Quốc tế Lao động, không tính",
        "Ngày 02/05/2025: Nghỉ hoán đổi, làm bù 26/04/2025, không tính",
        "Thứ bảy 03/05/2025 và Chủ nhật 04/05/2025: nghỉ cuối tuần, không tính",
        "Sau 1 ngày làm việc, vào cùng giờ: 09:00 ngày 05/05/2025",
        "Đến hạn lúc 09:00 ngày 05/05/2025",
    ]


def test_calendar_days_that_end_on_a_holiday_say_why_the_end_moved() -> None:
    assert told("2025-04-21 09:00", (Amount(DAY, 10, 0),))[2:] == [
        "10 days later by date, closed days included: 09:00 on 01/05/2025",
        "02/05/2025: Swapped with 26/04/2025, not counted",
        "Saturday 03/05/2025 and Sunday 04/05/2025: weekend, not counted",
        "01/05/2025 is not a working day (International Labor Day): the limit ends when office hours of the next working day end, 17:00 on 05/05/2025 (Civil Code 2015, article 148.5)",
        "Due at 17:00 on 05/05/2025",
    ]


def test_calendar_days_followed_by_working_days_go_on_at_the_next_opening() -> None:
    limit = (Amount(DAY, 10, 0), Amount(WORKING_DAY, 2, 0))

    lines = told("2025-04-21 09:00", limit)

    assert "Outside office hours: counting goes on at 07:30 on 05/05/2025" in lines
    assert lines[-1] == "Due at 07:30 on 07/05/2025"


@pytest.mark.parametrize(
    ("received", "reason"),
    [
        ("2025-06-07 09:00", "07/06/2025 is not a working day (weekend): the clock starts"),
        ("2025-09-02 09:00", "02/09/2025 is not a working day (National Day): the clock starts"),
        ("2025-06-05 06:00", "Received outside office hours: the clock starts"),
        ("2025-06-05 16:00", "Received after 15:00: the clock starts"),
    ],
)
def test_a_later_start_of_the_clock_says_why(received: str, reason: str) -> None:
    assert told(received, (Amount(WORKING_DAY, 0, 3600),))[1].startswith(reason)


def test_other_units_are_told_in_their_own_words() -> None:
    round_the_clock = told("2025-06-05 09:00", (Amount(TimeUnit.HOUR, 0, 12 * 3600),))
    same_day = told("2025-06-05 09:00", (Amount(TimeUnit.SAME_DAY, 0, 0),))

    assert "12 hours round the clock: 21:00 on 05/06/2025" in round_the_clock
    assert "To the end of office hours that working day: 17:00 on 05/06/2025" in same_day


def test_lines_for_what_happened_to_a_clock() -> None:
    now, left = at("2025-06-05 09:00"), (Amount(WORKING_DAY, 2, 0),)
    reason = Label("Chờ bổ sung", "Waiting for the supplement")
    lines: list[Line] = [
        paused_line(VN, now, reason, left),
        resumed_line(VN, now, left),
        restarted_line(VN, now, reason, left),
        extended_line(VN, now, left, reason),
        extended_line(VN, now, left, reason, "12/QĐ-UBND"),
    ]

    assert [render(line.text, "en") for line in lines] == [
        "Paused at 09:00 on 05/06/2025: Waiting for the supplement; 2 working days left",
        "Running again from 09:00 on 05/06/2025, 2 working days left",
        "Counted anew from 09:00 on 05/06/2025: Waiting for the supplement; 2 working days in full",
        "Extended by 2 working days at 09:00 on 05/06/2025: Waiting for the supplement",
        "Extended by 2 working days at 09:00 on 05/06/2025: Waiting for the supplement (decision 12/QĐ-UBND)",
    ]
    assert all(line.at == now for line in lines)
