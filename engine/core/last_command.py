"""What was done last to a dossier, for taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.events import Event, WorkItemCompleted
from engine.core.state import Dossier


@dataclass(frozen=True, slots=True)
class LastCommand:
    """What was done last to a dossier, and what the dossier was before it."""

    before: Dossier
    events: tuple[Event, ...]

    @property
    def completed(self) -> WorkItemCompleted | None:
        """Return the completion that was the command, or None where it was something else."""
        found = [event for event in self.events if isinstance(event, WorkItemCompleted)]
        return found[0] if len(found) == 1 else None
