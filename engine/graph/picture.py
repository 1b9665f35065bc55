"""A drawn procedure: what ``engine.graph.layout`` makes and ``engine.graph.svg`` writes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.graph.net import Node, Transition
from engine.graph.sizes import Wording

Point = tuple[float, float]


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
    """A procedure net with coordinates, everything between (0, 0) and (width, height).

    Attributes:
        header: the height of the row with the names of the lanes.
    """

    width: float
    height: float
    header: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
