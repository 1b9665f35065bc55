"""Rehearses a procedure on the calendar: what a dossier received at an instant would be due when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.errors import GuardFailedError, NotFoundError
from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.messages import Label, message
from engine.services.office import Office, Rulebook
from engine.specs.condition_words import condition_in_words
from engine.specs.durations import UNCOUNTED, Duration
from engine.specs.procedures import Procedure
from engine.specs.yearly_dates import YearlyDate
from engine.worktime.amounts import TimeUnit
from engine.worktime.explain import Line, explain_date
from engine.worktime.explain import explain as explain_allowance
from engine.worktime.work_calendar import WorkCalendar
from engine.worktime.yearly import next_date


@dataclass(frozen=True, slots=True)
class Stretch:
    """One limit on the calendar: from when, until when, and the arithmetic line by line.

    Attributes:
        node: key of the step, or "" for a legal limit.
        due: the date that stands instead of a limit.
        condition: for a legal limit that holds for some dossiers only, when it does.
    """

    node: str
    label: Label
    limit: Duration
    starts_at: datetime
    due_at: datetime
    lines: tuple[Line, ...]
    condition: Label | None = None
    due: YearlyDate | None = None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The legal limits, and the steps one after the other, each taking all of its time."""

    procedure: Procedure
    desk: Label
    limits: tuple[Stretch, ...]
    steps: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a dossier would be received, and what is in force there."""

    net: ProcedureNet
    rulebook: Rulebook
    desk: str
    territory: str

    def calendar_of(self, node: Node) -> WorkCalendar:
        """Return the calendar of the unit that works on a node; an unassigned one uses the desk's."""
        if node.performer is None:
            return self.rulebook.calendar_of(self.desk)
        try:
            unit = self.rulebook.directory.resolve(
                node.performer.role,
                procedure=self.net.procedure,
                territory=self.territory,
                desk=self.desk,
                on=self.rulebook.on,
            )
        except NotFoundError:
            unit = self.desk
        return self.rulebook.calendar_of(unit)


def rehearse(office: Office, key: str, received_at: datetime, desk: str | None = None) -> Rehearsal:
    """Return every limit of a published procedure for a dossier received at an instant.

    Where routes part, each is followed; where they meet, the next step begins when the last of them
    arrives. Waits take no time, and nothing is sent back.

    Raises:
        NotFoundError: no such procedure is in force on that day.
        GuardFailedError: ``desk`` is not a desk that is open on that day.
    """
    place = _place(office, key, received_at, desk)
    procedure = place.net.procedure
    calendar = (
        place.rulebook.calendars[procedure.calendar]
        if procedure.calendar
        else place.rulebook.calendar_of(place.desk)
    )
    steps, begins = _steps(place, received_at)
    limits = tuple(
        _legal(
            case.limit,
            None if case.when is None else condition_in_words(case.when, procedure.dossier.fields),
            received_at,
            calendar,
        )
        for case in procedure.limit
        if case.limit.counted and not procedure.appointments
    )
    if procedure.due is not None:
        label = Label("Thời hạn giải quyết", "Legal limit")
        limits = (_dated("", label, procedure.due, received_at, calendar),)
    unit = place.rulebook.directory.unit(place.desk)
    appointments = tuple(_appointments(procedure, begins, calendar))
    return Rehearsal(procedure, unit.name, (*limits, *appointments), tuple(steps))


def _place(office: Office, key: str, received_at: datetime, desk: str | None) -> _Place:
    day = received_at.astimezone(office.zone).date()
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow, day)
        publication = rulebook.procedures.get(key)
        if publication is None:
            raise NotFoundError(
                message(
                    "Expected a procedure in force on {day}, but found “{found}”",
                    day=f"{day:%d/%m/%Y}",
                    found=key,
                )
            )
        net = office.net(uow, publication.digest)
    directory = rulebook.directory
    desks = directory.desks(day)
    chosen = desk or next(iter(desks), "")
    if chosen not in desks:
        raise GuardFailedError(
            message(
                "Expected a one-stop desk that is open on that day, but found “{desk}”", desk=chosen
            )
        )
    territory = directory.unit(chosen).territory or next(iter(directory.territories(day)), "")
    return _Place(net, rulebook, chosen, territory)


def _legal(
    limit: Duration, condition: Label | None, received_at: datetime, calendar: WorkCalendar
) -> Stretch:
    round_the_clock = all(span.unit is TimeUnit.HOUR for span in limit.parts)
    starts_at = received_at if round_the_clock else calendar.reception(received_at)
    told = explain_allowance(
        calendar, starts_at, calendar.allowance(limit.parts), received_at=received_at
    )
    label = Label("Thời hạn giải quyết", "Legal limit")
    return Stretch("", label, limit, starts_at, told.due_at, told.lines, condition)


def _dated(
    node: str, label: Label, due: YearlyDate, starts_at: datetime, calendar: WorkCalendar
) -> Stretch:
    on = next_date(calendar, starts_at, due.month, due.day)
    told = explain_date(calendar, starts_at, on)
    return Stretch(node, label, UNCOUNTED, starts_at, told.due_at, told.lines, due=due)


def _appointments(
    procedure: Procedure, begins: Mapping[str, datetime], calendar: WorkCalendar
) -> Iterator[Stretch]:
    for name, appointment in procedure.appointments.items():
        if appointment.limit.counted:
            stretch = _legal(appointment.limit, None, begins[appointment.first_step], calendar)
            yield replace(stretch, label=appointment.label or Label(name))


def _steps(place: _Place, received_at: datetime) -> tuple[list[Stretch], Mapping[str, datetime]]:
    """Return the limits of the steps, and when each node begins."""
    begun: dict[str, datetime] = {}
    stretches: list[Stretch] = []
    left_at: dict[str, datetime] = {}
    for node in _in_order(place.net):
        begins = max(
            (
                left_at[way.source]
                for way in place.net.entering(node.key)
                if not way.goes_back and way.source in left_at
            ),
            default=received_at,
        )
        begun[node.key] = left_at[node.key] = begins
        if node.kind is NodeKind.WORK and node.due is not None:
            stretch = _dated(node.key, node.label, node.due, begins, place.calendar_of(node))
            left_at[node.key] = stretch.due_at
            stretches.append(stretch)
        elif node.kind is NodeKind.WORK and node.limit is not None and node.limit.counted:
            calendar = place.calendar_of(node)
            told = explain_allowance(calendar, begins, calendar.allowance(node.limit.parts))
            left_at[node.key] = told.due_at
            stretches.append(
                Stretch(node.key, node.label, node.limit, begins, told.due_at, told.lines)
            )
    return stretches, begun


def _in_order(net: ProcedureNet) -> list[Node]:
    """Return the nodes so that each follows all it can be reached from without going back."""
    waiting: Mapping[str, set[str]] = {
        node.key: {way.source for way in net.entering(node.key) if not way.goes_back}
        for node in net.nodes
    }
    ordered: list[Node] = []
    done: set[str] = set()
    nodes = list(net.nodes)
    while nodes:
        ready = next((node for node in nodes if waiting[node.key] <= done), nodes[0])
        nodes.remove(ready)
        done.add(ready.key)
        ordered.append(ready)
    return ordered
