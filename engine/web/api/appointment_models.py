"""What the API says of the appointments of a dossier."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from engine.core.lifecycle import ClockStatus


class AppointmentOut(BaseModel):
    """A part of the legal limit with a due date of its own; one that has not begun has no status."""

    name: str
    label: str
    limit: str
    begins_with: str = Field(description="The step with which it begins.")
    status: ClockStatus | None
    due_at: datetime | None
    first_due_at: datetime | None
    late: bool = Field(description="It was over only after its due date.")
