"""The events a decision has made so far, and the dossier they lead to."""

from __future__ import annotations

from engine.core.context import Context
from engine.core.events import Event
from engine.core.evolve import evolve
from engine.core.lifecycle import OPEN_ITEMS
from engine.core.state import Dossier, WorkItem


class Draft:
    """Collects the events of one command; each is applied at once, so that the next can build on it.

    Attributes:
        net: the net the dossier runs on.
    """

    def __init__(self, dossier: Dossier, context: Context) -> None:
        self.dossier = dossier
        self.context = context
        self.net = context.net
        self.events: list[Event] = []

    def record(self, event: Event) -> None:
        """Add an event and apply it."""
        self.dossier = evolve(self.dossier, event)
        self.events.append(event)

    def open_items(self, node: str | None = None) -> tuple[WorkItem, ...]:
        """Return the items that are still to be ended, of one node or of all."""
        return tuple(
            [
                item
                for item in self.dossier.items.values()
                if item.status in OPEN_ITEMS and node in (None, item.node)
            ]
        )

    def work_left(self, node: str) -> tuple[WorkItem, ...]:
        """Return the open items that keep the dossier at a node: all but those of who only takes part."""
        return tuple([item for item in self.open_items(node) if item.handles])
