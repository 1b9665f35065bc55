"""Pictures of procedures: our own layered layout, steps from top to bottom, one lane per unit role.

``placement`` says which cell each node takes, ``routing`` which way each edge runs, ``spacing`` how
much room all that needs; here everything gets coordinates, in pixels of a web page.
"""

from __future__ import annotations

from engine.graph.captions import Captions
from engine.graph.corners import (
    Bottom,
    Centre,
    Channel,
    Flank,
    Gutter,
    Level,
    Port,
    Route,
    Routes,
    Side,
    Top,
    Upright,
)
from engine.graph.lettering import wrap
from engine.graph.net import ProcedureNet
from engine.graph.picture import Box, EdgeLabel, Lane, Line, Picture, Point
from engine.graph.placement import Placement, Spot, place
from engine.graph.routing import route
from engine.graph.sizes import LABEL_LEADING, LANE_LEADING, LANE_SIZE, LabelSize, SizeOf, size_of
from engine.graph.spacing import LABEL_GAP, Across, Downward

_SHIFT = 18.0
_LANE_PADDING = 8.0


def layout(net: ProcedureNet, captions: Captions, size: SizeOf = size_of) -> Picture:
    """Return the picture of a net. Boxes do not overlap, and no edge crosses a box.

    Args:
        net: what to draw.
        captions: the words of the picture.
        size: how large each box is; other notations draw other shapes.
    """
    placement = place(net)
    return _Layout(placement, route(placement), captions, size).picture


class _Layout:
    def __init__(
        self, placement: Placement, routes: Routes, captions: Captions, size: SizeOf
    ) -> None:
        self.placement = placement
        self.across = Across(placement, routes, captions)
        lanes = tuple(
            self._lane(number, lane.key, captions.lane(lane.key))
            for number, lane in enumerate(placement.lanes)
        )
        header = max(len(lane.name) for lane in lanes) * LANE_LEADING + 2 * _LANE_PADDING
        self.down = Downward(placement, routes, captions, self.across, header, size)
        self.boxes = {spot.key: self._box(spot) for spot in placement.spots.values()}
        self.picture = Picture(
            self.across.width,
            self.down.height,
            header,
            lanes,
            tuple(self.boxes.values()),
            tuple(self._line(route) for route in routes.routes),
        )

    def _lane(self, number: int, key: str, name: str) -> Lane:
        x, width = self.across.lane_span(number)
        return Lane(key, tuple(wrap(name, width - 12, LANE_SIZE, bold=True)), x, width)

    def _box(self, spot: Spot) -> Box:
        size, height = self.down.sizes[spot.key], self.down.heights[spot.key]
        x, y = self.across.column_x[spot.column], self.down.row_y[spot.row]
        if spot.host is None:
            x += (self.across.widths[spot.column] - size.width) / 2
        else:
            y += self.down.middles[spot.key] - height / 2
        lane = next(
            lane.key
            for lane in self.placement.lanes
            if lane.first <= spot.column < lane.first + lane.count
        )
        return Box(spot.key, spot.node, lane, x, y, size.width, height, size.wording)

    def _line(self, route: Route) -> Line:
        link = route.link
        points = _simplified([(self._x(across), self._y(down)) for across, down in route.corners])
        label = self.across.labels.sizes[link.source, link.target]
        return Line(
            link.source,
            link.target,
            link.transitions,
            link.is_return,
            points,
            None if label is None else _label(route, label, points[0]),
        )

    def _x(self, upright: Upright) -> float:
        match upright:
            case Centre(key, shift):
                column = self.placement.spots[key].column
                middle = self.across.column_x[column] + self.across.widths[column] / 2
                return middle + shift * _SHIFT
            case Flank(key, side):
                box = self.boxes[key]
                return box.x + (box.width if side is Side.RIGHT else 0.0)
            case Gutter(index, run):
                return self.across.track_x(index, run)

    def _y(self, level: Level) -> float:
        match level:
            case Top(key):
                return self.boxes[key].y
            case Bottom(key):
                return self.boxes[key].y + self.boxes[key].height
            case Port(key, _, _):
                return self.down.row_y[self.placement.spots[key].row] + self.down.ports[level]
            case Channel(index, run):
                return self.down.track_y(index, run)


def _label(route: Route, label: LabelSize, start: Point) -> EdgeLabel:
    """Return a label where its edge begins: beside it if it goes down, else on top of it."""
    x, y = start
    across, down = route.corners[0]
    if isinstance(down, Bottom):
        return EdgeLabel(label.lines, x + LABEL_GAP, y + LABEL_LEADING, "start")
    first = y - LABEL_GAP - label.height + LABEL_LEADING
    if isinstance(across, Flank) and across.side is Side.LEFT:
        return EdgeLabel(label.lines, x - LABEL_GAP, first, "end")
    return EdgeLabel(label.lines, x + LABEL_GAP, first, "start")


def _simplified(points: list[Point]) -> tuple[Point, ...]:
    """Return a polyline without repeated corners or corners in the middle of a stretch."""
    kept = [points[0]]
    for point, after in zip(points[1:], [*points[2:], None], strict=True):
        if point == kept[-1]:
            continue
        if after is not None:
            level = kept[-1][1] == point[1] == after[1]
            upright = kept[-1][0] == point[0] == after[0]
            if level or upright:
                continue
        kept.append(point)
    return tuple(kept)
