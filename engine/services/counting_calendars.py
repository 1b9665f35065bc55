"""By which working calendar the limits of a procedure are counted when it is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.errors import EngineError
from engine.specs.calendars import CalendarSpec
from engine.specs.durations import Duration
from engine.specs.loader import Loaded
from engine.specs.organisation import OrganisationSpec
from engine.specs.outcomes import Outcome
from engine.specs.procedures import Procedure
from engine.specs.steps import Step
from engine.specs.work_calendars import compile_calendars
from engine.worktime.amounts import TimeUnit
from engine.worktime.work_calendar import WorkCalendar


class CountingCalendars:
    """The calendars among some documents; each is compiled when it is first needed."""

    def __init__(self, documents: Iterable[Loaded]) -> None:
        """Look for calendars, and for the organisation that says which one is the usual one."""
        found = [loaded.document for loaded in documents]
        self._specs = {each.code: each for each in found if isinstance(each, CalendarSpec)}
        usual = {each.calendar for each in found if isinstance(each, OrganisationSpec)}
        self._usual = usual.pop() if len(usual) == 1 else None
        self._compiled: dict[str, WorkCalendar | None] = {}

    def find(self, procedure: Procedure) -> WorkCalendar | None:
        """Return the calendar of a procedure, or that of the organisation where it names none.

        None where the documents hold no such calendar, where it is wrong (a finding of its own), or where
        all times are of one kind: what adds up then adds up in any calendar.
        """
        code = procedure.calendar or self._usual
        if code is None or code not in self._specs or len(_kinds(procedure)) < 2:
            return None
        if code not in self._compiled:
            self._compiled[code] = self._compile(code)
        return self._compiled[code]

    def _compile(self, code: str) -> WorkCalendar | None:
        chain: dict[str, CalendarSpec] = {}
        named: str | None = code
        while named in self._specs and named not in chain:
            chain[named] = self._specs[named]
            named = chain[named].extends
        try:
            return compile_calendars(list(chain.values()))[code]
        except EngineError:
            return None


def _kinds(procedure: Procedure) -> set[TimeUnit]:
    units = {part.unit for limit in _limits(procedure) for part in limit.parts}
    return {TimeUnit.WORKING_DAY if unit is TimeUnit.WORKING_HOUR else unit for unit in units}


def _limits(procedure: Procedure) -> Iterator[Duration]:
    yield from (case.limit for case in procedure.limit)
    yield from (each.limit for each in procedure.appointments.values())
    yield from (each.limit for each in procedure.groups.values())
    yield from (each.limit for each in procedure.phases.values())
    for step in procedure.steps.values():
        timed: list[Step | Outcome] = [step, *(step.outcomes or {}).values()]
        yield from (each.limit for each in timed if each.limit is not None)
        yield from (each.expires.after for each in timed if each.expires is not None)
