"""What the model knows of limits that span several steps: the legal one or its appointments, groups, phases.

Written from the rules of the specification language, apart from ``engine.core``. Instants are naive and local.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from engine.graph.net import Node, NodeKind
from engine.specs.durations import Duration
from engine.specs.yearly_dates import YearlyDate
from tests.support.slow_calendar import ONE_DAY, SlowCalendar
from tests.support.slow_ledger import SlowLedger, amounts

WHOLE = "dossier"


@dataclass
class ModelLimit:
    """One limit; ``on`` is when it is due where that is a day of the year, which nothing moves."""

    kind: Literal["dossier", "period"]
    ledger: SlowLedger | None = None
    on: datetime | None = None
    state: Literal["running", "paused", "stopped"] = "running"
    due_when_stopped: datetime | None = None
    apology: tuple[date, date] | None = None
    extended: bool = False

    @property
    def due(self) -> datetime | None:
        if self.on is not None or self.ledger is None:
            return self.on
        return self.due_when_stopped if self.state == "stopped" else self.ledger.due

    def pause(self, now: datetime) -> None:
        self.state = "paused"
        if self.ledger is not None:
            self.ledger.pause(now)

    def stop(self, now: datetime) -> None:
        self.due_when_stopped = self.due
        self.pause(now)
        self.state = "stopped"

    def resume(self, now: datetime) -> None:
        self.state = "running"
        if self.ledger is not None:
            self.ledger.resume(now)

    def restart(self, now: datetime) -> None:
        self.state = "running"
        if self.ledger is not None:
            self.ledger.restart(now)


class ModelLimits:
    """The limits of one dossier, by name; a group or phase that is over is forgotten."""

    def __init__(self, calendar: SlowCalendar, *, parted: bool) -> None:
        self._calendar = calendar
        self._parted = parted
        self.known: dict[str, ModelLimit] = {}

    def begin(
        self,
        name: str,
        kind: Literal["dossier", "period"],
        limit: Duration | YearlyDate,
        now: datetime,
    ) -> None:
        """Begin a limit, unless it counts nothing."""
        if isinstance(limit, YearlyDate):
            self.known[name] = ModelLimit(kind, on=day_of_year(self._calendar, limit, now))
        elif limit.counted:
            allowed = amounts(limit.parts, self._calendar.rules.hours_per_day)
            ledger = SlowLedger(self._calendar, allowed, now, by_receipt=kind == "dossier")
            self.known[name] = ModelLimit(kind, ledger)

    def wait_began(self, wait: Node, now: datetime) -> None:
        for name, limit in self.known.items():
            if limit.state == "running" and self._stops(wait, name, limit):
                limit.pause(now)

    def go_on(self, here: Iterable[Node], now: datetime) -> None:
        """Let run on what stood still for a wait that is over, unless it does so for another one."""
        there = list(here)
        for name, limit in self.known.items():
            if limit.state == "paused" and not self._held(name, limit, there):
                limit.resume(now)

    def begin_anew(self, wait: Node, here: Iterable[Node], now: datetime) -> None:
        """Let what stood still for ``wait`` begin again with its whole time; another wait may hold it."""
        there = list(here)
        for name, limit in self.known.items():
            if limit.state == "paused" and self._concerns(wait, name, limit):
                limit.restart(now)
                if self._held(name, limit, there):
                    limit.pause(now)

    def hold_where_waiting(self, name: str, here: Iterable[Node], now: datetime) -> None:
        limit = self.known.get(name)
        if limit is not None and limit.state == "running" and self._held(name, limit, list(here)):
            limit.pause(now)

    def settle(self, inside: set[str], here: Iterable[Node], now: datetime) -> None:
        """Stop the legal limits the dossier has left, and let run on those it came back into."""
        for name, limit in self.known.items():
            if limit.kind != "dossier":
                continue
            if limit.state == "running" and name not in inside:
                limit.stop(now)
            elif limit.state == "stopped" and name in inside:
                limit.resume(now)
                self.hold_where_waiting(name, here, now)

    def _held(self, name: str, limit: ModelLimit, here: list[Node]) -> bool:
        return any(self._stops(node, name, limit) for node in here if node.kind is NodeKind.WAIT)

    def _stops(self, wait: Node, name: str, limit: ModelLimit) -> bool:
        return wait.clock_effect != "run" and self._concerns(wait, name, limit)

    def _concerns(self, wait: Node, name: str, limit: ModelLimit) -> bool:
        return limit.kind == "period" or not self._parted or wait.appointment == name


def day_of_year(calendar: SlowCalendar, due: YearlyDate, now: datetime) -> datetime:
    """Return when the office closes on the next such day; on a day off, when it next does."""
    for year in (now.year, now.year + 1):
        on = _day(year, due.month, due.day)
        closes = calendar.closing(datetime.combine(on, time()))
        if on >= now.date() and closes >= now:
            return closes
    raise AssertionError("Expected a day within a year")


def _day(year: int, month: int, day: int) -> date:
    first = date(year, month, 1)
    last_of_month = (first + timedelta(days=31)).replace(day=1) - ONE_DAY
    return min(first + (day - 1) * ONE_DAY, last_of_month)


def working_days_after(calendar: SlowCalendar, first: date, last: date) -> int:
    """Return how many working days there are after ``first``, up to and with ``last``."""
    days = (first + ONE_DAY * n for n in range(1, (last - first).days + 1))
    return sum(bool(calendar.windows(day)) for day in days)
