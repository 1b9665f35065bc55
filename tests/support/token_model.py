"""A simple model of the token game: a marking, items, and what runs out when.

Written from the rules of the specification language, on the procedure's net, and apart from ``engine.core``:
mutable, without events, clocks or journal. Instants are naive local datetimes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.specs.durations import Duration
from engine.specs.performers import Performer
from tests.support.slow_calendar import SlowCalendar
from tests.support.slow_ledger import SlowLedger, amounts

ItemState = Literal["offered", "claimed", "failed"]
Units = Callable[[Performer], str]
"""Tells which unit plays a role for the dossier; ``holds``, whether an officer is in a unit's position."""


@dataclass
class ModelItem:
    node: str
    kind: str
    unit: str
    position: str
    state: ItemState = "offered"
    holder: str = ""


@dataclass
class TokenModel:
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
    end: str | None = None
    now: datetime = datetime(2026, 1, 1)  # noqa: DTZ001 - local and naive, as the slow calendar counts
    ledger: SlowLedger | None = None
    _paused: bool = False
    _made: int = 0
    _answers: dict[str, int] = field(default_factory=dict)
    _concluded: dict[str, int] = field(default_factory=dict)

    def receive(self, limit: Duration, data: dict[str, Any], officer: str | None) -> None:
        """Begin; ``officer`` received the dossier at a desk and so has it in hand."""
        self.data = dict(data)
        if limit.counted:
            allowed = amounts(limit.parts, self.calendar.rules.hours_per_day)
            self.ledger = SlowLedger(self.calendar, allowed, self.now)
        self._enter(self.net.start, "")
        if officer is not None:
            for item in self._items_at(self.net.start, "work"):
                item.state, item.holder = "claimed", officer

    def complete(self, number: int, outcome: str, data: dict[str, Any], by: str = "") -> None:
        item = self.items.pop(number)
        if item.kind == "work" and self._sent_back_to(item.node):
            self.done_by[item.node] = by
        self.data |= data
        node = self.net.node(item.node)
        if node.needs is not None and node.for_each is not None:
            self._answers[node.key] -= 1
            if not self._answers[node.key]:
                self._drop_items(node.key)
        if not self._items_at(node.key, "work", "wait", "automatic", "linked"):
            self._leave(node, outcome)

    def run_out(self) -> None:
        """Let what runs out first run out."""
        key = min(self.expiries, key=lambda each: self.expiries[each])
        node = self.net.node(key)
        if node.kind is NodeKind.JOIN:
            self._conclude(node)
            return
        self._drop_items(key, "work", "wait", "linked")
        ways = self.net.leaving(key)
        self._leave(node, next((w for w in ways if w.outcome == "expired"), ways[0]).outcome)

    def close(self, end: str) -> None:
        self.end = end
        for held in (self.marking, self.arrived, self.items, self.expiries):
            held.clear()

    @property
    def tokens(self) -> list[tuple[str, str, bool]]:
        """Return where the tokens are: node, the branch it came by to a join, passed over."""
        there = [(node, "", False) for node in self.marking]
        waiting = [(j, b, passed) for j, by in self.arrived.items() for b, passed in by.items()]
        return sorted(there + waiting)

    @property
    def result_there(self) -> bool:
        """Tell whether only the return of the result is left."""
        return {self.net.node(key).step_kind for key in self.marking} == {"return"}

    def _sent_back_to(self, key: str) -> bool:
        """Tell whether a dossier is sent back to this very step, or comes to it out of a wait."""
        ways = self.net.entering(key)
        return any(w.is_return or self.net.node(w.source).kind is NodeKind.WAIT for w in ways)

    def _enter(self, key: str, branch: str) -> None:
        node = self.net.node(key)
        match node.kind:
            case NodeKind.END:
                assert node.end is not None
                self.close(node.end)
            case NodeKind.CHOICE:
                ways = self.net.leaving(key)
                way = next((w for w in ways if w.when is None or self._holds(w.when)), ways[-1])
                self._enter(way.target, way.branch or "")
            case NodeKind.SPLIT:
                self._split(node)
            case NodeKind.JOIN:
                self._arrive(node, branch, passed=False)
            case _:
                self._begin(node)

    def _begin(self, node: Node) -> None:
        self.visits[node.key] = self.visits.get(node.key, 0) + 1
        self.marking.add(node.key)
        if node.kind is NodeKind.AUTOMATIC:
            position = node.performer.position if node.performer is not None else ""
            self._offer(node.key, "linked" if node.starts else "automatic", "", position)
        elif node.kind is NodeKind.WAIT:
            assert node.performer is not None
            if node.clock_effect != "run" and self.ledger is not None and not self._paused:
                self.ledger.pause(self.now)
                self._paused = True
            kind = "linked" if node.starts else "wait"
            self._offer_to(node, kind, [self.units(node.performer)])
            if node.expiry is not None:
                self._runs_out(node.key, node.expiry.after)
        else:
            self._begin_work(node)

    def _begin_work(self, node: Node) -> None:
        assert node.performer is not None
        named: Sequence[str] = [self.units(node.performer)] if node.for_each is None else ()
        if node.for_each is not None:
            named = list(dict.fromkeys(self.data.get(node.for_each.partition(".")[2], ())))
        if not named:
            self._leave(node, self.net.leaving(node.key)[0].outcome)
            return
        if node.for_each is not None and node.needs is not None:
            self._answers[node.key] = min(node.needs, len(named))
        self._offer_to(node, "work", named)
        for each in node.participants:
            self._offer(node.key, "participation", self.units(each), each.position)
        if node.on_expiry_proceed and node.limit is not None and node.limit.counted:
            self._runs_out(node.key, node.limit)

    def _leave(self, node: Node, outcome: str) -> None:
        way = self.net.outcome(node.key, outcome)
        assert way is not None
        self._drop_items(node.key)
        self.marking.discard(node.key)
        self.expiries.pop(node.key, None)
        if node.kind is NodeKind.WAIT and self.net.node(way.target).kind is not NodeKind.END:
            self._go_on_counting(anew=node.clock_effect == "restart" and outcome != "expired")
        self._enter(way.target, way.branch or "")

    def _go_on_counting(self, *, anew: bool) -> None:
        if self.ledger is None or not self._paused:
            return
        waits = (self.net.node(key) for key in self.marking)
        standing = any(w.kind is NodeKind.WAIT and w.clock_effect != "run" for w in waits)
        if anew:
            self.ledger.restart(self.now)
            if standing:
                self.ledger.pause(self.now)
        elif not standing:
            self.ledger.resume(self.now)
        self._paused = standing

    def _split(self, node: Node) -> None:
        block = node.block
        join = self.net.node(block.join) if block is not None else None
        if join is not None and join.within is not None and join.within.counted:
            self._runs_out(join.key, join.within)
        before = self._concluded.get(join.key, 0) if join is not None else 0
        for way in self.net.leaving(node.key):
            if join is not None and self._concluded.get(join.key, 0) > before:
                return
            if block is None or join is None or way.when is None or self._holds(way.when):
                self._enter(way.target, way.branch or "")
            else:
                self._arrive(join, block.branches[way.outcome], passed=True)

    def _arrive(self, join: Node, branch: str, *, passed: bool) -> None:
        there = self.arrived.setdefault(join.key, {})
        there[branch] = passed
        came = sum(not each for each in there.values())
        whole = set(there) >= set(self.net.branches(join.key))
        if whole or (join.needs is not None and came >= join.needs):
            self._conclude(join)

    def _conclude(self, join: Node) -> None:
        left = join.block.inside if join.block is not None else frozenset()
        touched = (self.marking | self.arrived.keys()) & left
        self.marking -= left
        for key in left:
            self.arrived.pop(key, None)
            self.expiries.pop(key, None)
            self._drop_items(key)
        self.expiries.pop(join.key, None)
        self.arrived.pop(join.key, None)
        if touched:
            self._go_on_counting(anew=False)
        self._concluded[join.key] = self._concluded.get(join.key, 0) + 1
        self._enter(self.net.leaving(join.key)[0].target, "")

    def _holds(self, when: Any) -> bool:
        return bool(when.holds({"dossier": dict(self.data)}))

    def _runs_out(self, key: str, after: Duration) -> None:
        allowed = amounts(after.parts, self.calendar.rules.hours_per_day)
        self.expiries.pop(key, None)
        self.expiries[key] = self.calendar.add(self.now, allowed)

    def _offer_to(self, node: Node, kind: str, units: Sequence[str]) -> None:
        assert node.performer is not None
        for unit in units:
            self._offer(node.key, kind, unit, node.performer.position)

    def _offer(self, key: str, kind: str, unit: str, position: str) -> None:
        self._made += 1
        self.items[self._made] = item = ModelItem(key, kind, unit, position)
        before = self.done_by.get(key, "") if kind == "work" and self.visits[key] > 1 else ""
        if before and self.holds(before, unit, position):
            item.state, item.holder = "claimed", before

    def _items_at(self, key: str, *kinds: str) -> list[ModelItem]:
        return [each for each in self.items.values() if each.node == key and each.kind in kinds]

    def _drop_items(self, key: str, *kinds: str) -> None:
        for number, item in list(self.items.items()):
            if item.node == key and (not kinds or item.kind in kinds):
                del self.items[number]
