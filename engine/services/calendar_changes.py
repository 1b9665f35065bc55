"""A changed calendar and the dossiers under way: which due dates would move and why, and moving them.

Publishing a calendar moves nothing: dossiers received later follow it, and so does what runs on later. What
runs already keeps the date everybody was told, until an administrator has looked at the list and applies it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from engine.core.commands import RecountDueDates
from engine.core.context import SYSTEM
from engine.core.decide import decide
from engine.core.events import ClockRecounted
from engine.core.guards import require_reason
from engine.core.state import RunningClock
from engine.errors import EngineError, NotAuthorizedError
from engine.messages import Message, message
from engine.services.commands import execute
from engine.services.office import Office, Rulebook
from engine.worktime.skipped_days import day_kind
from engine.worktime.work_calendar import WorkCalendar

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Move:
    """A due date that would move, or has moved, because a calendar changed.

    Attributes:
        number: that of the clock, ``kind`` and ``name`` tell what it limits.
        first_due_at: the date of the beginning, which is kept for ever.
        due_at: the date on record, ``counted_at`` the one the calendar in force gives.
        reasons: the days that are counted differently.
    """

    dossier: str
    number: int
    kind: str
    name: str
    first_due_at: datetime | None
    due_at: datetime | None
    counted_at: datetime | None
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Recounted:
    """What applying did: due dates that moved, and dossiers that could not be counted again."""

    moves: tuple[Move, ...]
    stuck: tuple[str, ...]


def preview(office: Office, officer: str) -> tuple[Move, ...]:
    """Return the due dates that would move, by dossier; nothing is written.

    Raises:
        NotAuthorizedError: the officer is no administrator.
    """
    _require_administrator(office, officer)
    return tuple(move for code in _candidates(office) for move in _moves(office, code)[1])


def apply(office: Office, officer: str, reason: str) -> Recounted:
    """Let every due date move that the calendars in force move, each dossier in a transaction of its own.

    It can be repeated, and go on after a kill: what has moved does not move again.

    Raises:
        RejectionError: the officer is no administrator, or there is no reason.
    """
    _require_administrator(office, officer)
    require_reason(reason)
    moved: list[Move] = []
    stuck: list[str] = []
    for dossier in _candidates(office):
        try:
            moved += _apply(office, dossier, officer, reason)
        except EngineError:
            stuck.append(dossier)
    return Recounted(tuple(moved), tuple(stuck))


def _apply(office: Office, code: str, officer: str, reason: str) -> tuple[Move, ...]:
    version, moves = _moves(office, code)
    if not moves:
        return ()
    # A calendar may come back to what it was; then the same dates move once more.
    seed = f"motcua:recount:{code}:{version}:{moves}:{reason}"
    command = RecountDueDates(
        command_id=str(uuid5(NAMESPACE_URL, seed)), dossier=code, reason=reason
    )
    applied = execute(office, command, officer)
    counted = {each.number for each in applied.events if isinstance(each, ClockRecounted)}
    return tuple(move for move in moves if move.number in counted)


def _require_administrator(office: Office, officer: str) -> None:
    with office.database.reading() as uow:
        actor = office.actor(office.rulebook(uow), officer)
    if "administrator" not in actor.duties:
        raise NotAuthorizedError(
            message("Expected an administrator to count due dates again, but you are none")
        )


def _candidates(office: Office) -> Iterator[str]:
    """Iterate over the dossiers that count by another version of a calendar than the one in force."""
    after = ""
    while True:
        with office.database.reading() as uow:
            calendars = office.rulebook(uow).calendars
            versions = {code: calendar.version for code, calendar in calendars.items()}
            found = uow.clocks.counted_otherwise(versions, after, _BATCH)
        yield from found
        if len(found) < _BATCH:
            return
        after = found[-1]


def _moves(office: Office, code: str) -> tuple[int, tuple[Move, ...]]:
    """Return the version of a dossier, and what counting it again would move; nothing is written."""
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(code)
        if dossier is None:
            return 0, ()
        rulebook = office.with_earlier_calendars(uow, office.rulebook(uow))
        context = office.context(uow, rulebook, SYSTEM, dossier.digest)
    command = RecountDueDates(command_id="", dossier=code, reason="-")
    events = decide(dossier, command, context)
    return dossier.version, tuple(
        _move(dossier.clocks[event.number], event, code, rulebook)
        for event in events
        if isinstance(event, ClockRecounted)
    )


def _move(clock: RunningClock, event: ClockRecounted, code: str, rulebook: Rulebook) -> Move:
    new = rulebook.calendars[clock.calendar]
    known = rulebook.versions_of(clock.calendar)
    old = next((each for each in known if each.version == clock.calendar_version), new)
    dates = [at for at in (clock.due_at, event.entry.due_at) if at is not None]
    begins = event.entry.runs_from or event.at
    ends = max(dates, default=begins)
    days = (new.local(begins).date(), new.local(ends).date())
    return Move(
        dossier=code,
        number=clock.number,
        kind=clock.kind,
        name=clock.name,
        first_due_at=clock.first_due_at,
        due_at=clock.due_at,
        counted_at=event.entry.due_at,
        reasons=tuple(_differences(old, new, *days)),
    )


def _differences(
    old: WorkCalendar, new: WorkCalendar, first: date, last: date
) -> Iterator[Message]:
    """Tell the days of a stretch that two versions of a calendar count differently."""
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        if old.rules.sessions(day) == new.rules.sessions(day):
            continue
        on = f"{day:%d/%m/%Y}"
        if not new.is_working_day(day):
            yield message("{date} is a day off now: {name}", date=on, name=day_kind(new, day))
        elif not old.is_working_day(day):
            yield message("{date} is a working day now", date=on)
        else:
            yield message("{date} has other office hours now", date=on)
