"""What happened to the work items of a dossier, and to what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.core.event import Event
from engine.core.lifecycle import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemOffered(Event):
    """A work item appeared in an inbox."""

    number: int
    node: str
    visit: int
    kind: ItemKind
    unit: str
    position: str
    clock: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemClaimed(Event):
    """An officer took a work item; ``on_behalf`` names for whom, where somebody acts for another."""

    number: int
    by: str
    on_behalf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemReleased(Event):
    """An officer gave a work item back to the inbox."""

    number: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemCompleted(Event):
    """A work item was done, a wait was answered, or an automatic step ran.

    Attributes:
        again: why a supplement was asked for once more.
        on_behalf: for whom it was done, where somebody acts for another.
        comes_back: the dossier may come back to the step; then it is for the same officer again.
    """

    number: int
    by: str
    outcome: str
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    comes_back: bool = False
    again: str = ""
    on_behalf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven(Event):
    """Somebody who takes part in a step said what the unit thinks; who records the outcome reads it."""

    number: int
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemExpired(Event):
    """The time of a wait or of an opinion ran out."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemCancelled(Event):
    """A work item is no longer needed."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticStepFailed(Event):
    """An automatic step failed for good; an operator must look at it."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedDossierStarted(Event):
    """A dossier of a linked procedure was received for an item; ``linked`` is its code."""

    number: int
    linked: str
    procedure: str
