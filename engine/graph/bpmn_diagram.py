"""The diagram of a BPMN file: where each shape stands and which way each flow runs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace

from engine.graph.bpmn_gateways import by_timer
from engine.graph.bpmn_names import Names
from engine.graph.bpmn_shapes import (
    EVENT,
    LEADING,
    Area,
    drawn_on,
    flow_labels,
    is_gateway,
    label_of,
    out_of_circle,
    shape_in,
)
from engine.graph.captions import Captions
from engine.graph.picture import Box, Lane, Line, Picture, Point

_BAND = 30.0
"""The height of the band with the name of the pool, and of each lane."""
_START_ROOM = 44.0
_ABOVE_START = 24.0
_BELOW = 12.0
_TIMER_LABEL = 72.0


def diagram(
    picture: Picture, names: Names, flow: Mapping[int, str], captions: Captions, start: str
) -> ET.Element:
    """Return the diagram of a picture.

    Args:
        picture: what the layout gave.
        names: the ids of the shapes' elements.
        flow: the id of each flow, by the ``id`` of its transition.
        captions: the words of the picture.
        start: the key of the node where dossiers come in.
    """
    return _Diagram(picture, names, flow, captions, start).drawn()


class _Diagram:
    def __init__(
        self,
        picture: Picture,
        names: Names,
        flow: Mapping[int, str],
        captions: Captions,
        start: str,
    ) -> None:
        self.picture = picture
        self.names = names
        self.flow = flow
        self.captions = captions
        self.boxes = {box.key: box for box in picture.boxes}
        self.start = self.boxes[start]
        self.shift = 2 * _BAND + _START_ROOM - picture.header
        self.height = picture.height + self.shift + _BELOW
        self.plane = ET.Element("bpmndi:BPMNPlane", id="Plane", bpmnElement="Collaboration")

    def drawn(self) -> ET.Element:
        root = ET.Element("bpmndi:BPMNDiagram", id="Diagram")
        root.append(self.plane)
        pool = Area(-_BAND, 0, self.picture.width + 2 * _BAND, self.height)
        self._shape("Participant", pool, upright=True)
        for number, lane in enumerate(self.picture.lanes):
            self._shape(self.names.lane(lane.key), self._lane(number, lane), upright=True)
        x, y = self._start_at()
        self._shape("Start", Area(x - EVENT / 2, y - EVENT / 2, EVENT, EVENT))
        for box in self.picture.boxes:
            self._box(box)
        top = self.start.y + self.shift
        self._edge("Flow_0", ((x, y + EVENT / 2), (x, self._top(self.start, top))))
        for line in self.picture.lines:
            self._line(line)
        return root

    def _lane(self, number: int, lane: Lane) -> Area:
        first, last = number == 0, number == len(self.picture.lanes) - 1
        x = lane.x - (_BAND if first else 0)
        width = lane.width + (_BAND if first else 0) + (_BAND if last else 0)
        return Area(x, _BAND, width, self.height - _BAND)

    def _start_at(self) -> Point:
        middle = self.start.x + self.start.width / 2
        return middle, self.start.y + self.shift - _ABOVE_START - EVENT / 2

    def _top(self, box: Box, y: float) -> float:
        return y + (box.height - shape_in(box).height) / 2

    def _box(self, box: Box) -> None:
        shape, label = shape_in(box), label_of(box)
        element = self._shape(self.names.box[box.key], self._down(shape))
        if is_gateway(box.node) and box.node.kind.value == "choice":
            element.set("isMarkerVisible", "true")
        if label is not None:
            _label(element, self._down(label))

    def _line(self, line: Line) -> None:
        source, target = self.boxes[line.source], self.boxes[line.target]
        points = tuple((x, y + self.shift) for x, y in drawn_on(line.points, source, target))
        named = [t for t in line.transitions if self.captions.edge(t)]
        areas: list[Area] = []
        if line.label is not None:
            texts = [self.captions.edge(t) or "" for t in named]
            level = line.points[0][1] == line.points[1][1]
            areas = flow_labels(line.label, texts, upward=level)
        for transition in line.transitions:
            timed = by_timer(self.captions.net, transition)
            way = self._from_timer(line.source, points) if timed else points
            edge = self._edge(self.flow[id(transition)], way)
            if areas and transition in named:
                area = areas[named.index(transition)]
                beside = area if not timed else replace(area, x=area.x + EVENT / 2)
                _label(edge, self._down(beside))

    def _from_timer(self, wait: str, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Draw the timer of a wait where its edge begins, and return the edge from there on."""
        x, y = points[0]
        timer = Area(x - EVENT / 2, y - EVENT / 2, EVENT, EVENT)
        shape = self._shape(self.names.timer(wait), timer)
        _label(shape, Area(x + EVENT / 2 + 2, y + 2, _TIMER_LABEL, 2 * LEADING))
        return out_of_circle(points, points[0])

    def _down(self, area: Area) -> Area:
        return Area(area.x, area.y + self.shift, area.width, area.height)

    def _shape(self, element: str, area: Area, *, upright: bool = False) -> ET.Element:
        shape = ET.SubElement(
            self.plane, "bpmndi:BPMNShape", id=f"Shape_{element}", bpmnElement=element
        )
        if upright:
            shape.set("isHorizontal", "false")
        _bounds(shape, area)
        return shape

    def _edge(self, element: str, points: tuple[Point, ...]) -> ET.Element:
        edge = ET.SubElement(
            self.plane, "bpmndi:BPMNEdge", id=f"Edge_{element}", bpmnElement=element
        )
        for x, y in points:
            ET.SubElement(edge, "di:waypoint", x=_n(x), y=_n(y))
        return edge


def _label(parent: ET.Element, area: Area) -> None:
    _bounds(ET.SubElement(parent, "bpmndi:BPMNLabel"), area)


def _bounds(parent: ET.Element, area: Area) -> None:
    ET.SubElement(
        parent,
        "dc:Bounds",
        x=_n(area.x),
        y=_n(area.y),
        width=_n(area.width),
        height=_n(area.height),
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
