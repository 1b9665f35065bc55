"""Pictures of procedures: our own layered layout, steps from top to bottom, one lane per unit role.

``placement`` says which cell each node takes and ``routing`` which way each edge runs; here rows,
columns, gutters and channels get sizes, and everything gets coordinates, in pixels of a web page.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from engine.graph.captions import OUTSIDE, Captions
from engine.graph.lettering import wrap
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.graph.placement import Link, Placement, Spot, place
from engine.graph.routing import (
    Across,
    Bottom,
    Centre,
    Channel,
    Down,
    Flank,
    Gutter,
    Port,
    Route,
    Routes,
    Side,
    Top,
    route,
)
from engine.graph.sizes import (
    CORNERS,
    END_WIDTH,
    LABEL_LEADING,
    LANE_LEADING,
    LANE_SIZE,
    WAIT_WIDTH,
    LabelSize,
    Size,
    Wording,
    label_size,
    size_of,
)

Point = tuple[float, float]

_COLUMN_WIDTHS = {1: 232.0, 2: 216.0, 3: 196.0, 4: 176.0, 5: 160.0}
_NARROW_COLUMN = 144.0
_GUTTER, _CHANNEL, _TRACK = 24.0, 30.0, 11.0
_NEAR_LABEL, _FAR_LABEL = 92.0, 150.0
_SHIFT, _ASIDE_SHIFT = 18.0, 15.0
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn node. ``key`` is unique in the picture; an end drawn twice has two boxes."""

    key: str
    node: Node
    lane: str
    x: float
    y: float
    width: float
    height: float
    wording: Wording


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """The words on an edge; ``x`` and ``y`` are where its first line stands."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn edge: it leaves the box ``source`` at its first point and enters ``target`` at its last."""

    source: str
    target: str
    transitions: tuple[Transition, ...]
    is_return: bool
    points: tuple[Point, ...]
    label: EdgeLabel | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: the steps of one unit role, or what stands outside (``captions.OUTSIDE``)."""

    key: str
    name: tuple[str, ...]
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A procedure net with coordinates, everything between (0, 0) and (width, height)."""

    width: float
    height: float
    header: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def layout(net: ProcedureNet, captions: Captions) -> Picture:
    """Return the picture of a net. Boxes do not overlap, and no edge crosses a box."""
    placement = place(net)
    return _Layout(placement, route(placement), captions).picture()


