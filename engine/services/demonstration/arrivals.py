"""Who comes when, to which desk, with what: the receptions of the demonstration, drawn beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from engine.core.state import Channel
from engine.services.demonstration.habits import Pace, days_of, paces, runs_by_night, weight
from engine.services.office import Rulebook
from engine.specs.directory import Directory
from engine.specs.procedures import Procedure
from engine.worktime.work_calendar import WorkCalendar

_ONLINE = 0.25
_AT_ANOTHER_DESK = 0.15
_GUESSES = 1000
_DAYS_PER_WORKING_DAY = 1.5


@dataclass(frozen=True, slots=True)
class Arrival:
    """A dossier that will be received: when, where, under which procedure, and how it will fare."""

    at: datetime
    procedure: Procedure
    desk: str
    territory: str
    channel: Channel
    pace: Pace = Pace.BRISK


def draw_arrivals(
    random: Random,
    rulebook: Rulebook,
    procedures: list[Procedure],
    *,
    count: int,
    since: datetime,
    until: datetime,
) -> list[Arrival]:
    """Return ``count`` receptions between two instants, in the order of time."""
    calendar = rulebook.calendars[rulebook.directory.spec.calendar]
    weights = [weight(procedure) for procedure in procedures]
    # Every procedure once, so that none is missing from the office; then by how common it is.
    once = random.sample(procedures, len(procedures))[:count]
    rest = random.choices(procedures, weights, k=count - len(once))
    arrivals = [
        _arrival(random, rulebook.directory, procedure, calendar, since, until)
        for procedure in [*once, *rest]
    ]
    arrivals.sort(key=lambda each: (each.at, each.procedure.key, each.desk, each.territory))
    # Dealt apart, so that some of those whose limit has passed by now are late or stuck, however few they are.
    decks = {passed: paces(random) for passed in (True, False)}
    return [replace(each, pace=next(decks[_limit_passed(each, until)])) for each in arrivals]


def _limit_passed(arrival: Arrival, until: datetime) -> bool:
    days = days_of(arrival.procedure.limit[0].limit) * _DAYS_PER_WORKING_DAY
    return arrival.at + timedelta(days) < until


def _arrival(
    random: Random,
    directory: Directory,
    procedure: Procedure,
    calendar: WorkCalendar,
    since: datetime,
    until: datetime,
) -> Arrival:
    urgent = runs_by_night(procedure)
    channel: Channel = "online" if not urgent and random.random() < _ONLINE else "desk"
    at = _instant(random, calendar, since, until, channel)
    desk, territory = _place(random, directory, procedure, calendar.local(at).date())
    return Arrival(at, procedure, desk, territory, channel)


def _instant(
    random: Random, calendar: WorkCalendar, since: datetime, until: datetime, channel: Channel
) -> datetime:
    for at in _guesses(random, calendar, since, until, channel):
        open_then = calendar.opening(at) == at
        if since <= at < until and (open_then or channel == "online"):
            return at
    # Only where the office has been closed ever since, as on a long holiday.
    return since


def _guesses(
    random: Random, calendar: WorkCalendar, since: datetime, until: datetime, channel: Channel
) -> Iterator[datetime]:
    days = (until - since).days + 1
    for _ in range(_GUESSES):
        day: date = calendar.local(since).date() + timedelta(
            int(random.triangular(0, days + 1, days * 0.8))
        )
        earliest, latest, peak = (6, 22, 20) if channel == "online" else (7, 17, 9)
        hour = random.triangular(earliest, latest, peak)
        yield datetime.combine(day, time(), calendar.zone) + timedelta(minutes=int(hour * 60))


def _place(
    random: Random, directory: Directory, procedure: Procedure, day: date
) -> tuple[str, str]:
    """Return a desk and a territory: a commune's own desk for its matters, the centre for the province's."""
    desks = directory.desks(day)
    own = _own_desk(directory, procedure, day)
    if own is not None:
        return own, random.choice(directory.territories(day))
    of_communes = [desk for desk in desks if directory.unit(desk).territory]
    # A desk inside an agency, as at a school, receives the agency's own matters only.
    central = [
        desk
        for desk in desks
        if not directory.unit(desk).territory and directory.unit(desk).level != "agency"
    ]
    roles = {step.by.role for step in procedure.steps.values() if step.by}
    local = procedure.level == "commune" or any(role.startswith("commune") for role in roles)
    elsewhere = procedure.boundary_free and random.random() < _AT_ANOTHER_DESK
    chosen = of_communes if local != elsewhere else central
    desk = random.choice(chosen or list(desks))
    territory = directory.unit(desk).territory or random.choice(directory.territories(day))
    return desk, territory


def _own_desk(directory: Directory, procedure: Procedure, day: date) -> str | None:
    """Return the desk that alone receives a procedure, where its first step names one by role."""
    first = next(iter(procedure.steps.values()))
    if first.by is None:
        return None
    unit = directory.find_responsible(first.by.role, procedure=procedure, territory=None, on=day)
    return unit if unit in directory.desks(day) else None
