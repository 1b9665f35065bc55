"""What is sent about the date an applicant was promised."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.web.api.models import In

_Paper = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class ApologyIn(In):
    """The letter that tells the applicant that the result will be late."""

    letter: _Paper = Field(description="Its number in the register of outgoing papers.")
    dated: date = Field(description="The date it carries.")
    promised_on: date = Field(description="The new date it promises; after the due date.")
    reason: _Reason


class ExtensionIn(In):
    """By how much the legal limit is extended, why, and by which decision."""

    by: _Paper = Field(description="In the unit of the limit, such as “2 working days”.")
    reason: _Reason
    decision: _Paper = Field(description="Number of the paper that decides it.")
