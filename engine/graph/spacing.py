"""How much room a picture's columns, gutters, rows and channels need, and where each begins.

``Across`` settles everything from left to right, ``Downward`` then everything from top to bottom,
because the height of a box depends on how its words break in the width of its column.
"""

from __future__ import annotations

from engine.graph.captions import OUTSIDE, Captions
from engine.graph.corners import Port, Routes, Side
from engine.graph.edge_labels import EdgeLabels
from engine.graph.net import NodeKind
from engine.graph.placement import Placement, Spot
from engine.graph.sizes import CORNERS, END_WIDTH, WAIT_WIDTH, SizeOf

TRACK = 11.0
"""How far apart edges run beside each other."""
LABEL_GAP = 6.0

_COLUMN_WIDTHS = {1: 232.0, 2: 216.0, 3: 196.0, 4: 176.0, 5: 160.0}
_NARROW_COLUMN = 144.0
_GUTTER, _CHANNEL, _FIRST_CHANNEL, _LAST_CHANNEL = 24.0, 30.0, 28.0, 14.0
_ASIDE_PORTS = 15.0
_BARE_PORT = 7.0

Extent = tuple[float, float]
"""The room something needs above and below its middle."""


class Across:
    """The widths of a picture.

    Attributes:
        widths: of the columns; ``column_x`` is where each begins.
        gutter_widths: of the gutters, one more than columns; ``gutter_x`` is where each begins.
        labels: the labels of the edges.
    """

    def __init__(self, placement: Placement, routes: Routes, captions: Captions) -> None:
        self._placement = placement
        self._routes = routes
        self._tracks = {index: tracks_for(runs) for index, runs in routes.gutters.items()}
        self.widths = self._column_widths()
        self.labels = EdgeLabels(placement, routes, captions)
        self.gutter_widths = self._gutter_widths()
        self.gutter_x: list[float] = []
        self.column_x: list[float] = []
        x = 0.0
        for gutter, width in zip(self.gutter_widths, [*self.widths, 0.0], strict=True):
            self.gutter_x.append(x)
            self.column_x.append(x + gutter)
            x += gutter + width
        self.width = x

    def track_x(self, gutter: int, run: int) -> float:
        """Return where a run of a gutter stands, clear of the labels in the gutter."""
        margin = (self._tracks[gutter][run] + 1) * TRACK
        if self.labels.are_beside(gutter, Side.LEFT):
            # Labels of the boxes before the gutter stand at its beginning.
            before = self.labels.longest(gutter, Side.RIGHT)
            return self.gutter_x[gutter] + (before + _GUTTER / 2 if before else 0.0) + margin
        return self.gutter_x[gutter] + self.gutter_widths[gutter] - margin

    def lane_span(self, number: int) -> tuple[float, float]:
        """Return where a lane begins and how wide it is; borders run in the middle of gutters."""
        inner = [lane.first for lane in self._placement.lanes[1:]]
        borders = [self.gutter_x[c] + self.gutter_widths[c] / 2 for c in inner]
        edges = [0.0, *borders, self.width]
        return edges[number], edges[number + 1] - edges[number]

    def _column_widths(self) -> list[float]:
        lanes = self._placement.lanes
        count = sum(lane.count for lane in lanes if lane.key != OUTSIDE)
        spots = self._placement.spots.values()
        waits = {spot.column for spot in spots if spot.node.kind is NodeKind.WAIT}
        outside = range(count, self._placement.columns)
        return [_COLUMN_WIDTHS.get(count, _NARROW_COLUMN)] * count + [
            WAIT_WIDTH if column in waits else END_WIDTH for column in outside
        ]

    def _gutter_widths(self) -> list[float]:
        widths = []
        for index in range(len(self.widths) + 1):
            tracks = (max(self._tracks.get(index, []), default=-1) + 1) * TRACK
            sides = self.labels.longest(index, Side.RIGHT) + self.labels.longest(index, Side.LEFT)
            words = sides + _GUTTER if sides else 0.0
            widths.append(max(_GUTTER, words) + tracks)
        return widths


