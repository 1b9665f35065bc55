"""The fast calendar and the slow day-walking one agree, on 10,000 random cases of each question."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import (
    EIGHT_HOURS,
    HANOI,
    ROUND_THE_CLOCK,
    SEVEN_AND_A_HALF_HOURS,
    vietnamese_rules,
)
from tests.support.seeds import seeded_random
from tests.support.slow_calendar import SlowCalendar

CASES = 10_000
MORNING_ONLY = ((time(7, 30), time(11, 30)),)
RULES = (
    vietnamese_rules(EIGHT_HOURS),
    vietnamese_rules(SEVEN_AND_A_HALF_HOURS, saturday=MORNING_ONLY),
    vietnamese_rules(SEVEN_AND_A_HALF_HOURS, moves_closed_end=False),
    vietnamese_rules(ROUND_THE_CLOCK),
)
UNITS = (TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR, TimeUnit.DAY, TimeUnit.HOUR)
# Instants that rules turn on are drawn as often as ordinary ones.
EDGES = (
    time(0),
    time(7, 30),
    time(11, 30),
    time(13),
    time(13, 30),
    time(15),
    time(17),
    time(23, 59),
)


def an_instant(source: random.Random) -> datetime:
    day = date(2024, 1, 1) + timedelta(days=source.randrange(3 * 366))
    if source.random() < 0.5:
        return datetime.combine(day, source.choice(EDGES))
    return datetime.combine(day, time()) + timedelta(seconds=source.randrange(86_400))


def an_amount(source: random.Random) -> Amount:
    unit = source.choice((TimeUnit.WORKING_DAY, TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.SAME_DAY))
    if unit is TimeUnit.SAME_DAY:
        return Amount(unit, 0, 0)
    if unit is TimeUnit.HOUR:
        return Amount(unit, 0, source.randrange(100 * 3600))
    seconds = source.choice((0, 0, 3600, 4 * 3600, source.randrange(30 * 3600)))
    return Amount(unit, source.choice((0, 1, 2, source.randrange(60))), seconds)


def an_allowance(source: random.Random) -> Allowance:
    return tuple(an_amount(source) for _ in range(source.choice((1, 1, 1, 2, 3))))


def cases() -> Iterator[tuple[WorkCalendar, SlowCalendar, random.Random]]:
    source = seeded_random()
    calendars = [(WorkCalendar(rules), SlowCalendar(rules)) for rules in RULES]
    for _ in range(CASES):
        fast, slow = source.choice(calendars)
        yield fast, slow, source


def as_local(at: datetime) -> datetime:
    return at.astimezone(HANOI).replace(tzinfo=None)


def test_adding_agrees_with_walking_day_by_day() -> None:
    for fast, slow, source in cases():
        start, allowance = an_instant(source), an_allowance(source)

        due = fast.add(start.replace(tzinfo=HANOI), allowance)

        assert as_local(due) == slow.add(start, allowance), (start, allowance, slow.rules.weekly)


@pytest.mark.parametrize("unit", UNITS)
def test_measuring_agrees_with_walking_day_by_day(unit: TimeUnit) -> None:
    for fast, slow, source in cases():
        start = an_instant(source)
        end = start + timedelta(seconds=source.randrange(source.choice((1, 20, 60)) * 86_400))

        measured = fast.measure(start.replace(tzinfo=HANOI), end.replace(tzinfo=HANOI), unit)

        assert measured == slow.measure(start, end, unit), (start, end, slow.rules.weekly)


def test_openings_and_office_time_agree_with_walking_day_by_day() -> None:
    for fast, slow, source in cases():
        start = an_instant(source)
        end = start + timedelta(seconds=source.randrange(20 * 86_400))
        aware, aware_end = start.replace(tzinfo=HANOI), end.replace(tzinfo=HANOI)

        assert as_local(fast.opening(aware)) == slow.opening(start)
        assert fast.office_seconds(aware, aware_end) == slow.office_seconds(start, end)
