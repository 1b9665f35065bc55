"""What happened to the hands a work item is in, other than that somebody took it or gave it back."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemAssigned(Event):
    """A work item was given to an officer.

    Attributes:
        by: who gave it, or who sent the dossier back.
        to: who has it in hand now.
        returned: it came back to the officer who had done the step before.
    """

    number: int
    by: str
    to: str
    returned: bool = False
