"""The parts of an inbox that can be looked at, by name; which items each holds is told where it is read."""

from __future__ import annotations

from typing import Literal

OpenView = Literal[
    "mine", "unit", "unassigned", "due_today", "overdue", "taking_part", "waiting", "to_return"
]
InboxView = Literal[OpenView, "done"]
