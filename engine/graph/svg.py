"""Pictures of procedures as SVG: one self-contained file, or inline in a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from html import escape

from engine.graph.captions import OUTSIDE, Captions, Render
from engine.graph.layout import layout
from engine.graph.net import NodeKind, ProcedureNet
from engine.graph.picture import Box, EdgeLabel, Lane, Line, Picture, Point
from engine.graph.sizes import (
    CORNERS,
    DETAIL_LEADING,
    LABEL_LEADING,
    LANE_LEADING,
    NAME_LEADING,
)
from engine.graph.stylesheet import LANES, STYLESHEET
from engine.messages import Label, Language, Message, message
from engine.specs.findings import Severity

_NONE: Mapping[str, Label] = {}
_NO_MARKS: Mapping[str, Severity] = {}
_MARKS: dict[Severity, Message] = {
    Severity.ERROR: message("has an error"),
    Severity.WARNING: message("has a warning"),
    Severity.INFORMATION: message("has a remark"),
}
_HEAD_LENGTH, _HEAD_HALF = 8.0, 3.6
_DOT = 5.0


def to_svg(
    net: ProcedureNet,
    *,
    language: Language,
    render: Render,
    role_names: Mapping[str, Label] = _NONE,
    position_names: Mapping[str, Label] = _NONE,
    limits: bool = True,
    marks: Mapping[str, Severity] = _NO_MARKS,
    visits: Set[str] = frozenset(),
    title: str | None = None,
) -> str:
    """Return the picture of a net as SVG. The same arguments give the same text.

    Args:
        net: what to draw.
        language: the language of every word in the picture.
        render: puts messages into a language: ``engine.catalogue.render``.
        role_names: names of unit roles, which head the lanes.
        position_names: names of positions, which stand in the boxes.
        limits: whether boxes show their time limits.
        marks: findings to show, by node.
        visits: the nodes where a dossier is now.
        title: what the picture is called; without it, the title of the procedure.
    """
    captions = Captions(net, language, render, role_names, position_names, limits)
    return _Drawing(net, captions, marks, visits, title).text()


class _Drawing:
    def __init__(
        self,
        net: ProcedureNet,
        captions: Captions,
        marks: Mapping[str, Severity],
        visits: Set[str],
        title: str | None,
    ) -> None:
        self.net = net
        self.captions = captions
        self.marks = marks
        self.visits = visits
        self.title = title or net.procedure.title.in_language(captions.language)
        self.picture: Picture = layout(net, captions)
        self.colour = {
            lane.key: "lane-out" if lane.key == OUTSIDE else f"lane-{n % LANES}"
            for n, lane in enumerate(self.picture.lanes)
        }

    def text(self) -> str:
        width, height = _n(self.picture.width), _n(self.picture.height)
        name = "picture-" + re.sub(r"[^A-Za-z0-9]+", "-", self.net.procedure.key)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="mc-picture" role="img"'
            f' aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
            f' lang="{self.captions.language}"'
            f' width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
            f'<title id="{name}-title">{escape(self.title)}</title>',
            f'<desc id="{name}-desc">{escape(self._description())}</desc>',
            f"<style>{STYLESHEET}</style>",
            f'<rect class="page" width="{width}" height="{height}"/>',
            *(self._lane(lane) for lane in self.picture.lanes),
            *(self._border(lane) for lane in self.picture.lanes[1:]),
            *(self._line(line) for line in self.picture.lines),
            self._start(),
            *(self._box(box) for box in self.picture.boxes),
            *(
                _label(line.label, line.is_return)
                for line in self.picture.lines
                if line.label is not None
            ),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _description(self) -> str:
        """Return the steps in words, for those who cannot see the picture."""
        worded = [
            f"{self.captions.lane(node.performer.role)}: {self.captions.box(node)}"
            if node.performer is not None
            else str(self.captions.box(node))
            for node in self.net.nodes
            if node.key == node.step
        ]
        steps = "; ".join(worded)
        return self.captions.say(message("Steps: {steps}.", steps=steps))

    def _lane(self, lane: Lane) -> str:
        top = (self.picture.header - 4 - len(lane.name) * LANE_LEADING) / 2
        words = _lines(lane.name, lane.x + lane.width / 2, top + 13, LANE_LEADING)
        return (
            f'<g class="{self.colour[lane.key]}">'
            f'<rect class="band" x="{_n(lane.x)}" y="0" width="{_n(lane.width)}"'
            f' height="{_n(self.picture.height)}"/>'
            f'<rect class="shape" x="{_n(lane.x + 1)}" y="1" width="{_n(lane.width - 2)}"'
            f' height="{_n(self.picture.header - 4)}" rx="3"/>'
            f'<text class="lane-name" text-anchor="middle">{words}</text></g>'
        )

    def _border(self, lane: Lane) -> str:
        x, top, bottom = _n(lane.x), _n(self.picture.header), _n(self.picture.height)
        return f'<path class="border" d="M{x} {top}V{bottom}"/>'

    def _start(self) -> str:
        """Return the dot that shows where dossiers come in."""
        box = next(box for box in self.picture.boxes if box.key == self.net.start)
        x, y = box.x + box.width / 2, box.y
        return (
            f'<g class="start"><circle class="dot" cx="{_n(x)}" cy="{_n(y - 19)}" r="{_DOT:g}"/>'
            f'<path class="line" d="M{_n(x)} {_n(y - 15)}V{_n(y - 5)}"/>{_head((x, y - 15), (x, y))}</g>'
        )

    def _line(self, line: Line) -> str:
        *inner, last = line.points
        before = inner[-1]
        tip = _short_of(before, last)
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in (*inner, tip))
        outcomes = " ".join(t.outcome for t in line.transitions)
        return (
            f'<g class="{"edge back" if line.is_return else "edge"}"'
            f' data-from="{escape(line.source)}" data-outcome="{escape(outcomes)}">'
            f'<polyline class="line" points="{path}"/>{_head(before, last)}</g>'
        )

    def _box(self, box: Box) -> str:
        node, mark = box.node, self.marks.get(box.node.key)
        active = node.key in self.visits
        kind = "bar" if node.kind in (NodeKind.SPLIT, NodeKind.JOIN) else node.kind.value
        classes = ["node", kind, self.colour[box.lane]]
        classes += [mark.value] if mark else []
        classes += ["active"] if active else []
        parts = [
            f'<g class="{" ".join(classes)}" data-node="{escape(node.key)}">',
            f"<title>{escape(self._tooltip(box, mark, active))}</title>",
            _halo(box) if active else "",
            _shape(box),
            self._words(box),
            _flag(box, mark) if mark else "",
            "</g>",
        ]
        return "".join(parts)

    def _tooltip(self, box: Box, mark: Severity | None, active: bool) -> str:
        words = [str(self.captions.box(box.node))]
        if mark is not None:
            words.append(self.captions.say(_MARKS[mark]))
        if active:
            words.append(self.captions.say(message("the dossier is here")))
        return " · ".join(words)

    def _words(self, box: Box) -> str:
        wording, x = box.wording, box.x + box.width / 2
        y = box.y + (box.height - wording.height) / 2
        name = _lines(wording.name, x, y + 13, NAME_LEADING)
        y += len(wording.name) * NAME_LEADING
        details = _lines(wording.details, x, y + 11, DETAIL_LEADING)
        y += len(wording.details) * DETAIL_LEADING
        limit = _lines(wording.limit, x, y + 11, DETAIL_LEADING)
        return "".join(
            f'<text class="{kind}" text-anchor="middle">{words}</text>'
            for kind, words in (("name", name), ("detail", details), ("limit", limit))
            if words
        )


def _label(label: EdgeLabel, is_return: bool) -> str:
    words = _lines(label.lines, label.x, label.y, LABEL_LEADING)
    return (
        f'<g class="{"back" if is_return else "edge"}">'
        f'<text class="edge-label" text-anchor="{label.anchor}">{words}</text></g>'
    )


def _shape(box: Box) -> str:
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    match box.node.kind:
        case NodeKind.CHOICE:
            cut = CORNERS[NodeKind.CHOICE]
            points = (
                (x + cut, y), (right - cut, y), (right, y + cut), (right, bottom - cut),
                (right - cut, bottom), (x + cut, bottom), (x, bottom - cut), (x, y + cut),
            )  # fmt: skip
            return f'<polygon class="shape" points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in points)}"/>'
        case NodeKind.AUTOMATIC:
            rules = f"M{_n(x + 6)} {_n(y)}V{_n(bottom)}M{_n(right - 6)} {_n(y)}V{_n(bottom)}"
            return _rect(box, 2) + f'<path class="rule" d="{rules}"/>'
        case NodeKind.WAIT:
            return _rect(box, CORNERS[NodeKind.WAIT])
        case NodeKind.END:
            return _rect(box, min(box.height / 2, 18))
        case NodeKind.SPLIT | NodeKind.JOIN:
            return _rect(box, 2)
        case NodeKind.WORK:
            several = _rect(box, 6, 4) if box.node.for_each else ""
            return several + _rect(box, 6)


def _rect(box: Box, radius: float, shift: float = 0.0) -> str:
    return (
        f'<rect class="shape" x="{_n(box.x + shift)}" y="{_n(box.y + shift)}"'
        f' width="{_n(box.width)}" height="{_n(box.height)}" rx="{_n(radius)}"/>'
    )


def _halo(box: Box) -> str:
    return (
        f'<rect class="halo" x="{_n(box.x - 5)}" y="{_n(box.y - 5)}" width="{_n(box.width + 10)}"'
        f' height="{_n(box.height + 10)}" rx="10"/>'
    )


def _flag(box: Box, mark: Severity) -> str:
    # Not called a badge: Bootstrap hides badges that are empty, as shapes always are.
    x, y = box.x + box.width - 6, box.y + 1
    if mark is Severity.ERROR:
        shape = f'<circle class="flag" cx="{_n(x)}" cy="{_n(y)}" r="9"/>'
    else:
        shape = f'<path class="flag" d="M{_n(x)} {_n(y - 11)}l11 19h-22z"/>'
    return f'{shape}<text class="sign" x="{_n(x)}" y="{_n(y + 4.5)}">!</text>'


def _lines(lines: tuple[str, ...], x: float, y: float, leading: float) -> str:
    return "".join(
        f'<tspan x="{_n(x)}" y="{_n(y + number * leading)}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )


def _short_of(before: Point, tip: Point) -> Point:
    """Return where the stroke stops, so that it does not show beside the arrowhead."""
    dx, dy = _direction(before, tip)
    return tip[0] - dx * _HEAD_LENGTH * 0.8, tip[1] - dy * _HEAD_LENGTH * 0.8


def _head(before: Point, tip: Point) -> str:
    dx, dy = _direction(before, tip)
    back = (tip[0] - dx * _HEAD_LENGTH, tip[1] - dy * _HEAD_LENGTH)
    one = (back[0] - dy * _HEAD_HALF, back[1] + dx * _HEAD_HALF)
    other = (back[0] + dy * _HEAD_HALF, back[1] - dx * _HEAD_HALF)
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in (tip, one, other))
    return f'<polygon class="head" points="{points}"/>'


def _direction(start: Point, stop: Point) -> Point:
    """Return the unit vector of a level or upright stretch."""
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    return ((dx > 0) - (dx < 0), 0.0) if abs(dx) > abs(dy) else (0.0, (dy > 0) - (dy < 0))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
