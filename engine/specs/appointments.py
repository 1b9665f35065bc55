"""Appointments: parts of the legal limit, each with a due date of its own (hẹn lần 1, hẹn lần 2)."""

from __future__ import annotations

from pydantic import Field

from engine.specs.durations import Duration
from engine.specs.model import LabelText, Name, Spec


class Appointment(Spec):
    """A part of the legal limit: it runs from where one step begins to where another is over."""

    label: LabelText | None = None
    limit: Duration
    first_step: Name = Field(alias="from")
    last_step: Name = Field(alias="to")
