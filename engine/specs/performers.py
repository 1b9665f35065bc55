"""Who works on a step, as an author writes it: a position in the unit that plays a role.

Which concrete unit plays the role is said in the organisation's documents, with dates, not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from engine.specs.model import described_as
from engine.specs.refusals import refusal


@dataclass(frozen=True, slots=True)
class Performer:
    """Who works on a step: a position in the unit that plays a role, written ``department/officer``."""

    role: str
    position: str

    def __str__(self) -> str:
        return f"{self.role}/{self.position}"


def _performer(value: Any) -> Performer:
    if isinstance(value, Performer):
        return value
    match = re.fullmatch(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)", str(value))
    if match is None:
        raise refusal(
            "MC011",
            "Expected who does the step as <unit role>/<position>, such as “department/officer”, but found “{found}”",
            found=value,
        )
    return Performer(match[1], match[2])


PerformerText = Annotated[Performer, BeforeValidator(_performer), described_as("performer")]
