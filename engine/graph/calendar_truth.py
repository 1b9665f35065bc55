"""Whether the printed limits of the steps end by the legal due date, on whatever day a dossier is received.

The worst case on a calendar: every counted step uses its whole limit, and the next one begins when it ends.
Parallel routes are joined by the latest of those that must be waited for, return edges are not used, groups and phases count once,
and waits only where the clock runs on. Instants of receipt are whole minutes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.graph.charges import open_in_case
from engine.graph.effort import Effort, Spent
from engine.graph.net import ProcedureNet, Transition
from engine.graph.outlasting import least_ways, longest_lasting
from engine.graph.receipt_search import ReceiptSearch, Verdict
from engine.graph.tracks import Reading, find_tracks
from engine.graph.waiting import ways_to_wait
from engine.graph.walks import Stage, Walk
from engine.messages import Label
from engine.specs.durations import Duration
from engine.worktime.amounts import Allowance
from engine.worktime.work_calendar import WorkCalendar

MOST_EFFORT = 150_000
"""Steps that may be spent on the calendar proofs of one procedure."""
_MOST_MISSES = 4


@dataclass(frozen=True, slots=True)
class Miss:
    """A dossier that may become late although each step keeps its limit.

    Attributes:
        received_at: the instant from which it counts as received.
        due_at: when the legal limit ends.
        ends_at: when its worst path ends.
        stages: the worst path, one stretch of time after the other.
        holiday: the first day off with a name that it meets, or None where weekends are enough.
    """

    received_at: datetime
    due_at: datetime
    ends_at: datetime
    stages: tuple[Stage, ...]
    holiday: Label | None

    @property
    def path(self) -> tuple[str, ...]:
        """Return the keys of the steps and waits on the worst path that have a time."""
        return tuple(key for stage in self.stages for key in stage.keys)


@dataclass(frozen=True, slots=True)
class CalendarTruth:
    """What was found for one case of the legal limit.

    Attributes:
        limit: the legal limit of the case.
        first: the first day tried.
        last: the last day tried; earlier than asked where the calendar knows no more.
        days: on how many of them a dossier can be received.
        failing: the days on which some minute of receipt leads to a miss.
        misses: the first miss of all, and first ones that meet other holidays.
        decided: False where there is too much to be tried; beyond the last day tried nothing is known then.
    """

    limit: Duration
    first: date
    last: date
    days: int
    failing: tuple[date, ...]
    misses: tuple[Miss, ...]
    decided: bool = True

    @property
    def witness(self) -> Miss | None:
        """Return the first miss, or None where there is none."""
        return self.misses[0] if self.misses else None


def prove_calendar(
    net: ProcedureNet,
    calendar: WorkCalendar,
    *,
    first: date,
    last: date,
    case: int = 0,
    appointment: str | None = None,
    reading: Reading = "rows",
    effort: Effort | None = None,
) -> CalendarTruth:
    """Try every minute at which a dossier can count as received from ``first`` to ``last``.

    Of an appointment, it is every minute at which it can begin: the same rules of reception hold for it.

    Args:
        net: the procedure.
        calendar: by which its limits are counted.
        first: the first day of receipt.
        last: the last day of receipt.
        case: which case of the legal limit, counted from 0; only routes open in it are followed.
        appointment: which appointment, if not the whole procedure.
        reading: ``rows`` adds each limit on its own, as the clocks of the steps run. ``sum`` first adds
            up neighbours of one kind of time, as the decisions do: half a day and half a day are a day.
        effort: the work that may be spent; without it, what a procedure may take.
    """
    effort = effort or Effort(MOST_EFFORT)
    whole = net.procedure.limit[case].limit
    limit = net.procedure.appointments[appointment].limit if appointment else whole
    first, last = max(first, calendar.rules.first_day), min(last, calendar.rules.last_day)
    if not limit.counted:
        return CalendarTruth(limit, first, last, 0, (), ())
    legal = calendar.allowance(limit.parts)
    tried: dict[date, Verdict] = {}
    decided = True
    try:
        possible = open_in_case(net, case)
        ways = _different_ways(net, calendar, possible, reading, appointment, effort)
        if not all(ways):
            return CalendarTruth(limit, first, last, 0, (), ())
        search = ReceiptSearch(calendar, ways, legal, effort)
        # One by one: what is tried before the effort is spent counts.
        for day, verdict in search.verdicts(first, last):
            tried[day] = verdict  # noqa: PERF403
    except Spent:
        decided = False
    if not tried:
        return CalendarTruth(limit, first, first, 0, (), (), decided)
    late = {
        day: search.midnight(day) + timedelta(minutes=verdict.late_minute)
        for day, verdict in tried.items()
        if verdict.late_minute is not None
    }
    misses = _different(_misses(calendar, ways, legal, late.values()))
    return CalendarTruth(limit, first, max(tried), len(tried), tuple(late), misses, decided)


def _different_ways(
    net: ProcedureNet,
    calendar: WorkCalendar,
    possible: Callable[[Transition], bool],
    reading: Reading,
    appointment: str | None,
    effort: Effort,
) -> list[Sequence[Walk]]:
    """Return for each way to wait its walks, as far as they can matter.

    Raises:
        Spent: there are too many.
    """
    nets = ways_to_wait(net)
    if nets is None:
        raise Spent
    found: list[Sequence[Walk]] = []
    for way in nets:
        tracks = find_tracks(
            way, possible, reading, calendar.rules.hours_per_day, effort, appointment
        )
        walks = [Walk(calendar, track, reading) for track in tracks if track.stretches]
        found.append(longest_lasting(walks, effort))
    return least_ways(found, effort)


def _misses(
    calendar: WorkCalendar,
    ways: Sequence[Sequence[Walk]],
    legal: Allowance,
    receipts: Iterable[datetime],
) -> Iterator[Miss]:
    rules = calendar.rules
    days_off = sorted(day for day in rules.days_off if day not in rules.worked_days)
    for received in receipts:
        worst = _worst(ways, received)
        ends_at, due_at = worst.end(received), calendar.add(received, legal)
        until = calendar.local(max(ends_at, due_at)).date()
        following = bisect_left(days_off, calendar.local(received).date())
        met = (rules.days_off[day] for day in days_off[following : following + 1] if day <= until)
        yield Miss(received, due_at, ends_at, worst.stages(received), next(met, None))


def _worst(ways: Sequence[Sequence[Walk]], received: datetime) -> Walk:
    """Return the walk that ends last, in the way to wait where that is soonest."""

    def end(walk: Walk) -> datetime:
        return walk.end(received)

    return min((max(walks, key=end) for walks in ways), key=end)


def _different(misses: Iterable[Miss]) -> tuple[Miss, ...]:
    """Return the first miss, and of those that meet other holidays the first of each."""
    kept: dict[Label | None, Miss] = {}
    for miss in misses:
        if not kept or (miss.holiday is not None and miss.holiday not in kept):
            kept[miss.holiday] = miss
        if len(kept) == _MOST_MISSES:
            break
    return tuple(kept.values())
