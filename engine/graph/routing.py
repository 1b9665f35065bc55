"""Which way the edges of a picture run, before anything has a size.

Boxes stand in the cells of a grid. Between the rows lie *channels*, between the columns *gutters*, and
neither holds a box; an edge runs in them, or straight through cells that are empty. So no edge can
cross a box, whatever the sizes turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.graph.corners import (
    Bottom,
    Centre,
    Channel,
    Corner,
    Flank,
    Gutter,
    Port,
    Route,
    Routes,
    Side,
    Top,
)
from engine.graph.placement import Link, Placement, Spot

_MAX_SHIFT = 2


def route(placement: Placement) -> Routes:
    """Return a way for every link of a placement."""
    routing = _Routing(placement)
    for link in sorted(placement.links, key=routing.urgency):
        routing.routes.routes.append(Route(link, tuple(routing.corners(link))))
    order = {(link.source, link.target): n for n, link in enumerate(placement.links)}
    routing.routes.routes.sort(key=lambda r: order[r.link.source, r.link.target])
    return routing.routes


class _Routing:
    def __init__(self, placement: Placement) -> None:
        self.placement = placement
        self.routes = Routes()
        main = [spot for spot in placement.spots.values() if spot.host is None]
        self.boxes = {(spot.row, spot.column) for spot in main}
        self.fallen: dict[tuple[int, int], str] = {}  # who comes down through the middle of a cell
        self.lying: dict[tuple[int, int], str] = {}  # whose edges cross a cell from side to side
        self.bottoms: dict[str, int] = {}  # how many edges leave a box downward beside its middle
        asides = [spot for spot in placement.spots.values() if spot.host is not None]
        first = min((spot.column for spot in asides), default=0)
        for aside in asides:
            host = placement.spots[str(aside.host)]
            if self._free(host, range(host.column + 1, first)):
                self.routes.direct.add(aside.key)
                self.lying |= {(host.row, c): host.key for c in range(host.column + 1, first)}

    def urgency(self, link: Link) -> int:
        """Return when a link may choose its way: asides first, straight down next, returns last."""
        source, target = self._spots(link)
        if target.host is not None:
            return 0
        if source.host is not None:
            return 1
        if target.row <= source.row:
            return 4
        return 2 if source.column == target.column else 3

    def corners(self, link: Link) -> list[Corner]:
        source, target = self._spots(link)
        if target.host is not None:
            return self._to_aside(link, source, target)
        if source.host == target.key and source.key in self.routes.direct:
            there = self._port(link, source, Side.LEFT)
            return [
                (Flank(source.key, Side.LEFT), there),
                (Flank(target.key, Side.RIGHT), there),
            ]
        if target.row <= source.row:
            return self._back(link, source, target)
        return (
            self._straight(source, target)
            or self._around_the_corner(link, source, target)
            or self._by_one_channel(source, target)
            or self._by_gutter(link, source, target)
        )

    def _spots(self, link: Link) -> tuple[Spot, Spot]:
        return self.placement.spots[link.source], self.placement.spots[link.target]

    # Onward edges, from the simplest way to the one that is always open.

    def _straight(self, source: Spot, target: Spot) -> list[Corner] | None:
        cells = [(row, source.column) for row in range(source.row + 1, target.row)]
        if source.host is not None or source.column != target.column:
            return None
        if not self._open(cells, target.key):
            return None
        self._fall(cells, target.key)
        self.bottoms.setdefault(source.key, 0)
        return [(Centre(source.key), Bottom(source.key)), (Centre(target.key), Top(target.key))]

    def _around_the_corner(self, link: Link, source: Spot, target: Spot) -> list[Corner] | None:
        if source.column == target.column:
            return None
        side = Side.RIGHT if target.column > source.column else Side.LEFT
        step = 1 if side is Side.RIGHT else -1
        columns = range(source.column + step, target.column + step, step)
        cells = [(row, target.column) for row in range(source.row, target.row)]
        if not self._free(source, columns) or not self._open(cells, target.key):
            return None
        self._lie(source, columns)
        self._fall(cells, target.key)
        height = self._port(link, source, side)
        return [
            (Flank(source.key, side), height),
            (Centre(target.key), height),
            (Centre(target.key), Top(target.key)),
        ]

    def _by_one_channel(self, source: Spot, target: Spot) -> list[Corner] | None:
        if source.host is not None:
            return None
        below = f"below {source.key}"
        for index in range(target.row, source.row, -1):
            before = [(row, source.column) for row in range(source.row + 1, index)]
            after = [(row, target.column) for row in range(index, target.row)]
            if self._open(before, below) and self._open(after, target.key):
                break
        else:
            return None
        shift = self._shift(source, index)
        if shift > _MAX_SHIFT:
            return None
        self._fall(before, below)
        self._fall(after, target.key)
        shift *= 1 if target.column > source.column else -1
        track = self._channel(index, 2 * source.column + 1, 2 * target.column + 1)
        return [
            (Centre(source.key, shift), Bottom(source.key)),
            (Centre(source.key, shift), track),
            (Centre(target.key), track),
            (Centre(target.key), Top(target.key)),
        ]

    def _shift(self, source: Spot, channel: int) -> int:
        """Return how far beside the middle an edge must leave downward, so that it meets no other."""
        below = (channel, source.column)
        alone = source.key not in self.bottoms and channel == source.row + 1
        if alone and below not in self.boxes and below not in self.fallen:
            self.bottoms[source.key] = 0
            return 0
        self.bottoms[source.key] = self.bottoms.get(source.key, 0) + 1
        return self.bottoms[source.key]

    def _by_gutter(self, link: Link, source: Spot, target: Spot) -> list[Corner]:
        side = Side.RIGHT if target.column >= source.column else Side.LEFT
        if source.host is not None:
            side = Side.LEFT
        gutter = source.column + (side is Side.RIGHT)
        height = self._port(link, source, side)
        run = self._gutter(gutter, 2 * source.row + 1, 2 * target.row)
        track = self._channel(target.row, 2 * gutter, 2 * target.column + 1)
        return [
            (Flank(source.key, side), height),
            (run, height),
            (run, track),
            (Centre(target.key), track),
            (Centre(target.key), Top(target.key)),
        ]

    # Edges that go back up, or stay in their row.

    def _back(self, link: Link, source: Spot, target: Spot) -> list[Corner]:
        leftward = source.column >= target.column
        leave = Side.LEFT if leftward else Side.RIGHT
        enter = leave if source.column == target.column else _opposite(leave)
        near_source = source.column + (leave is Side.RIGHT)
        near_target = target.column + (enter is Side.RIGHT)
        step = -1 if leftward else 1
        between = range(source.column + step, target.column, step)
        start = (Flank(source.key, leave), self._port(link, source, leave))
        stop = (Flank(target.key, enter), self._port(link, target, enter))
        rows = (2 * target.row + 1, 2 * source.row + 1)
        if source.column == target.column or self._free(target, between):
            if source.column != target.column:
                self._lie(target, between)
            run = self._gutter(near_source, *rows)
        elif self._free(source, between):
            self._lie(source, between)
            run = self._gutter(near_target, *rows)
        else:
            below = 2 * (target.row + 1)
            up = self._gutter(near_source, below, 2 * source.row + 1)
            track = self._channel(target.row + 1, 2 * near_source, 2 * near_target)
            into = self._gutter(near_target, 2 * target.row + 1, below)
            return [start, (up, start[1]), (up, track), (into, track), (into, stop[1]), stop]
        return [start, (run, start[1]), (run, stop[1]), stop]

    def _to_aside(self, link: Link, source: Spot, target: Spot) -> list[Corner]:
        there = self._port(link, target, Side.LEFT)
        if source.host is not None or target.key in self.routes.direct:
            return [(Flank(source.key, Side.RIGHT), there), (Flank(target.key, Side.LEFT), there)]
        height = self._port(link, source, Side.RIGHT)
        below = 2 * (source.row + 1)
        down = self._gutter(source.column + 1, 2 * source.row + 1, below)
        track = self._channel(source.row + 1, 2 * (source.column + 1), 2 * target.column)
        up = self._gutter(target.column, 2 * target.row + 1, below)
        return [
            (Flank(source.key, Side.RIGHT), height),
            (down, height),
            (down, track),
            (up, track),
            (up, there),
            (Flank(target.key, Side.LEFT), there),
        ]

    # What is taken already.

    def _free(self, owner: Spot, columns: Iterable[int]) -> bool:
        """Tell whether an edge of ``owner`` may cross these columns of its row from side to side."""
        name = owner.host or owner.key
        cells = [(owner.row, column) for column in columns]
        return not any(c in self.boxes or self.lying.get(c, name) != name for c in cells)

    def _lie(self, owner: Spot, columns: Iterable[int]) -> None:
        self.lying |= {(owner.row, column): owner.host or owner.key for column in columns}

    def _open(self, cells: Iterable[tuple[int, int]], name: str) -> bool:
        """Tell whether an edge to ``name`` may come down through these cells."""
        return not any(c in self.boxes or self.fallen.get(c, name) != name for c in cells)

    def _fall(self, cells: Iterable[tuple[int, int]], name: str) -> None:
        self.fallen |= dict.fromkeys(cells, name)

    def _port(self, link: Link, spot: Spot, side: Side) -> Port:
        slots = self.routes.ports.setdefault((spot.key, side), [])
        slots.append(link)
        return Port(spot.key, side, len(slots) - 1)

    def _gutter(self, index: int, start: int, stop: int) -> Gutter:
        runs = self.routes.gutters.setdefault(index, [])
        runs.append((min(start, stop), max(start, stop)))
        return Gutter(index, len(runs) - 1)

    def _channel(self, index: int, start: int, stop: int) -> Channel:
        runs = self.routes.channels.setdefault(index, [])
        runs.append((min(start, stop), max(start, stop)))
        return Channel(index, len(runs) - 1)


def _opposite(side: Side) -> Side:
    return Side.LEFT if side is Side.RIGHT else Side.RIGHT
