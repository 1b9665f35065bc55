"""How large the boxes and labels of a picture are: their words, broken into lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.graph.captions import Caption
from engine.graph.lettering import width_of, wrap
from engine.graph.net import NodeKind
from engine.graph.placement import Spot

NAME_SIZE, DETAIL_SIZE, LABEL_SIZE, LANE_SIZE = 13.0, 11.5, 11.5, 13.0
NAME_LEADING, DETAIL_LEADING, LABEL_LEADING, LANE_LEADING = 17.0, 15.0, 13.5, 17.0
BAR_HEIGHT = 8.0
WAIT_WIDTH, END_WIDTH = 152.0, 124.0
CORNERS = {NodeKind.CHOICE: 12.0, NodeKind.WAIT: 14.0}
"""How much of the height of a box its cut or round corners take, where no edge may arrive."""
_PADDING = 8.0
_MIN_HEIGHT = 44.0


@dataclass(frozen=True, slots=True)
class Wording:
    """The lines of a box: its name, its details, and its time limit."""

    name: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    limit: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Return the height the lines take."""
        small = len(self.details) + len(self.limit)
        return len(self.name) * NAME_LEADING + small * DETAIL_LEADING


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a box and the lines in it."""

    width: float
    height: float
    wording: Wording


SizeOf = Callable[[Spot, Caption, float], Size]
"""Tells the size of a box from its spot, its words and the width of its column."""


def size_of(spot: Spot, caption: Caption, width: float) -> Size:
    """Return the size of a box in a column ``width`` wide."""
    kind = spot.node.kind
    if kind in (NodeKind.SPLIT, NodeKind.JOIN):
        return Size(width * 0.7, BAR_HEIGHT, Wording())
    inner = width - 2 * _PADDING - (12 if kind in (NodeKind.CHOICE, NodeKind.END) else 0)
    wording = Wording(
        tuple(wrap(caption.name, inner, NAME_SIZE, bold=True)),
        tuple(line for text in caption.details for line in wrap(text, inner, DETAIL_SIZE, lines=6)),
        tuple(wrap(caption.limit, inner, DETAIL_SIZE, bold=True)) if caption.limit else (),
    )
    height = wording.height + 2 * _PADDING
    if kind is NodeKind.END:
        longest = max(width_of(line, NAME_SIZE, bold=True) for line in wording.name)
        return Size(min(width, longest + 28), height - 4, wording)
    return Size(width, max(height, _MIN_HEIGHT), wording)


@dataclass(frozen=True, slots=True)
class LabelSize:
    """The lines of an edge label and the room they take."""

    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        """Return the width of the longest line."""
        return max(width_of(line, LABEL_SIZE) for line in self.lines)

    @property
    def height(self) -> float:
        """Return the height of all lines."""
        return len(self.lines) * LABEL_LEADING


def label_size(text: str, width: float) -> LabelSize:
    """Return an edge label broken into at most three lines of at most ``width``."""
    return LabelSize(tuple(wrap(text, width, LABEL_SIZE, lines=3)))
