"""What a decision may know besides the dossier itself: the instant, the actor, the office.

Everything here is immutable and was looked up before: ``decide`` looks nothing up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.core.last_command import LastCommand
from engine.graph.net import ProcedureNet
from engine.specs.directory import Directory
from engine.specs.organisation import Duty
from engine.worktime.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an officer with the posts held today, or the system itself."""

    officer: str
    posts: frozenset[tuple[str, str]] = frozenset()
    duties: frozenset[Duty] = frozenset()

    @property
    def units(self) -> frozenset[str]:
        """Return the units the officer has a post in."""
        return frozenset(unit for unit, _ in self.posts)


SYSTEM = Actor("system")
"""The actor of the sweep and of automatic steps."""


@dataclass(frozen=True, slots=True)
class Context:
    """The instant of the command, who gives it, and the office as published for that day.

    Attributes:
        now: aware, in UTC.
        net: the net of the procedure version the dossier is pinned to; ``digest`` is its content hash.
        calendars: working calendars by code.
        zone: the zone legal dates are counted in.
        today: the legal date of the command.
        last: what was done last to the dossier; known only where it is to be taken back.
    """

    now: datetime
    actor: Actor
    net: ProcedureNet
    digest: str
    directory: Directory
    calendars: Mapping[str, WorkCalendar]
    zone: ZoneInfo
    last: LastCommand | None = None
    today: date = field(init=False)

    def __post_init__(self) -> None:
        """Tell the legal date once: a decision asks for it many times."""
        object.__setattr__(self, "today", self.now.astimezone(self.zone).date())

    def calendar_of(self, unit: str) -> WorkCalendar:
        """Return the calendar a unit works by."""
        return self.calendars[self.directory.calendar_of(unit)]
