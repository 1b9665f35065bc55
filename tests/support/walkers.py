"""One dossier played in memory: commands go in, and after each the journal must amount to the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from textwrap import dedent, indent
from types import MappingProxyType
from typing import Any

from engine.core import commands as asked
from engine.core.clocks import derived_due
from engine.core.context import SYSTEM, Actor, Context
from engine.core.decide import decide
from engine.core.events import Event, RungFired
from engine.core.evolve import fold
from engine.core.last_command import LastCommand
from engine.core.lifecycle import OPEN_ITEMS, AlertStatus, ClockStatus
from engine.core.state import Alert, Applicant, Dossier, RunningClock, WorkItem
from engine.graph.build import build
from engine.graph.net import ProcedureNet
from engine.specs.directory import Directory
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import HANOI, at, eight_hour_desk, round_the_clock_rules
from tests.support.specs import a_procedure, an_organisation

ORGANISATION = """\
kind: organisation
code: H99
title: Tỉnh
calendar: vn
positions: {head: Trưởng phòng, leader: Lãnh đạo, officer: Chuyên viên, reception: Tiếp nhận}
roles: {department: Sở, authority: Ủy ban nhân dân tỉnh, commune: Ủy ban nhân dân xã, consulted: Nơi hỏi}
units:
  - {code: "00", name: Tỉnh, level: province, valid_from: 2025-07-01}
  - {code: "01", name: Sở Nội vụ, parent: "00", level: department}
  - {code: "02", name: Trung tâm, parent: "00", level: department, desk: true}
  - {code: "11", name: Xã A, parent: "00", level: commune, territory: "11"}
  - {code: "12", name: Xã B, parent: "00", level: commune, territory: "12"}
  - {code: "19", name: Xã cũ, parent: "00", level: commune, valid_until: 2025-12-31, successor: "11"}
officers:
  - {id: an, name: Nguyễn Văn An, posts: [{unit: "01", position: head}], duties: [clerk, supervisor]}
  - {id: binh, name: Trần Thị Bình, posts: [{unit: "01", position: officer}]}
  - {id: bach, name: Vũ Bách, posts: [{unit: "01", position: officer}]}
  - {id: chi, name: Lê Chi, posts: [{unit: "00", position: leader}], duties: [supervisor]}
  - {id: dung, name: Phạm Dũng, posts: [{unit: "02", position: reception}]}
  - {id: duyen, name: Đỗ Duyên, posts: [{unit: "02", position: reception}]}
  - {id: giang, name: Lý Giang, posts: [{unit: "11", position: officer}]}
  - {id: hoa, name: Ngô Hoa, posts: [{unit: "12", position: officer}]}
responsibilities:
  - {role: authority, unit: "00", from: 2025-07-01}
  - {role: department, unit: "01", from: 2025-07-01}
  - {role: commune, unit: "11", territory: "11", from: 2025-07-01}
  - {role: commune, unit: "12", territory: "12", from: 2025-07-01}
"""

_HEAD = """\
kind: procedure
code: "1.001806"
title: Công nhận cơ sở
decision: {number: 2022/QĐ-UBND, issuer: Chủ tịch UBND tỉnh}
effective: {from: 2025-12-01}
field: employment
level: province
dossier:
  fields:
    area: {label: Địa bàn, type: choice, options: {difficult: Khó khăn, normal: Khác}}
    agencies: {label: Nơi lấy ý kiến, type: units}
