"""The shapes of BPMN in the boxes of our layout: circles, diamonds, their labels, and how edges meet them.

The layout knows boxes only, so an event or a gateway stands in the middle of a box that has room for its
label, and each edge is drawn on from the border of the box to the shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from engine.graph.bpmn_gateways import MERGE, OUTCOMES
from engine.graph.captions import OUTSIDE, Caption
from engine.graph.lettering import width_of, wrap
from engine.graph.net import Node, NodeKind
from engine.graph.picture import Box, EdgeLabel, Point
from engine.graph.placement import Spot
from engine.graph.sizes import Size, Wording, size_of

EVENT, GATEWAY = 36.0, 50.0
LETTERS, LEADING = 11.0, 14.0
_BUS, _NEARLY_LEVEL = 10.0, 14.0
_TASK_LEADING, _TASK_MARGIN, _LEAST_TASK = 15.0, 52.0, 64.0
"""Symbols stand above and below the words of a task."""
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: where a shape or a label stands."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


def is_event(node: Node) -> bool:
    """Tell whether a node is drawn as a circle: an end, or a wait that nothing ends but an answer.

    A linked dossier is awaited in a box, which calls the other procedure.
    """
    waits = node.kind is NodeKind.WAIT and node.expiry is None and node.starts is None
    return node.kind is NodeKind.END or waits


def is_gateway(node: Node) -> bool:
    """Tell whether a node is drawn as a diamond."""
    return node.kind in (NodeKind.CHOICE, NodeKind.SPLIT, NodeKind.JOIN)


def has_name(node: Node) -> bool:
    """Tell whether a node shows its name: gateways do only where the author wrote a choice."""
    added = OUTCOMES in node.key or MERGE in node.key
    return node.kind not in (NodeKind.SPLIT, NodeKind.JOIN) and not added


def size_in_bpmn(spot: Spot, caption: Caption, width: float) -> Size:
    """Return the size of the box that holds the shape of a node and its label."""
    node, bare = spot.node, Caption(caption.name)
    if is_gateway(node):
        if not has_name(node):
            named = Wording(("",)) if node.kind is NodeKind.CHOICE else Wording()
            return Size(GATEWAY + 2 * _BUS, GATEWAY, named)
        lines = wrap(caption.name, width / 2 - _GAP, LETTERS)
        height = max(GATEWAY, 2 * len(lines) * LEADING)
        return Size(width, height, Wording(tuple(lines)))
    if node.kind is NodeKind.END:
        lines = wrap(caption.name, width, LETTERS)
        return Size(width, EVENT + 2 * len(lines) * LEADING, Wording(tuple(lines)))
    if is_event(node):
        room = width - EVENT - _GAP if spot.host is not None else width / 2 - EVENT / 2 - _GAP
        lines = wrap(caption.name, room, LETTERS)
        return Size(width, max(EVENT, len(lines) * LEADING) + 8, Wording(tuple(lines)))
    size = size_of(spot, bare, width)
    height = len(size.wording.name) * _TASK_LEADING + _TASK_MARGIN
    return Size(size.width, max(height, _LEAST_TASK), size.wording)


def shape_in(box: Box) -> Area:
    """Return where the shape of a box stands in it."""
    node = box.node
    if not is_event(node) and not is_gateway(node):
        return Area(box.x, box.y, box.width, box.height)
    side = GATEWAY if is_gateway(node) else EVENT
    aside = node.kind is NodeKind.WAIT and box.lane == OUTSIDE
    x = box.x if aside else box.x + (box.width - side) / 2
    return Area(x, box.y + (box.height - side) / 2, side, side)


def label_of(box: Box) -> Area | None:
    """Return where the name of an event or a gateway stands; other shapes hold theirs."""
    node, shape = box.node, shape_in(box)
    if not has_name(node) or not (is_event(node) or is_gateway(node)):
        return None
    if node.kind is NodeKind.END:
        return Area(box.x, shape.y + EVENT + 2, box.width, len(box.wording.name) * LEADING)
    if is_gateway(node):
        height = len(box.wording.name) * LEADING
        return Area(box.x, shape.centre[1] - GATEWAY / 4 - height, box.width / 2 - _GAP, height)
    left, height = shape.x + EVENT + _GAP, len(box.wording.name) * LEADING
    return Area(left, shape.centre[1] - height / 2, box.x + box.width - left, height)


def flow_labels(label: EdgeLabel, texts: Sequence[str], *, upward: bool) -> list[Area]:
    """Return where the names of the flows along one edge stand, one below the other.

    Names that stand on top of their edge need room ``upward`` if there are more of them than lines.
    """
    if len(texts) == 1:
        return [_label_area(label, label.lines, 0)]
    higher = min(0, len(label.lines) - len(texts)) if upward else 0
    return [_label_area(label, (text,), higher + number) for number, text in enumerate(texts)]


def _label_area(label: EdgeLabel, lines: Sequence[str], first: int) -> Area:
    width = max(width_of(line, LETTERS) for line in lines) + 8
    x = label.x if label.anchor == "start" else label.x - width
    return Area(x, label.y - LETTERS + first * LEADING, width, len(lines) * LEADING)


def drawn_on(points: Sequence[Point], source: Box, target: Box) -> tuple[Point, ...]:
    """Return the waypoints of an edge, drawn on from the borders of its boxes to their shapes."""
    out = _to_shape(points[0], source)
    into = _to_shape(points[-1], target)
    return _without_repeats([*reversed(out), *points[1:-1], *into])


def _to_shape(point: Point, box: Box) -> list[Point]:
    """Return the way from a point on the border of a box to the shape in it."""
    shape = shape_in(box)
    if (shape.width, shape.height) == (box.width, box.height):
        return [point]
    (x, y), (cx, cy), half = point, shape.centre, shape.width / 2
    beside = abs(x - box.x) < 0.5 or abs(x - box.x - box.width) < 0.5
    if beside and is_event(box.node) and abs(y - cy) < half * 0.8:
        reach = sqrt(half * half - (y - cy) ** 2)
        return [point, (cx - reach if x < cx else cx + reach, y)]
    if beside and is_event(box.node):
        return [point, (cx, y), (cx, cy - half if y < cy else cy + half)]
    if beside and abs(y - cy) < _NEARLY_LEVEL:
        reach = half - abs(y - cy)
        return [point, (cx - reach if x < cx else cx + reach, y)]
    if beside:
        return [point, (x, cy), (cx - half if x < cx else cx + half, cy)]
    return [point, (cx, y), (cx, cy - half if y < cy else cy + half)]


def _without_repeats(points: Sequence[Point]) -> tuple[Point, ...]:
    kept = [points[0]]
    for point, after in zip(points[1:], [*points[2:], None], strict=True):
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) < 0.1:
            continue
        if after is not None:
            upright = abs(kept[-1][0] - point[0]) < 0.1 and abs(point[0] - after[0]) < 0.1
            level = abs(kept[-1][1] - point[1]) < 0.1 and abs(point[1] - after[1]) < 0.1
            if upright or level:
                continue
        kept.append(point)
    return tuple(kept)


def out_of_circle(points: Sequence[Point], centre: Point) -> tuple[Point, ...]:
    """Return the part of an upright and level line that lies outside an event on its first point."""
    half = EVENT / 2
    for number, point in enumerate(points):
        if hypot(point[0] - centre[0], point[1] - centre[1]) > half:
            before = points[number - 1]
            dx, dy = point[0] - before[0], point[1] - before[1]
            if abs(dx) > abs(dy):
                reach = sqrt(half * half - (before[1] - centre[1]) ** 2)
                edge = (centre[0] + (reach if dx > 0 else -reach), before[1])
            else:
                reach = sqrt(half * half - (before[0] - centre[0]) ** 2)
                edge = (before[0], centre[1] + (reach if dy > 0 else -reach))
            return (edge, *points[number:])
    return tuple(points)
