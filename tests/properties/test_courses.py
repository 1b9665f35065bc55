"""What is said of the end of a limit for later starts is what comes of adding it to each of them."""

from __future__ import annotations

from datetime import date

from engine.graph.walks import not_moved
from engine.specs.durations import Duration
from engine.worktime.amounts import Allowance
from engine.worktime.courses import Course, course, later_than
from engine.worktime.office_time import DAY, OfficeTime
from engine.worktime.reckoning import after
from engine.worktime.rules import CalendarRangeError
from tests.support.random_procedures import LIMITS, a_random_calendar
from tests.support.seeds import seeded_random

FIRST = date(2026, 2, 2)
ROUNDS = 150


def added(office: OfficeTime, start: int, allowances: tuple[Allowance, ...]) -> int:
    """Add allowances as the clocks do."""
    for allowance in allowances:
        for position, amount in enumerate(allowance):
            start = after(office, start, amount, is_last=position == len(allowance) - 1)
    return start


def test_a_course_tells_the_end_of_every_start_as_far_as_it_goes() -> None:
    source = seeded_random()
    for number in range(ROUNDS):
        calendar = a_random_calendar(source, FIRST, 120)
        office = OfficeTime(calendar.rules)
        limits = [Duration.parse(source.choice(LIMITS[:-1])) for _ in range(source.randint(1, 4))]
        allowances = tuple(calendar.allowance(limit.parts) for limit in limits)
        if source.random() < 0.5:
            allowances = (not_moved(tuple(each for row in allowances for each in row)),)
        start = source.choice((source.randrange(20 * DAY), source.randrange(20 * 24 * 12) * 300))
        told = (number, limits, calendar.rules, start)
        try:
            found = course(office, start, allowances)
            assert found.room >= 1, told
            room = min(found.room, 4 * DAY)
            later = {0, 1, room - 1, room // 2, *(source.randrange(room) for _ in range(20))}
            for seconds in later & set(range(room)):
                expected = found.end + (seconds if found.moves else 0)
                assert added(office, start + seconds, allowances) == expected, (*told, seconds)
        except CalendarRangeError:
            continue


def test_one_course_is_later_than_another_for_as_long_as_is_said() -> None:
    source = seeded_random()
    for _ in range(ROUNDS):
        one, other = (
            Course(source.randrange(8), source.random() < 0.5, source.randint(1, 9)) for _ in "ab"
        )

        later, room = later_than(one, other)

        assert 1 <= room <= min(one.room, other.room)
        for seconds in range(room):
            ends = [each.end + (seconds if each.moves else 0) for each in (one, other)]
            assert (ends[0] > ends[1]) is later, (one, other, seconds)
