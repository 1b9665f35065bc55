"""Journals of invented dossiers, written event by event, for tests of what is kept of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from engine.core import events as happened
from engine.core.events import Event
from engine.core.evolve import fold
from engine.core.lifecycle import DossierStatus, ItemKind
from engine.core.state import Applicant, Dossier, LedgerEntry, RungAt
from engine.specs.alerts import ClockKind
from engine.store.database import Database
from engine.worktime.amounts import Amount, Span, TimeUnit

MONDAY = datetime(2026, 11, 16, 1, 30, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def received(code: str = "H01-1", *, at: datetime = MONDAY, name: str = "Đặng Thị Ánh") -> Event:
    return happened.DossierReceived(
        at=at,
        code=code,
        procedure="land_transfer",
        digest="d1",
        desk="H01.10",
        territory="H01.40",
        channel="desk",
        applicant=Applicant(
            name=name,
            identity_number="001199000042",
            phone="0912 345 678",
            address="Số 1, đường Trần Phú",
            email="anh@example.vn",
        ),
        data={"area": "120.5", "copies": 2, "urgent": False, "note": None},
        by="desk_officer",
    )


def offered(
    number: int = 1,
    *,
    unit: str = "H01.20",
    position: str = "specialist",
    clock: int = 0,
    at: datetime = MONDAY,
    kind: ItemKind = ItemKind.WORK,
    node: str = "examine",
) -> Event:
    return happened.WorkItemOffered(
        at=at,
        number=number,
        node=node,
        visit=1,
        kind=kind,
        unit=unit,
        position=position,
        clock=clock,
    )


def clock_started(
    number: int = 1,
    kind: ClockKind = "dossier",
    *,
    at: datetime = MONDAY,
    due_at: datetime = MONDAY + 5 * DAY,
    rungs: tuple[RungAt, ...] | None = None,
) -> Event:
    return happened.ClockStarted(
        at=at,
        number=number,
        kind=kind,
        name="dossier" if kind == "dossier" else "examine",
        limit=(Span(Decimal("12.5"), TimeUnit.WORKING_DAY), Span(Decimal(4), TimeUnit.HOUR)),
        calendar="H01.20",
        calendar_version="c1",
        entry=LedgerEntry(
            "started",
            at,
            runs_from=at,
            remaining=(Amount(TimeUnit.WORKING_DAY, 12, 14400), Amount(TimeUnit.HOUR, 0, 14400)),
            due_at=due_at,
        ),
        rungs=rungs
        if rungs is not None
        else (RungAt("soon", due_at - DAY), RungAt("late", due_at)),
    )


def clock_paused(number: int = 1, *, at: datetime) -> Event:
    return happened.ClockPaused(
        at=at,
        number=number,
        entry=LedgerEntry(
            "paused", at, reason="supplement", remaining=(Amount(TimeUnit.WORKING_DAY, 3, 0),)
        ),
    )


def clock_stopped(number: int = 1, *, at: datetime, late: bool = False) -> Event:
    return happened.ClockStopped(at=at, number=number, entry=LedgerEntry("stopped", at), late=late)


def alert_raised(
    number: int = 1,
    *,
    clock: int = 1,
    cycle: int = 0,
    rung: str = "soon",
    unit: str = "H01.20",
    at: datetime = MONDAY + 4 * DAY,
    item: int = 1,
) -> Event:
    return happened.AlertRaised(
        at=at,
        number=number,
        clock=clock,
        cycle=cycle,
        rung=rung,
        unit=unit,
        receiver="head",
        owner="head_officer",
        item=item,
    )


def a_long_life(code: str = "H01-1") -> list[list[Event]]:
    """Return what ten commands made of a dossier, so that every table and status is used."""
    at = [MONDAY + step * DAY for step in range(10)]
    restart = LedgerEntry("restarted", at[4], "supplemented", at[4], due_at=at[9])
    resume = LedgerEntry("resumed", at[3], runs_from=at[3], due_at=at[8])
    return [
        [
            received(code),
            happened.StatusChanged(at=at[0], status=DossierStatus.RECEIVED),
            clock_started(1),
            happened.RoutesSplit(at=at[0], node="split"),
            happened.StepEntered(at=at[0], node="examine", visit=1),
            clock_started(2, "step", due_at=at[2]),
            offered(1, clock=2),
            happened.StepEntered(at=at[0], node="consult", visit=1),
            offered(2, unit="H01.30", node="consult"),
            offered(3, unit="H01.30", node="archive", kind=ItemKind.AUTOMATIC),
        ],
        [happened.WorkItemClaimed(at=at[1], number=1, by="officer_a")],
        [
            happened.RungFired(at=at[1], clock=1, rung="soon"),
            alert_raised(1, at=at[1]),
            happened.RungFired(at=at[1], clock=2, rung="soon"),
            alert_raised(2, clock=2, at=at[1]),
        ],
        [
            happened.WorkItemCompleted(
                at=at[2],
                number=1,
                by="officer_a",
                outcome="supplement",
                data={"missing": ["bản vẽ"], "copies": 3},
                note="Thiếu bản vẽ",
            ),
            clock_stopped(2, at=at[2]),
            happened.AlertResolved(at=at[2], number=2),
            clock_paused(1, at=at[2]),
            happened.StatusChanged(at=at[2], status=DossierStatus.AWAITING_SUPPLEMENT),
            happened.StepLeft(at=at[2], node="examine", outcome="supplement"),
            happened.StepEntered(at=at[2], node="wait", visit=1),
            offered(4, kind=ItemKind.WAIT, node="wait", at=at[2]),
        ],
        [
            happened.AlertAcknowledged(at=at[3], number=1, by="head_officer", reason="Đã rõ"),
            happened.ClockResumed(at=at[3], number=1, entry=resume, rungs=(RungAt("late", at[8]),)),
            happened.AutomaticStepFailed(at=at[3], number=3, reason="no connection"),
        ],
        [
            happened.ClockRestarted(
                at=at[4], number=1, entry=restart, rungs=(RungAt("soon", at[8]),)
            ),
            happened.WorkItemExpired(at=at[4], number=4),
            happened.StepLeft(at=at[4], node="wait", outcome="provided"),
            happened.JoinReached(at=at[4], node="join", source="wait"),
        ],
        [
            happened.WorkItemCancelled(at=at[5], number=3),
            happened.WorkItemCompleted(at=at[5], number=2, by="officer_b", outcome="agreed"),
            happened.StepLeft(at=at[5], node="consult", outcome="agreed"),
            happened.JoinReached(at=at[5], node="join", source="consult"),
            happened.RoutesJoined(at=at[5], node="join"),
            happened.StatusChanged(at=at[5], status=DossierStatus.FINISHED),
            clock_stopped(1, at=at[5]),
            happened.AlertResolved(at=at[5], number=1),
        ],
        [happened.StepEntered(at=at[6], node="return", visit=1), offered(5, unit="H01.10")],
        [happened.WorkItemClaimed(at=at[7], number=5, by="desk_officer")],
        [
            happened.WorkItemCompleted(at=at[8], number=5, by="desk_officer", outcome="returned"),
            happened.DossierEnded(at=at[8], end="returned", status=DossierStatus.RETURNED),
        ],
    ]


def store(
    database: Database,
    events: list[Event],
    *,
    before: Dossier | None = None,
    command_id: str | None = None,
) -> Dossier:
    """Apply events to a dossier and store it as one command would; return what it became."""
    after = fold(events, before)
    with database.transaction() as unit:
        head = unit.journal.append(
            before,
            after,
            command_id=command_id or f"{after.code}:{after.version}",
            actor="officer_a",
            events=events,
        )
        unit.dossiers.save(before, after, head=head)
    return after
