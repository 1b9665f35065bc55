"""How the end of a limit changes with its start: for a while it moves along, or it stays where it is.

The conventions are those of ``reckoning.after``, which a property test holds against these. Between two places
where an answer changes its course, nobody needs to ask for every minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.office_time import DAY, OfficeTime

EVER = 1 << 62
"""More seconds than any calendar has."""


class Course(NamedTuple):
    """The end of something begun at an instant, and of the same begun a little later.

    Attributes:
        end: the second in which it ends.
        moves: whether begun later it ends as much later; otherwise its end stays.
        room: in seconds; it holds for every start less than so much later. At least 1.
    """

    end: int
    moves: bool
    room: int


def course(office: OfficeTime, start: int, allowances: Iterable[Allowance]) -> Course:
    """Return the course of allowances begun at ``start``, each where the one before ended."""
    at, moves, room = start, True, EVER
    for allowance in allowances:
        last = len(allowance) - 1
        for position, amount in enumerate(allowance):
            at, goes_on, space = _after(office, at, amount, is_last=position == last)
            if moves:
                moves, room = goes_on, min(room, space)
    return Course(at, moves, room)


def later_than(course: Course, other: Course) -> tuple[bool, int]:
    """Return whether a course ends later than another of the same start, and for how many seconds of it."""
    ahead, room = course.end - other.end, min(course.room, other.room)
    if ahead <= 0 and course.moves and not other.moves:
        return False, min(room, 1 - ahead)
    if ahead > 0 and other.moves and not course.moves:
        return True, min(room, ahead)
    return ahead > 0, room


def _after(office: OfficeTime, start: int, amount: Amount, *, is_last: bool) -> Course:
    if amount.unit is TimeUnit.HOUR:
        return Course(start + amount.seconds, True, EVER)
    if amount.unit is TimeUnit.SAME_DAY:
        end = office.closing(start)
        return Course(end, False, end - start)
    if amount.unit is TimeUnit.WORKING_DAY:
        opened = _opening(office, start)
        moved = _then(opened, _moved(office, opened.end, amount.whole)) if amount.whole else opened
    else:
        moved = Course(start + amount.whole * DAY, True, EVER)
        if is_last and not amount.seconds and office.rules.moves_closed_end:
            return _then(moved, _out_of_closed_day(office, moved.end))
    return _then(moved, _worked(office, moved.end, amount.seconds)) if amount.seconds else moved


def _then(first: Course, second: Course) -> Course:
    """Return the course of something followed by something else."""
    if not first.moves:
        return Course(second.end, False, first.room)
    return Course(second.end, second.moves, min(first.room, second.room))


def _opening(office: OfficeTime, at: int) -> Course:
    opening = office.opening(at)
    return Course(opening, opening == at, office.next_edge(at) - at)


def _moved(office: OfficeTime, at: int, days: int) -> Course:
    """Return the course of an instant in office hours when it is moved by working days."""
    end = office.move(at, days)
    room = office.next_edge(at) - at
    if (end - at) % DAY == 0 and office.is_open(end):
        return Course(end, True, min(room, office.next_edge(end) - end))
    # That day's hours do not hold the clock time; the end stays until the clock comes to the next opening.
    day = (end - 1) // DAY
    by_clock = day * DAY + at % DAY
    return Course(end, False, min(room, office.next_edge(by_clock) - by_clock))


def _worked(office: OfficeTime, at: int, seconds: int) -> Course:
    """Return the course of the first instant with so much more office time before it."""
    end = office.earliest(office.used(at) + seconds)
    room = office.next_edge(at) - at
    if not office.is_open(at):
        return Course(end, False, room)
    # The closing of a session is still an end of its own.
    left = office.next_edge(end) - end if office.is_open(end) else 0
    return Course(end, True, min(room, left + 1))


def _out_of_closed_day(office: OfficeTime, at: int) -> Course:
    # Of midnight, nothing is known but itself: it may end the hours of the day before.
    room = DAY - at % DAY if at % DAY else 1
    if office.is_closed_day(at):
        return Course(office.closing(at), False, room)
    return Course(at, True, room)