class Downward:
    """The heights of a picture.

    Attributes:
        row_y: where each row begins; ``channel_y`` the same for channels.
        heights: of the boxes, by spot.
        ports: how far below the beginning of its row each port lies.
        middles: how far below the beginning of its row the middle of each aside lies.
    """

    def __init__(
        self,
        placement: Placement,
        routes: Routes,
        captions: Captions,
        across: Across,
        header: float,
        size: SizeOf,
    ) -> None:
        self._placement = placement
        self._routes = routes
        self._labels = across.labels
        self._tracks = {index: tracks_for(runs) for index, runs in routes.channels.items()}
        self.sizes = {
            spot.key: size(spot, captions.box(spot.node), across.widths[spot.column])
            for spot in placement.spots.values()
        }
        self.heights = {key: size.height for key, size in self.sizes.items()}
        self.ports: dict[Port, float] = {}
        self.middles: dict[str, float] = {}
        self.row_y: list[float] = []
        self.channel_y: list[float] = []
        y = header
        for index in range(placement.rows + 1):
            self.channel_y.append(y)
            y += self._channel_height(index)
            self.row_y.append(y)
            y += self._row_height(index)
        self.height = y

    def track_y(self, channel: int, run: int) -> float:
        """Return where a run of a channel stands, below the labels in the channel."""
        track = self._tracks[channel][run]
        return self.channel_y[channel] + self._labels.under(channel) + 8 + track * TRACK

    def _channel_height(self, index: int) -> float:
        tracks = max(self._tracks.get(index, []), default=-1) + 1
        if not tracks and index == self._placement.rows:
            return _LAST_CHANNEL
        least = _FIRST_CHANNEL if index == 0 else _CHANNEL
        return max(least, self._labels.under(index) + tracks * TRACK + 18)

    def _row_height(self, row: int) -> float:
        """Settle the heights and ports of the boxes of a row, and return how high it is."""
        spots = [spot for spot in self._placement.spots.values() if spot.row == row]
        asides = [spot for spot in spots if spot.host is not None]
        bottom = max(
            (self._settle(spot, asides) for spot in spots if spot.host is None), default=0.0
        )
        below = max(
            (
                self.middles[a.key] + self.sizes[a.key].height / 2
                for a in asides
                if a.key in self.middles
            ),
            default=0.0,
        )
        for line in _by_line([a for a in asides if a.key not in self._routes.direct]):
            above, under = self._extent(line)
            self.middles |= {aside.key: below + above for aside in line}
            below += above + under
        for aside in asides:
            first = self.middles[aside.key] - self._spread(aside)
            for slot in range(len(self._routes.ports.get((aside.key, Side.LEFT), ()))):
                self.ports[Port(aside.key, Side.LEFT, slot)] = first + slot * _ASIDE_PORTS
        return max(bottom, below)

    def _settle(self, spot: Spot, asides: list[Spot]) -> float:
        """Spread the edges of a box over its sides, its asides first; return the height it takes."""
        size = self.sizes[spot.key]
        lines = _by_line([a for a in asides if a.host == spot.key and a.key in self._routes.direct])
        left = self._port_extents(spot, Side.LEFT)
        right = [self._extent(line) for line in lines] + self._port_extents(spot, Side.RIGHT)
        if not size.wording.name:  # a bar: all its edges leave at the same height
            left_middles, right_middles = (
                [size.height / 2] * len(left),
                [size.height / 2] * len(right),
            )
        else:
            corners = 2 * CORNERS.get(spot.node.kind, 4.0)
            needed = (sum(a + b for a, b in stack) + corners for stack in (left, right))
            self.heights[spot.key] = max(size.height, *needed)
            left_middles = _middles(left, self.heights[spot.key])
            right_middles = _middles(right, self.heights[spot.key])
        for slot, middle in enumerate(left_middles):
            self.ports[Port(spot.key, Side.LEFT, slot)] = middle
        for slot, middle in enumerate(right_middles[len(lines) :]):
            self.ports[Port(spot.key, Side.RIGHT, slot)] = middle
        for line, middle in zip(lines, right_middles, strict=False):
            self.middles |= {aside.key: middle for aside in line}
        return self.heights[spot.key]

    def _extent(self, line: list[Spot]) -> Extent:
        """Return the room one line of asides needs."""
        half = max(self.sizes[aside.key].height for aside in line) / 2
        above = [half]
        for aside in line:
            highest = self._labels.highest_to(aside.key)
            if highest is not None:
                above.append(highest + self._spread(aside) + LABEL_GAP)
        return max(above) + 4, half + 4

    def _spread(self, aside: Spot) -> float:
        """Return how far the first port of an aside lies above its middle."""
        return (len(self._routes.ports.get((aside.key, Side.LEFT), ())) - 1) / 2 * _ASIDE_PORTS

    def _port_extents(self, spot: Spot, side: Side) -> list[Extent]:
        extents = []
        for link in self._routes.ports.get((spot.key, side), ()):
            mine = link.source == spot.key
            label = self._labels.sizes[link.source, link.target] if mine else None
            extents.append((label.height + LABEL_GAP if label else _BARE_PORT, _BARE_PORT))
        return extents


def tracks_for(runs: list[tuple[int, int]]) -> list[int]:
    """Return a track for each stretch, short ones first, so that no two on one track touch."""
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


def _by_line(asides: list[Spot]) -> list[list[Spot]]:
    lines: dict[int, list[Spot]] = {}
    for aside in asides:
        lines.setdefault(aside.line, []).append(aside)
    return [lines[line] for line in sorted(lines)]


def _middles(stack: list[Extent], height: float) -> list[float]:
    """Return where each of a stack of extents has its middle, the stack centred in ``height``."""
    y = (height - sum(above + below for above, below in stack)) / 2
    middles = []
    for above, below in stack:
        middles.append(y + above)
        y += above + below
    return middles
