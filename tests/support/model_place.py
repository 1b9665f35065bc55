"""Where a dossier is, by the model, and what follows from that once it rests: its status and its limits.

Written from the rules of the specification language, on the procedure's net, and apart from ``engine.core``:
mutable, without events, clocks or journal. Instants are naive local datetimes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.specs.performers import Performer
from tests.support.model_limits import WHOLE, ModelLimits
from tests.support.slow_calendar import SlowCalendar

ItemState = Literal["offered", "claimed", "failed"]
Units = Callable[[Performer], str]
"""Tells which unit plays a role for the dossier; ``holds``, whether an officer is in a unit's position."""
_OF_WAIT = {"supplement": "awaiting_supplement", "payment": "awaiting_payment"}


@dataclass
class ModelItem:
    node: str
    kind: str
    unit: str
    position: str
    state: ItemState = "offered"
    holder: str = ""
    started: bool = False


@dataclass(frozen=True)
class ModelCompletion:
    """A completion as the last thing that was done: by whom, when, and what was before."""

    by: str
    at: datetime
    before: dict[str, Any]
    stays: bool


@dataclass
class ModelPlace:
    """Where a dossier is, by the model; ``items`` are the open ones, by the order they came in."""

    net: ProcedureNet
    calendar: SlowCalendar
    units: Units
    holds: Callable[[str, str, str], bool]
    data: dict[str, Any] = field(default_factory=dict)
    marking: set[str] = field(default_factory=set)
    arrived: dict[str, dict[str, bool]] = field(default_factory=dict)
    items: dict[int, ModelItem] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    done_by: dict[str, str] = field(default_factory=dict)
    expiries: dict[str, datetime] = field(default_factory=dict)
    dues: dict[str, datetime | None] = field(default_factory=dict)
    status: str = ""
    supplements: int = 0
    end: str | None = None
    now: datetime = datetime(2026, 1, 1)  # noqa: DTZ001 - local and naive, as the slow calendar counts
    last: ModelCompletion | None = None
    limits: ModelLimits = field(init=False)
    _received_as: str = ""
    _outside: bool = False
    _made: int = 0
    _answers: dict[str, int] = field(default_factory=dict)
    _concluded: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.limits = ModelLimits(self.calendar, parted=bool(self.net.procedure.appointments))

    @property
    def result_there(self) -> bool:
        """Tell whether the result is there, or was handed over already."""
        return self.status in ("finished", "returned")

    @property
    def _here(self) -> list[Node]:
        return [self.net.node(key) for key in self.marking]

    def _settle(self) -> None:
        """After the tokens came to rest: groups and phases that are over end, and the status shows."""
        if self.end is not None:
            return
        lived = {name for node in self._here for name in self._periods(node)}
        for name, limit in list(self.limits.known.items()):
            if limit.kind == "period" and name not in lived:
                del self.limits.known[name]
        before, self.status = self.status, self._shown()
        self.supplements += self.status == "awaiting_supplement" != before
        self._settle_appointments()

    def _settle_appointments(self) -> None:
        appointments = self.net.procedure.appointments
        places = (node.appointment for node in self._node_of_tokens())
        inside = {name for name in places if name is not None} if appointments else {WHOLE}
        if self.result_there:
            inside = set()
        self.limits.settle(inside, self._here, self.now)
        for name, appointment in appointments.items():
            if name in inside and name not in self.limits.known:
                self.limits.begin(name, "dossier", appointment.limit, self.now)
                self.limits.hold_where_waiting(name, self._here, self.now)

    def _node_of_tokens(self) -> Iterator[Node]:
        return (self.net.node(key) for key in {*self.marking, *self.arrived})

    def _shown(self) -> str:
        """Return the status: what is waited for comes first, and routes that differ are in progress."""
        shown = {self._shown_at(n) for n in self._node_of_tokens() if not n.after_result}
        if not shown:
            return "returned"
        for waiting in _OF_WAIT.values():
            if waiting in shown:
                return waiting
        return shown.pop() if len(shown) == 1 else "in_progress"

    def _shown_at(self, node: Node) -> str:
        told = node.status or _OF_WAIT.get(node.wait or "")
        if told is not None:
            return told
        if node.step_kind == "return":
            return "finished"
        begins = node.key == self.net.start and self.status in ("registered", "received")
        return self._received_as if begins else "in_progress"

    def _periods(self, node: Node) -> list[str]:
        """Return the group and the phase of a node; a wait is in those of its step."""
        step = self.net.procedure.steps.get(node.step or "")
        of = step if node.kind is NodeKind.WAIT and step is not None else node
        return [name for name in (of.group, of.phase) if name is not None]

    def _begin_periods(self, node: Node) -> None:
        procedure = self.net.procedure
        for name in self._periods(node):
            period = procedure.groups.get(name) or procedure.phases.get(name)
            if period is not None and name not in self.limits.known:
                self.limits.begin(name, "period", period.limit, self.now)
                self.limits.hold_where_waiting(name, self._here, self.now)