class _Layout:
    def __init__(self, placement: Placement, routes: Routes, captions: Captions) -> None:
        self.placement = placement
        self.routes = routes
        self.captions = captions
        self.lane_of = {
            column: lane.key
            for lane in placement.lanes
            for column in range(lane.first, lane.first + lane.count)
        }
        self.widths = self._column_widths()
        self.sizes = {
            spot.key: size_of(spot, captions.box(spot.node), self.widths[spot.column])
            for spot in placement.spots.values()
        }
        self.cells = {(s.row, s.column) for s in placement.spots.values()}
        self.route_of = {(r.link.source, r.link.target): r for r in routes.routes}
        self.labels = {key: self._label_size(r) for key, r in self.route_of.items()}
        self.gutter_tracks = {i: _tracks(runs) for i, runs in routes.gutters.items()}
        self.channel_tracks = {i: _tracks(runs) for i, runs in routes.channels.items()}
        self.port_offset: dict[Port, float] = {}
        self.box_height: dict[str, float] = {key: size.height for key, size in self.sizes.items()}
        self.aside_offset: dict[str, float] = {}

    def picture(self) -> Picture:
        self._set_columns()
        names = {
            lane.key: wrap(
                self.captions.lane(lane.key), self._lane_span(n)[1] - 12, LANE_SIZE, bold=True
            )
            for n, lane in enumerate(self.placement.lanes)
        }
        self.header = max(len(lines) for lines in names.values()) * LANE_LEADING + 16
        self._set_rows()
        boxes = {spot.key: self._box(spot) for spot in self.placement.spots.values()}
        self.boxes = boxes
        return Picture(
            self.width,
            self.height,
            self.header,
            tuple(
                Lane(lane.key, tuple(names[lane.key]), *self._lane_span(n))
                for n, lane in enumerate(self.placement.lanes)
            ),
            tuple(boxes.values()),
            tuple(self._line(r) for r in self.routes.routes),
        )

    # Widths.

    def _column_widths(self) -> list[float]:
        main = [lane for lane in self.placement.lanes if lane.key != OUTSIDE]
        count = sum(lane.count for lane in main)
        widths = [_COLUMN_WIDTHS.get(count, _NARROW_COLUMN)] * count
        spots = self.placement.spots.values()
        waits = {s.column for s in spots if s.node.kind is NodeKind.WAIT}
        outside = range(count, self.placement.columns)
        return widths + [WAIT_WIDTH if column in waits else END_WIDTH for column in outside]

    def _label_size(self, found: Route) -> LabelSize | None:
        texts = dict.fromkeys(self.captions.edge(t) for t in found.link.transitions)
        text = " / ".join(text for text in texts if text)
        if not text:
            return None
        return label_size(text, _NEAR_LABEL if self._is_near(found) else _FAR_LABEL)

    def _is_near(self, found: Route) -> bool:
        """Tell whether the label of an edge has only a gutter to stand in."""
        first = found.corners[0][0]
        if not isinstance(first, Flank):
            return False
        spot = self.placement.spots[first.spot]
        step = 1 if first.side is Side.RIGHT else -1
        turns = isinstance(found.corners[1][0], Gutter)
        return turns or (spot.row, spot.column + step) in self.cells

    def _set_columns(self) -> None:
        count = len(self.widths)
        gutters = [_GUTTER] * (count + 1)
        for index, tracks in self.gutter_tracks.items():
            gutters[index] += (max(tracks, default=0) + 1) * _TRACK
        needed = [0.0] * (count + 1)
        for key, found in self.route_of.items():
            label, first = self.labels[key], found.corners[0][0]
            if label is not None and isinstance(first, Flank) and self._is_near(found):
                index = self.placement.spots[first.spot].column + (first.side is Side.RIGHT)
                needed[index] = max(needed[index], label.width)
        self.gutter_x, self.column_x, x = [], [], 0.0
        self.gutter_widths = [
            max(base, need + 24 + base - _GUTTER) if need else base
            for base, need in zip(gutters, needed, strict=True)
        ]
        for gutter, width in zip(self.gutter_widths, [*self.widths, 0.0], strict=True):
            self.gutter_x.append(x)
            self.column_x.append(x + gutter)
            x += gutter + width
        self.width = x

    def _lane_span(self, number: int) -> tuple[float, float]:
        edges = [self._lane_border(lane.first) for lane in self.placement.lanes]
        edges[0] = 0.0
        edges.append(self.width)
        return edges[number], edges[number + 1] - edges[number]

    def _lane_border(self, column: int) -> float:
        return self.gutter_x[column] + self.gutter_widths[column] / 2

    # Heights.

    def _set_rows(self) -> None:
        rows: dict[int, list[Spot]] = {row: [] for row in range(self.placement.rows)}
        for spot in self.placement.spots.values():
            rows[spot.row].append(spot)
        heights = [self._row_height(rows[row]) for row in range(self.placement.rows)]
        channels = [self._channel_height(index) for index in range(self.placement.rows + 1)]
        self.channel_y, self.row_y, y = [], [], self.header
        for channel, height in zip(channels, [*heights, 0.0], strict=True):
            self.channel_y.append(y)
            self.row_y.append(y + channel)
            y += channel + height
        self.height = y
        self.row_heights = heights

    def _channel_height(self, index: int) -> float:
        tracks = max(self.channel_tracks.get(index, []), default=-1) + 1
        if index in (0, self.placement.rows) and not tracks:
            return 28.0 if index == 0 else 14.0
        return max(_CHANNEL, self._label_room(index) + tracks * _TRACK + 18)

    def _label_room(self, index: int) -> float:
        """Return the height of the labels that stand under boxes, in the channel above row ``index``."""
        room = 0.0
        for key, found in self.route_of.items():
            label = self.labels[key]
            source = self.placement.spots[found.link.source]
            if label and isinstance(found.corners[0][1], Bottom) and source.row + 1 == index:
                room = max(room, label.height)
        return room

    def _row_height(self, spots: list[Spot]) -> float:
        """Set the heights and ports of the boxes of one row, and return its height."""
        bottom = 0.0
        for spot in spots:
            if spot.host is None:
                bottom = max(bottom, self._set_ports(spot, self._direct_lines(spot, spots)))
        late = [s for s in spots if s.host is not None and s.key not in self.routes.direct]
        direct = [
            self.aside_offset[s.key] + self.sizes[s.key].height / 2
            for s in spots
            if s.key in self.aside_offset
        ]
        if late:
            stacked = max(direct, default=0.0)
            for line in _by_line(late):
                above, below = self._extent(line)
                for aside in line:
                    self.aside_offset[aside.key] = stacked + above
                stacked += above + below
            bottom = max(bottom, stacked)
        for aside in spots:
            if aside.host is not None:
                self._set_aside_ports(aside)
        return bottom

    def _direct_lines(self, host: Spot, spots: list[Spot]) -> list[list[Spot]]:
        return _by_line([s for s in spots if s.host == host.key and s.key in self.routes.direct])

    def _extent(self, line: list[Spot]) -> tuple[float, float]:
        """Return the room one line of asides needs above and below its middle."""
        half = max(self.sizes[aside.key].height for aside in line) / 2
        above = half
        for aside in line:
            for key, label in self.labels.items():
                if key[1] == aside.key and label is not None:
                    above = max(above, label.height + self._aside_shift(aside) + _GAP)
        return above + 4, half + 4

    def _aside_shift(self, aside: Spot) -> float:
        ports = len(self.routes.ports.get((aside.key, Side.LEFT), ()))
        return (ports - 1) / 2 * _ASIDE_SHIFT

    def _set_ports(self, spot: Spot, lines: list[list[Spot]]) -> float:
        """Spread the edges of a box over its sides; return the height it needs in its row."""
        extents = [self._extent(line) for line in lines]
        stacks = {
            Side.LEFT: self._port_extents(spot, Side.LEFT),
            Side.RIGHT: extents + self._port_extents(spot, Side.RIGHT),
        }
        own = self.sizes[spot.key].height
        worded = bool(self.sizes[spot.key].wording.name)
        rounding = 2 * CORNERS.get(spot.node.kind, 4.0)
        if worded:
            own = max(own, *(sum(a + b for a, b in stack) + rounding for stack in stacks.values()))
        self.box_height[spot.key] = own
        for side, stack in stacks.items():
            middles = _middles(stack, own) if worded else [own / 2] * len(stack)
            skipped = len(lines) if side is Side.RIGHT else 0
            for slot, middle in enumerate(middles[skipped:]):
                self.port_offset[Port(spot.key, side, slot)] = middle
            if side is Side.RIGHT:
                for line, middle in zip(lines, middles, strict=False):
                    self.aside_offset |= {aside.key: middle for aside in line}
        return own

    def _port_extents(self, spot: Spot, side: Side) -> list[tuple[float, float]]:
        extents = []
        for link in self.routes.ports.get((spot.key, side), ()):
            label = self.labels[link.source, link.target] if link.source == spot.key else None
            extents.append((label.height + _GAP if label else 7.0, 7.0))
        return extents

    def _set_aside_ports(self, aside: Spot) -> None:
        middle = self.aside_offset[aside.key]
        first = middle - self._aside_shift(aside)
        for slot in range(len(self.routes.ports.get((aside.key, Side.LEFT), ()))):
            self.port_offset[Port(aside.key, Side.LEFT, slot)] = first + slot * _ASIDE_SHIFT

    # Coordinates.

    def _box(self, spot: Spot) -> Box:
        size: Size = self.sizes[spot.key]
        height = self.box_height[spot.key]
        room = self.widths[spot.column]
        x = self.column_x[spot.column] + (room - size.width) / 2
        y = self.row_y[spot.row]
        if spot.host is not None:
            x = self.column_x[spot.column]
            y += self.aside_offset[spot.key] - height / 2
        return Box(
            spot.key, spot.node, self.lane_of[spot.column], x, y, size.width, height, size.wording
        )

    def _line(self, found: Route) -> Line:
        link: Link = found.link
        points = _simplified([(self._x(across), self._y(down)) for across, down in found.corners])
        label = self.labels[link.source, link.target]
        return Line(
            link.source,
            link.target,
            link.transitions,
            link.is_return,
            points,
            None if label is None else self._label(found, label, points[0]),
        )

    def _label(self, found: Route, label: LabelSize, start: Point) -> EdgeLabel:
        x, y = start
        first, height = found.corners[0]
        if isinstance(height, Bottom):
            return EdgeLabel(label.lines, x + _GAP, y + LABEL_LEADING, "start")
        top = y - _GAP - label.height + LABEL_LEADING
        if isinstance(first, Flank) and first.side is Side.LEFT:
            return EdgeLabel(label.lines, x - _GAP, top, "end")
        return EdgeLabel(label.lines, x + _GAP, top, "start")

    def _x(self, across: Across) -> float:
        match across:
            case Centre(key, shift):
                column = self.placement.spots[key].column
                return self.column_x[column] + self.widths[column] / 2 + shift * _SHIFT
            case Flank(key, side):
                box = self.boxes[key]
                return box.x + (box.width if side is Side.RIGHT else 0.0)
            case Gutter(index, run):
                tracks = self.gutter_tracks[index]
                free = _TRACK / 2 + (tracks[run] + 0.5) * _TRACK
                if self._label_is_right(index):
                    return self.gutter_x[index] + free
                return self.gutter_x[index] + self.gutter_widths[index] - free

    def _label_is_right(self, index: int) -> bool:
        """Tell whether labels stand in the right part of a gutter, at edges that leave leftward."""
        return any(
            isinstance(first := found.corners[0][0], Flank)
            and first.side is Side.LEFT
            and self.placement.spots[first.spot].column == index
            for key, found in self.route_of.items()
            if self.labels[key] is not None
        )

    def _y(self, down: Down) -> float:
        match down:
            case Top(key):
                return self.boxes[key].y
            case Bottom(key):
                return self.boxes[key].y + self.boxes[key].height
            case Port(key, _, _):
                return self.row_y[self.placement.spots[key].row] + self.port_offset[down]
            case Channel(index, run):
                track = self.channel_tracks[index][run]
                return self.channel_y[index] + self._label_room(index) + 8 + track * _TRACK


