"""Calendar documents become calendars that compute; what is not said comes from the one extended."""

from __future__ import annotations

from datetime import date, time

import pytest

from engine.errors import SpecError
from engine.messages import Label
from engine.specs.work_calendars import compile_calendars
from engine.worktime.rules import CalendarRules
from tests.support.specs import CALENDAR, a_calendar

MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(17, 0))
CHILD = "kind: calendar\ncode: desk\ntitle: Quầy\nextends: office\n"
SATURDAY, MONDAY = date(2026, 1, 10), date(2026, 1, 12)


def rules_of(child: str, parent: str = CALENDAR) -> CalendarRules:
    compiled = compile_calendars([a_calendar(CHILD + child), a_calendar(parent)])
    assert set(compiled) == {"desk", "office"}
    return compiled["desk"].rules


def test_a_calendar_that_says_little_gets_what_the_law_and_the_country_say() -> None:
    rules = compile_calendars([a_calendar()])["office"].rules
    assert rules.weekly == ((MORNING, AFTERNOON),) * 5 + ((), ())
    assert (rules.first_day, rules.last_day) == (date(2015, 1, 1), date(2035, 12, 31))
    assert (rules.time_zone, rules.hours_per_day) == ("Asia/Ho_Chi_Minh", 8)
    assert rules.moves_closed_end
    assert rules.cut_off is None
    assert date(2026, 9, 2) in rules.days_off


def test_public_holidays_can_be_left_out() -> None:
    assert not rules_of("public_holidays: false\n").days_off


def test_a_calendar_that_extends_another_changes_only_what_it_says() -> None:
    rules = rules_of(
        "hours: {saturday: 07:30-11:30}\nhours_per_day: 7\nclosed_day_end: keep\n",
        CALENDAR + "cut_off: {after: 15:00, source: NĐ 61/2018}\nvalid: [2024-01-01, 2026-12-31]\n",
    )
    assert rules.weekly == ((MORNING, AFTERNOON),) * 5 + ((MORNING,), ())
    assert (rules.hours_per_day, rules.moves_closed_end, rules.cut_off) == (7, False, time(15))
    assert (rules.first_day, rules.last_day) == (date(2024, 1, 1), date(2026, 12, 31))


def test_days_off_and_worked_days_add_up_and_the_nearer_calendar_wins() -> None:
    rules = rules_of(
        "days_off: [{on: 2026-01-10, name: Nghỉ, source: TB}]\n"
        "worked_days: [{on: 2026-01-12, name: Làm, source: TB, hours: 08:00-09:00}]\n",
        CALENDAR + "days_off: [{on: 2026-01-12, name: Nghỉ, source: TB}]\n"
        "worked_days: [{on: 2026-01-10, name: Làm, source: TB}, {on: 2026-01-17, name: L, source: TB}]\n",
    )
    assert rules.sessions(SATURDAY) == ()
    assert rules.sessions(MONDAY) == ((time(8), time(9)),)
    assert rules.sessions(date(2026, 1, 17)) == (MORNING, AFTERNOON)
    assert rules.days_off[SATURDAY] == Label("Nghỉ")


def test_a_day_worked_like_another_has_the_hours_of_the_calendar_it_is_read_in() -> None:
    worked = "worked_days: [{on: 2026-01-10, name: Làm, source: TB, like: friday}]\n"
    rules = rules_of("hours: {friday: 07:30-11:30}\n", CALENDAR + worked)
    assert rules.sessions(SATURDAY) == (MORNING,)


@pytest.mark.parametrize("extended", ["desk", "nothing"])
def test_a_chain_that_leads_nowhere_or_back_is_refused(extended: str) -> None:
    spec = a_calendar(CHILD.replace("extends: office", f"extends: {extended}"))
    with pytest.raises(SpecError, match="Expected calendar “desk” to extend"):
        compile_calendars([spec])
