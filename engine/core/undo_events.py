"""What happened when something was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.core.event import Event
from engine.core.lifecycle import DossierStatus
from engine.core.state import Alert, RunningClock, Token, WorkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionUndone(Event):
    """A completion was taken back; what it changed is as it was before.

    Attributes:
        number: the item whose completion it was.
        data: the values that had been overwritten; ``removed`` names the fields that had no value.
        items: the items as they were, where they had changed; so for clocks and alerts.
    """

    number: int
    by: str
    reason: str
    status: DossierStatus
    tokens: tuple[Token, ...]
    visits: Mapping[str, int]
    supplements: int
    done_by: Mapping[str, str]
    data: Mapping[str, Any]
    removed: tuple[str, ...]
    items: tuple[WorkItem, ...]
    clocks: tuple[RunningClock, ...]
    alerts: tuple[Alert, ...]
