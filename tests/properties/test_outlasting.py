"""A walk that is said to outlast another one never ends sooner, on whatever calendar and from whatever start."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from engine.graph.effort import Effort
from engine.graph.outlasting import least_ways, longest_lasting, outlasts
from engine.graph.tracks import Reading, Stretch, Track
from engine.graph.walks import Walk
from engine.specs.durations import Duration
from engine.worktime.rules import CalendarRangeError
from engine.worktime.work_calendar import WorkCalendar
from tests.support.random_procedures import LIMITS, a_random_calendar
from tests.support.seeds import seeded_random

FIRST = date(2026, 2, 2)
ROUNDS = 60
WORK = 1_000_000


def a_walk(calendar: WorkCalendar, texts: list[str], reading: Reading) -> Walk:
    stretches = tuple(Stretch((text,), Duration.parse(text)) for text in texts)
    return Walk(calendar, Track(stretches), reading)


def some_starts(calendar: WorkCalendar, minutes: list[int]) -> list[datetime]:
    begin = datetime.combine(FIRST, time(), calendar.zone).astimezone(UTC)
    return [begin + timedelta(minutes=each) for each in minutes]


def test_what_outlasts_another_walk_never_ends_sooner() -> None:
    source = seeded_random()
    found = 0
    for _ in range(ROUNDS):
        calendar = a_random_calendar(source, FIRST, 200)
        reading: Reading = source.choice(("rows", "sum"))
        walks = [
            a_walk(calendar, [source.choice(LIMITS[:-1]) for _ in range(length)], reading)
            for length in (1, 1, 2, 2, 3, 3, 4)
        ]
        starts = some_starts(calendar, [source.randrange(20 * 24 * 60) for _ in range(40)])
        pairs = [(one, other) for one in walks for other in walks if one is not other]
        for one, other in pairs:
            if not outlasts(one, other, Effort(WORK)):
                continue
            found += 1
            for start in starts:
                try:
                    assert one.end(start) >= other.end(start), (one, other, start)
                except CalendarRangeError:
                    continue
    assert found > ROUNDS / 2


def test_what_is_left_of_walks_and_ways_has_the_same_worst_case() -> None:
    source = seeded_random()
    dropped = 0
    for _ in range(ROUNDS):
        calendar = a_random_calendar(source, FIRST, 300)
        ways = [
            [
                a_walk(
                    calendar,
                    [source.choice(LIMITS[:-1]) for _ in range(source.randint(1, 4))],
                    "sum",
                )
                for _ in range(4)
            ]
            for _ in range(3)
        ]

        kept = least_ways([longest_lasting(walks, Effort(WORK)) for walks in ways], Effort(WORK))

        dropped += sum(map(len, ways)) - sum(map(len, kept))
        for start in some_starts(calendar, [source.randrange(20 * 24 * 60) for _ in range(20)]):
            try:
                worst = min(max(walk.end(start) for walk in walks) for walks in ways)
            except CalendarRangeError:
                continue
            assert min(max(walk.end(start) for walk in walks) for walks in kept) == worst
    assert dropped > ROUNDS