def _by_line(asides: list[Spot]) -> list[list[Spot]]:
    lines: dict[int, list[Spot]] = {}
    for aside in asides:
        lines.setdefault(aside.line, []).append(aside)
    return [lines[line] for line in sorted(lines)]


def _middles(stack: list[tuple[float, float]], height: float) -> list[float]:
    """Return where each of a stack of extents has its middle, the stack centred in ``height``."""
    y = (height - sum(above + below for above, below in stack)) / 2
    middles = []
    for above, below in stack:
        middles.append(y + above)
        y += above + below
    return middles


def _tracks(runs: list[tuple[int, int]]) -> list[int]:
    """Return a track for each stretch, so that no two on one track touch."""
    taken: list[list[tuple[int, int]]] = []
    tracks = [0] * len(runs)
    for number in sorted(range(len(runs)), key=lambda n: (runs[n][1] - runs[n][0], n)):
        start, stop = runs[number]
        track = next(
            (n for n, others in enumerate(taken) if all(stop < a or b < start for a, b in others)),
            len(taken),
        )
        if track == len(taken):
            taken.append([])
        taken[track].append((start, stop))
        tracks[number] = track
    return tracks


def _simplified(points: list[Point]) -> tuple[Point, ...]:
    """Return a polyline without repeated corners or corners in the middle of a stretch."""
    kept = [points[0]]
    for before, after in pairwise(points[1:]):
        if before == kept[-1]:
            continue
        level = kept[-1][1] == before[1] == after[1]
        upright = kept[-1][0] == before[0] == after[0]
        if not level and not upright:
            kept.append(before)
    kept.append(points[-1])
    return tuple(kept)
