"""Where the nodes of a net stand in a picture: rows from top to bottom, columns in lanes.

The main road (steps, gateways, the end it leads to) takes a row per layer, a lane per unit role. A wait
that an outcome starts, and an end off the main road, stand in the row of the step they belong to, in
a lane of their own on the right: *asides*. An end is drawn once for every node that leads to it, so
that no edge must cross the whole picture to a common end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations

from engine.graph.captions import AUTOMATIC, OUTSIDE
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.graph.routes import find_back_edges

_MAX_ABREAST = {1: 4, 2: 3}
"""How many boxes may stand side by side in a lane, by the number of lanes; otherwise two."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A node, or one drawing of an end, in the grid.

    Attributes:
        key: unique in the picture: the key of the node, for ends with the key of the node before it.
        host: for an aside, the spot on the main road it belongs to; ``line`` orders the asides of a row.
    """

    key: str
    node: Node
    row: int
    column: int
    host: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """What one drawn edge stands for: all transitions between two spots in one direction."""

    source: str
    target: str
    transitions: tuple[Transition, ...]
    is_return: bool


@dataclass(frozen=True, slots=True)
class LaneColumns:
    """The columns a lane takes."""

    key: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Placement:
    """All spots of a picture, its links, and its lanes from left to right."""

    spots: dict[str, Spot]
    links: tuple[Link, ...]
    lanes: tuple[LaneColumns, ...]
    rows: int
    columns: int


def place(net: ProcedureNet) -> Placement:
    """Return where every node of a net stands. Equal nets give equal placements."""
    return _Placing(net).finish()


class _Placing:
    def __init__(self, net: ProcedureNet) -> None:
        self.net = net
        self.nodes = list(net.nodes)
        self.number = {node.key: position for position, node in enumerate(self.nodes)}
        transitions = list(net.transitions)
        edges = [(self.number[t.source], self.number[t.target]) for t in transitions]
        back = find_back_edges(len(self.nodes), self.number[net.start], edges)
        self.onward = [t for position, t in enumerate(transitions) if position not in back]
        self.back = {t for position, t in enumerate(transitions) if position in back}
        self.waits = {
            node.key for node in self.nodes if node.kind is NodeKind.WAIT and node.key != node.step
        }
        self.last = {
            node.key: last for node in self.nodes if (last := self._main_end(node)) is not None
        }
        self.lane = {key: self._lane_of(key) for key in self._main_keys()}

    def finish(self) -> Placement:
        lanes = list(dict.fromkeys(self.lane.values()))
        row = self._rows(_MAX_ABREAST.get(len(lanes), 2))
        row |= {_end_key(t): row[source] + 1 for source, t in self.last.items()}
        lane_of = self.lane | {_end_key(t): self.lane[s] for s, t in self.last.items()}
        column, columns = self._columns(row, lane_of, lanes)
        spots = {key: Spot(key, self._node(key), row[key], column[key]) for key in row}
        width = columns[-1].first + columns[-1].count
        asides, extra = self._asides(spots, width)
        if extra:
            columns.append(LaneColumns(OUTSIDE, width, extra))
        return Placement(
            spots | asides, self._links(), tuple(columns), max(row.values()) + 1, width + extra
        )

    # The main road.

    def _main_keys(self) -> list[str]:
        return [n.key for n in self.nodes if n.kind is not NodeKind.END and n.key not in self.waits]

    def _main_end(self, node: Node) -> Transition | None:
        """Return the transition to the end below a node: where nothing else on the road follows it."""
        if node.kind is NodeKind.END or node.key in self.waits:
            return None
        ends = []
        for transition in self.net.leaving(node.key):
            if self.net.node(transition.target).kind is NodeKind.END:
                ends.append(transition)
            elif transition not in self.back and transition.target not in self.waits:
                return None
        return ends[0] if ends else None

    def _lane_of(self, key: str) -> str:
        node = self.net.node(key)
        if node.performer is not None:
            return node.performer.role
        if node.kind is NodeKind.AUTOMATIC:
            return AUTOMATIC
        if node.step is not None and node.step != key and node.step in self.net:
            return self._lane_of(node.step)
        near = [t.source for t in self.onward if t.target == key]
        near += [t.target for t in self.onward if t.source == key]
        roles = (p.role for k in near if (p := self.net.node(k).performer) is not None)
        return next(roles, AUTOMATIC)

    def _road(self) -> dict[str, list[str]]:
        """Return for every node on the main road the nodes on it that must stand above it."""
        above: dict[str, list[str]] = {key: [] for key in self.lane}
        for transition in self.onward:
            source = transition.source
            if source in self.waits:
                source = self.net.node(source).step or source
            if transition.target in above and source in above and source != transition.target:
                above[transition.target].append(source)
        return above

    def _rows(self, abreast: int) -> dict[str, int]:
        """Return the row of each node: below everything that leads to it, where its lane has room."""
        above = self._road()
        missing = {key: len(set(sources)) for key, sources in above.items()}
        ready = [self.number[key] for key, count in missing.items() if not count]
        heapify(ready)
        row: dict[str, int] = {}
        taken: dict[tuple[str, int], int] = {}
        while ready:
            key = self.nodes[heappop(ready)].key
            lane = self.lane[key]
            row[key] = max((row[source] + 1 for source in above[key]), default=0)
            if not above[key] and key != self.net.start:
                row[key] = max(row.values())
            while taken.get((lane, row[key]), 0) >= abreast:
                row[key] += 1
            taken[lane, row[key]] = taken.get((lane, row[key]), 0) + 1
            for below, sources in above.items():
                if key in sources:
                    missing[below] -= 1
                    if not missing[below]:
                        heappush(ready, self.number[below])
        return row

    def _columns(
        self, row: dict[str, int], lane_of: dict[str, str], lanes: Iterable[str]
    ) -> tuple[dict[str, int], list[LaneColumns]]:
        column: dict[str, int] = {}
        columns: list[LaneColumns] = []
        above = self._road() | {_end_key(t): [source] for source, t in self.last.items()}
        for lane in lanes:
            first = columns[-1].first + columns[-1].count if columns else 0
            rows: dict[int, list[str]] = {}
            for key in row:
                if lane_of[key] == lane:
                    rows.setdefault(row[key], []).append(key)
            count = max(len(keys) for keys in rows.values())
            columns.append(LaneColumns(lane, first, count))
            for _, keys in sorted(rows.items()):
                self._spread(keys, above, column, columns[-1])
        return column, columns

    def _spread(
        self,
        keys: list[str],
        above: dict[str, list[str]],
        column: dict[str, int],
        lane: LaneColumns,
    ) -> None:
        """Give the nodes of one row and lane columns near the middle of what leads to them."""
        middle: dict[str, float] = {}
        for key in keys:
            near = [column[s] for s in above[key] if s in column]
            same = [c for c in near if c >= lane.first]
            middle[key] = sum(same) / len(same) if same else lane.first
        ordered = sorted(keys, key=lambda key: (middle[key], self.number.get(key, 0)))
        offered = combinations(range(lane.first, lane.first + lane.count), len(keys))
        best = min(
            offered,
            key=lambda choice: sum(
                abs(c - middle[k]) for c, k in zip(choice, ordered, strict=True)
            ),
        )
        column.update(zip(ordered, best, strict=True))

    # Asides: waits of outcomes, and ends off the main road.

    def _asides(self, spots: dict[str, Spot], first: int) -> tuple[dict[str, Spot], int]:
        """Return the spots of the asides, and how many columns they take from ``first`` on."""
        asides: dict[str, Spot] = {}
        lines: dict[int, int] = {}
        for host in sorted(spots.values(), key=lambda spot: (spot.row, -spot.column)):
            for key, node in self._off_the_road(host.key):
                if key in spots or key in asides:
                    continue
                line = lines.get(host.row, 0)
                lines[host.row] = line + 1
                asides[key] = Spot(key, node, host.row, first, host.key, line)
                for after, end in self._off_the_road(key) if key in self.waits else ():
                    if after not in asides:
                        asides[after] = Spot(after, end, host.row, first + 1, host.key, line)
        used = max((spot.column for spot in asides.values()), default=first - 1)
        return asides, used + 1 - first

    def _off_the_road(self, key: str) -> Iterator[tuple[str, Node]]:
        """Iterate over the spots a node leads to that are waits of outcomes, or ends."""
        for transition in self.net.leaving(key) if key in self.net else ():
            node = self.net.node(transition.target)
            if node.kind is NodeKind.END:
                yield _end_key(transition), node
            elif node.key in self.waits:
                yield node.key, node

    def _node(self, key: str) -> Node:
        return self.net.node(key.split("<", 1)[0])

    def _links(self) -> tuple[Link, ...]:
        merged: dict[tuple[str, str], list[Transition]] = {}
        for transition in self.net.transitions:
            is_end = self.net.node(transition.target).kind is NodeKind.END
            target = _end_key(transition) if is_end else transition.target
            merged.setdefault((transition.source, target), []).append(transition)
        return tuple(
            Link(source, target, tuple(found), all(t in self.back for t in found))
            for (source, target), found in merged.items()
        )


def _end_key(transition: Transition) -> str:
    """Return the key of the spot where a transition draws the end it leads to."""
    return f"{transition.target}<{transition.source}"
