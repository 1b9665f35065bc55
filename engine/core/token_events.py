"""What happened to the tokens of a dossier: where it came to, and how routes parted and met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.core.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntered(Event):
    """A token came to a step, a wait or an automatic step.

    Attributes:
        answers: how many answers the step needs, where it asks several units and not all must answer.
    """

    node: str
    visit: int
    answers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLeft(Event):
    """The token left the step by an outcome."""

    node: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceTaken(Event):
    """A choice was decided by the dossier's data."""

    node: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesSplit(Event):
    """Parallel routes started."""

    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinReached(Event):
    """One parallel route arrived at its join; ``source`` names its branch."""

    node: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePassedOver(Event):
    """A parallel route did not start, because its condition did not hold; its join does not wait for it."""

    node: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesCancelled(Event):
    """What is left of parallel routes is not waited for; tokens at ``nodes`` are taken away.

    Attributes:
        node: the join where they would have met.
        reason: enough of them had arrived, or the time for them ran out.
    """

    node: str
    nodes: tuple[str, ...]
    reason: Literal["enough", "deadline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesJoined(Event):
    """The parallel routes that are needed arrived; the dossier goes on as one."""

    node: str