"""

MONDAY = at("2026-03-02 09:00")
"""A working day in a week without holidays."""


def played_procedure(
    steps: str, *, limit: str = "10 working days", top: str = "", required: str = ""
) -> ProcedureNet:
    """Return the net of a procedure with these steps.

    Args:
        top: further keys.
        required: the name of a field that must be filled in.
    """
    text = procedure_text(steps, limit=limit, top=top)
    if required:
        text = text.replace(f"{required}: {{", f"{required}: {{required: true, ", 1)
    return build(a_procedure(text))


def procedure_text(steps: str, *, limit: str = "10 working days", top: str = "") -> str:
    """Return the whole specification of a procedure with these steps."""
    return f"{_HEAD}limit: {limit}\n{dedent(top)}steps:\n{indent(dedent(steps).strip(), '  ')}\n"


@cache
def directory() -> Directory:
    """Return a province with a department, a desk, two communes and one that was closed."""
    return Directory(an_organisation(ORGANISATION))


@cache
def calendars() -> Mapping[str, WorkCalendar]:
    """Return the working calendars of that province."""
    return MappingProxyType(
        {"vn": eight_hour_desk(), "round_the_clock": WorkCalendar(round_the_clock_rules())}
    )


@dataclass
class PlayedDossier:
    """A dossier with its journal; ``give`` decides on what a database would have read for the command."""

    net: ProcedureNet
    now: datetime = MONDAY
    dossier: Dossier = field(default_factory=Dossier)
    journal: list[Event] = field(default_factory=list)
    directory: Directory = field(default_factory=directory)
    calendars: Mapping[str, WorkCalendar] = field(default_factory=calendars)
    last: LastCommand | None = None
    _ids: count[int] = field(default_factory=lambda: count(1))

    def context(self, officer: str | None) -> Context:
        return Context(
            now=self.now,
            actor=self.actor(officer) if officer else SYSTEM,
            net=self.net,
            digest="d1",
            directory=self.directory,
            calendars=self.calendars,
            zone=HANOI,
            last=self.last,
        )

    def actor(self, officer: str) -> Actor:
        found = self.directory.officer(officer)
        today = self.now.astimezone(HANOI).date()
        posts = frozenset(self.directory.posts_of(officer, today))
        return Actor(officer, posts, frozenset(found.duties))

    def give(self, command: asked.Command, officer: str | None) -> list[Event]:
        """Carry out a command; what it did is appended to the journal."""
        # Taking back puts back what is over, so the dossier is read whole for it.
        whole = isinstance(command, asked.UndoLast)
        read = self.dossier if whole else self.dossier.as_read()
        events = decide(read, command, self.context(officer))
        after = fold(events, self.dossier)
        assert fold([*self.journal, *events]) == after
        # Reading less of the dossier must not change what is decided.
        assert decide(self.dossier, command, self.context(officer)) == events
        if events:
            self.last = LastCommand(self.dossier, tuple(events))
        self.dossier = after
        self.journal += events
        check_invariants(self)
        return events

    def ask(self, make: type[asked.Command], officer: str | None, **values: Any) -> list[Event]:
        """Make a command of this kind and carry it out."""
        command = make(command_id=f"c{next(self._ids)}", dossier="D1", **values)
        return self.give(command, officer)

    def receive(self, officer: str = "dung", **values: Any) -> list[Event]:
        given = {"desk": "02", "territory": "11", "applicant": Applicant("Nguyễn Thị Đặng")}
        return self.ask(asked.ReceiveDossier, officer, **(given | values))

    def complete(self, officer: str, outcome: str, **values: Any) -> list[Event]:
        """Finish the only open item this officer could work on."""
        posts = self.actor(officer).posts
        mine = [
            item for item in self.open_items if item.handles and (item.unit, item.position) in posts
        ]
        assert len(mine) == 1, self.dossier.items
        given = {
            "number": mine[0].number,
            "outcome": outcome,
            "note": "Thiếu quyết định",
            "again": "Còn thiếu",
        }
        return self.ask(asked.CompleteWorkItem, officer, **(given | values))

    def fire(self) -> list[Event]:
        """Fire everything that is due, as the sweep does."""
        done: list[Event] = []
        while due := [
            c.number for c in self.dossier.clocks.values() if c.fires_at and c.fires_at <= self.now
        ]:
            events = self.ask(asked.FireClock, None, clock=due[0])
            assert events, f"clock {due[0]} is due and does not fire"
            done += events
        return done

    def wait_until(self, text: str) -> None:
        self.now = at(text)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def open_items(self) -> tuple[WorkItem, ...]:
        return tuple(item for item in self.dossier.items.values() if item.status in OPEN_ITEMS)

    @property
    def nodes(self) -> list[str]:
        """Return where the tokens are."""
        return sorted(token.node for token in self.dossier.tokens)

    def clock(self, name: str = "dossier") -> RunningClock:
        """Return the newest clock of this name."""
        return [c for c in self.dossier.clocks.values() if c.name == name][-1]

    def due(self, name: str = "dossier") -> str | None:
        """Return the due date of a clock as local time."""
        due_at = self.clock(name).due_at
        return f"{due_at.astimezone(HANOI):%Y-%m-%d %H:%M}" if due_at else None

    def ladder(self, name: str = "dossier") -> list[tuple[str, str]]:
        """Return the rungs that have still to fire, as local times."""
        rungs = self.clock(name).rungs
        return [(rung.name, f"{rung.at.astimezone(HANOI):%Y-%m-%d %H:%M}") for rung in rungs]

    def open_alerts(self) -> list[Alert]:
        return [a for a in self.dossier.alerts.values() if a.status is not AlertStatus.RESOLVED]


def received(steps: str, **values: Any) -> PlayedDossier:
    """Return a dossier of a procedure with these steps that was received on Monday at nine."""
    played = PlayedDossier(played_procedure(steps, **values))
    played.receive()
    return played


def check_invariants(played: PlayedDossier) -> None:
    """Check what must hold of a dossier after every command."""
    check_dossier(played.dossier, played.calendars)
    fired = [
        (event.clock, _cycle_at(played.journal, place, event.clock), event.rung)
        for place, event in enumerate(played.journal)
        if isinstance(event, RungFired)
    ]
    assert len(fired) == len(set(fired)), fired


def _cycle_at(journal: list[Event], place: int, clock: int) -> int:
    return sum(
        (
            type(event).__name__ in ("ClockRestarted", "ClockExtended")
            or getattr(event, "anew", False)
        )
        and getattr(event, "number", 0) == clock
        for event in journal[:place]
    )


def check_dossier(dossier: Dossier, known: Mapping[str, WorkCalendar]) -> None:
    """Check what must hold of a state by itself."""
    for clock in dossier.clocks.values():
        assert derived_due(clock, known[clock.calendar]) == clock.due_at or (
            clock.status is ClockStatus.STOPPED and clock.ledger[-2].kind == "paused"
        ), clock
        assert clock.status is not ClockStatus.STOPPED or not clock.rungs
    for item in dossier.items.values():
        assert (item.ended_at is None) == (item.status in OPEN_ITEMS), item
    alerts = [(a.clock, a.cycle, a.rung) for a in dossier.alerts.values() if a.clock]
    assert len(alerts) == len(set(alerts)), alerts
    open_nodes = {item.node for item in dossier.items.values() if item.status in OPEN_ITEMS}
    places = {token.node for token in dossier.tokens if not token.source}
    assert open_nodes == places, (open_nodes, places)
    assert len(places) == len([t for t in dossier.tokens if not t.source]), dossier.tokens
    if dossier.ended_at is None:
        assert dossier.tokens
    else:
        assert dossier.status.closed
        assert not dossier.tokens
        assert not open_nodes
        assert all(c.status is ClockStatus.STOPPED for c in dossier.clocks.values())
        assert all(a.status is AlertStatus.RESOLVED for a in dossier.alerts.values())
