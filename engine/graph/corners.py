"""The words in which the way of an edge is told: its corners, before anything has a size.

A corner is a place from left to right (*upright*) at a place from top to bottom (*level*), each named by
the box, gutter or channel it lies on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.graph.placement import Link


class Side(StrEnum):
    """A side of a box where edges leave or arrive at heights of their own."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Centre:
    """The middle of a spot, from left to right, and ``shift`` steps beside it."""

    spot: str
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Flank:
    """The left or right border of a spot."""

    spot: str
    side: Side


@dataclass(frozen=True, slots=True)
class Gutter:
    """A track in the gutter left of column ``index``; ``run`` names the stretch that uses it."""

    index: int
    run: int


@dataclass(frozen=True, slots=True)
class Top:
    """The upper border of a spot."""

    spot: str


@dataclass(frozen=True, slots=True)
class Bottom:
    """The lower border of a spot."""

    spot: str


@dataclass(frozen=True, slots=True)
class Port:
    """The height of the ``slot``-th edge on one side of a spot."""

    spot: str
    side: Side
    slot: int


@dataclass(frozen=True, slots=True)
class Channel:
    """A track in the channel above row ``index``."""

    index: int
    run: int


Upright = Centre | Flank | Gutter
Level = Top | Bottom | Port | Channel
Corner = tuple[Upright, Level]


@dataclass(frozen=True, slots=True)
class Route:
    """The corners of one edge, from its source to its target; neighbours share one coordinate."""

    link: Link
    corners: tuple[Corner, ...]


@dataclass
class Routes:
    """All routes of a picture, and what they need of its ports, gutters and channels.

    Attributes:
        ports: for each side of a spot, which link uses each slot.
        gutters: for each gutter, the stretch of each run, in half rows: channel ``i`` is ``2i``.
        channels: for each channel, the stretch of each run, in half columns.
        direct: asides whose host reaches them along their own line.
    """

    routes: list[Route] = field(default_factory=list)
    ports: dict[tuple[str, Side], list[Link]] = field(default_factory=dict)
    gutters: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    channels: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    direct: set[str] = field(default_factory=set)
