"""A simple model of the token game: how a dossier moves, what runs out when, and what can be taken back.

Written from the rules of the specification language, on the procedure's net, and apart from ``engine.core``.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from engine.graph.net import Node, NodeKind
from engine.specs.durations import Duration
from tests.support.model_limits import WHOLE, day_of_year
from tests.support.model_place import ModelCompletion, ModelItem, ModelPlace
from tests.support.slow_ledger import amounts

_OF_END = {"terminated": "stopped"}
_SHARED = ("net", "calendar", "units", "holds", "now", "last")
"""What a model that is put back keeps."""


class TokenModel(ModelPlace):
    """A dossier that moves; ``items`` are the open ones, by the order they came in."""

    def receive(self, limit: Duration, data: dict[str, Any], officer: str | None) -> None:
        """Begin; ``officer`` received the dossier at a desk and so has it in hand."""
        self.data = dict(data)
        procedure = self.net.procedure
        if not procedure.appointments:
            self.limits.begin(WHOLE, "dossier", procedure.due or limit, self.now)
        self._received_as = self.status = "registered" if officer is None else "received"
        self._enter(self.net.start, "")
        if officer is not None:
            for item in self._items_at(self.net.start, "work"):
                item.state, item.holder = "claimed", officer
        self._settle()

    def complete(self, number: int, outcome: str, data: dict[str, Any], by: str = "") -> None:
        before = self.kept()
        self._outside, result = False, self.status
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
        self._settle()
        handed = self.status == "returned" and result != "returned"
        way = self.net.outcome(item.node, outcome)
        final = way is not None and way.final
        stays = item.kind != "work" or self._outside or handed or self.end is not None or final
        self.last = ModelCompletion(by, self.now, before, stays)

    def can_take_back(self, officer: str) -> bool:
        """Tell whether an officer can take back what was done last: today, alone, and nothing came of it."""
        last = self.last
        if last is None or last.stays or last.by != officer:
            return False
        return last.at.date() == self.now.date()

    def take_back(self) -> None:
        assert self.last is not None
        # Numbers that were given stay given.
        made = self._made
        self.put_back(self.last.before)
        self._made, self.last = made, None

    def kept(self) -> dict[str, Any]:
        """Return all that ``put_back`` puts back."""
        same = {id(self.calendar): self.calendar, id(self.net): self.net}
        there = {name: held for name, held in vars(self).items() if name not in _SHARED}
        return deepcopy(there, same)

    def put_back(self, kept: dict[str, Any]) -> None:
        vars(self).update(kept)

    def run_out(self) -> None:
        """Let what runs out first run out."""
        key = min(self.expiries, key=lambda each: self.expiries[each])
        node = self.net.node(key)
        self.last = None
        if node.kind is NodeKind.JOIN:
            self._conclude(node)
        else:
            self._drop_items(key, "work", "wait", "linked")
            ways = self.net.leaving(key)
            self._leave(node, next((w for w in ways if w.outcome == "expired"), ways[0]).outcome)
        self._settle()

    def close(self, end: str) -> None:
        self.end = end
        if self.status != "returned":
            self.status = _OF_END.get(end, end)
        for held in (self.marking, self.arrived, self.items, self.expiries, self.dues):
            held.clear()

    @property
    def tokens(self) -> list[tuple[str, str, bool]]:
        """Return where the tokens are: node, the branch it came by to a join, passed over."""
        there = [(node, "", False) for node in self.marking]
        waiting = [(j, b, passed) for j, by in self.arrived.items() for b, passed in by.items()]
        return sorted(there + waiting)

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
        self._begin_periods(node)
        if node.kind is NodeKind.AUTOMATIC:
            position = node.performer.position if node.performer is not None else ""
            self._offer(node.key, "linked" if node.starts else "automatic", "", position)
        elif node.kind is NodeKind.WAIT:
            assert node.performer is not None
            if node.clock_effect != "run":
                self.limits.wait_began(node, self.now)
            kind = "linked" if node.starts else "wait"
            self._offer_to(node, kind, [self.units(node.performer)])
            self._time(node)
            if node.expiry is not None:
                self.expiries.pop(node.key, None)
                self.expiries[node.key] = self._after(node.expiry.after)
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
        self._time(node)
        if node.on_expiry_proceed and (due := self.dues.get(node.key)) is not None:
            self.expiries[node.key] = due

    def _leave(self, node: Node, outcome: str) -> None:
        way = self.net.outcome(node.key, outcome)
        assert way is not None
        self._drop_items(node.key)
        self.marking.discard(node.key)
        self.expiries.pop(node.key, None)
        self.dues.pop(node.key, None)
        if node.kind is NodeKind.WAIT and self.net.node(way.target).kind is not NodeKind.END:
            if node.clock_effect == "restart" and outcome != "expired":
                self.limits.begin_anew(node, self._here, self.now)
            else:
                self.limits.go_on(self._here, self.now)
        self._enter(way.target, way.branch or "")

    def _time(self, node: Node) -> None:
        """Note when a node is due, where it has a limit or a date; a wait that only runs out has none."""
        limited = node.limit is not None and node.limit.counted
        if node.due is not None and node.expiry is None:
            self.dues[node.key] = day_of_year(self.calendar, node.due, self.now)
        elif limited or node.expiry is not None:
            assert node.limit is not None or node.expiry is not None
            self.dues[node.key] = self._after(node.limit) if limited and node.limit else None

    def _split(self, node: Node) -> None:
        block = node.block
        join = self.net.node(block.join) if block is not None else None
        if join is not None and join.within is not None and join.within.counted:
            self.expiries.pop(join.key, None)
            self.expiries[join.key] = self.dues[join.key] = self._after(join.within)
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
            self.dues.pop(key, None)
            self._drop_items(key)
        for held in (self.expiries, self.dues, self.arrived):
            held.pop(join.key, None)
        if touched:
            self.limits.go_on(self._here, self.now)
        self._concluded[join.key] = self._concluded.get(join.key, 0) + 1
        self._enter(self.net.leaving(join.key)[0].target, "")

    def _holds(self, when: Any) -> bool:
        return bool(when.holds({"dossier": dict(self.data)}))

    def _after(self, limit: Duration) -> datetime:
        allowed = amounts(limit.parts, self.calendar.rules.hours_per_day)
        return self.calendar.add(self.now, allowed)

    def _offer_to(self, node: Node, kind: str, units: Sequence[str]) -> None:
        assert node.performer is not None
        for unit in units:
            self._offer(node.key, kind, unit, node.performer.position)

    def _offer(self, key: str, kind: str, unit: str, position: str) -> None:
        self._made += 1
        self.items[self._made] = item = ModelItem(key, kind, unit, position)
        self._outside |= kind in ("automatic", "linked")
        before = self.done_by.get(key, "") if kind == "work" and self.visits[key] > 1 else ""
        if before and self.holds(before, unit, position):
            item.state, item.holder = "claimed", before

    def _items_at(self, key: str, *kinds: str) -> list[ModelItem]:
        return [each for each in self.items.values() if each.node == key and each.kind in kinds]

    def _drop_items(self, key: str, *kinds: str) -> None:
        for number, item in list(self.items.items()):
            if item.node == key and (not kinds or item.kind in kinds):
                self._outside |= item.started
                del self.items[number]
