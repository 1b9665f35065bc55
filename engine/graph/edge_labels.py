"""How large the labels of a picture's edges are, and which room they need where they stand."""

from __future__ import annotations

from engine.graph.captions import Captions
from engine.graph.corners import Bottom, Flank, Gutter, Route, Routes, Side
from engine.graph.placement import Placement
from engine.graph.sizes import LabelSize, label_size

_NEAR_LABEL, _FAR_LABEL = 92.0, 150.0


class EdgeLabels:
    """The labels of a picture, gone through once; then each question is a look into a table.

    Attributes:
        sizes: the broken label of each link, by source and target.
    """

    def __init__(self, placement: Placement, routes: Routes, captions: Captions) -> None:
        """Break the labels of all routes."""
        self._placement = placement
        self._cells = {(spot.row, spot.column) for spot in placement.spots.values()}
        self._beside: set[tuple[int, Side]] = set()
        self._longest: dict[tuple[int, Side], float] = {}
        self._under: dict[int, float] = {}
        self._highest: dict[str, float] = {}
        self.sizes = {
            (r.link.source, r.link.target): self._label(r, captions) for r in routes.routes
        }
        for route in routes.routes:
            label = self.sizes[route.link.source, route.link.target]
            if label is not None:
                self._note(route, label)

    def are_beside(self, gutter: int, side: Side) -> bool:
        """Tell whether edges with labels leave boxes by this side into a gutter."""
        return (gutter, side) in self._beside

    def longest(self, gutter: int, side: Side) -> float:
        """Return the width of the longest label that has only this gutter to stand in."""
        return self._longest.get((gutter, side), 0.0)

    def under(self, channel: int) -> float:
        """Return the height of the labels that stand under boxes, in a channel."""
        return self._under.get(channel, 0.0)

    def highest_to(self, spot: str) -> float | None:
        """Return the height of the highest label of an edge that leads to a spot; None without any."""
        return self._highest.get(spot)

    def _note(self, route: Route, label: LabelSize) -> None:
        link, (first, second) = route.link, route.corners[0]
        self._highest[link.target] = max(self._highest.get(link.target, 0.0), label.height)
        if isinstance(first, Flank):
            column = self._placement.spots[first.spot].column
            self._beside.add((column + (first.side is Side.RIGHT), first.side))
        if isinstance(second, Bottom):
            channel = self._placement.spots[link.source].row + 1
            self._under[channel] = max(self._under.get(channel, 0.0), label.height)
        if near := self._near(route):
            self._longest[near] = max(self._longest.get(near, 0.0), label.width)

    def _label(self, route: Route, captions: Captions) -> LabelSize | None:
        texts = dict.fromkeys(captions.edge(t) for t in route.link.transitions)
        text = " / ".join(text for text in texts if text)
        if not text:
            return None
        return label_size(text, _FAR_LABEL if self._near(route) is None else _NEAR_LABEL)

    def _near(self, route: Route) -> tuple[int, Side] | None:
        """Return the gutter, and the side of the box, if a label has only a gutter to stand in."""
        first = route.corners[0][0]
        if not isinstance(first, Flank):
            return None
        spot = self._placement.spots[first.spot]
        right = first.side is Side.RIGHT
        beside = (spot.row, spot.column + (1 if right else -1))
        if beside in self._cells or isinstance(route.corners[1][0], Gutter):
            return spot.column + right, first.side
        return None
