"""What the timeline says of one event, and the names it says it with."""

from __future__ import annotations

from dataclasses import dataclass

from engine.messages import Label, Message
from engine.services.dossier_view import DossierView


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words: a sentence, what the officer wrote, and whether it is only a detail."""

    text: Message
    note: str = ""
    detail: bool = False


def unit_name(code: str, view: DossierView) -> Label | str:
    """Return the name of a unit, or its code where nobody knows it any more."""
    directory = view.rulebook.directory
    return directory.unit(code).name if directory.knows(code) else code


def step_of(number: int, view: DossierView) -> Label:
    """Return the step of a work item."""
    return view.step_label(node_of(number, view))


def outcome_label(node: str, outcome: str, view: DossierView) -> Label | str:
    """Return the label of an outcome, or its name where the procedure has none."""
    way = view.net.outcome(node, outcome) if node in view.net else None
    return way.label if way is not None else outcome


def node_of(number: int, view: DossierView) -> str:
    """Return the key of the node of a work item; empty where there is no such item."""
    item = view.dossier.items.get(number)
    return item.node if item is not None else ""
