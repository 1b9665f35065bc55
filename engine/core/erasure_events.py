"""What happened when personal data was erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.core.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataErased(Event):
    """Personal data was kept for as long as it is to be, and was erased everywhere, here as well.

    Attributes:
        on: the legal date of the erasure.
        fields: the fields that were erased, each with how long it was to be kept, such as "10 years".
        applicant: the same for the details of the applicant, or "" where they were not erased.
        kept_until: the last date on which what is left is kept, None where nothing more is to be erased.
    """

    by: str
    on: date
    fields: Mapping[str, str]
    applicant: str = ""
    kept_until: date | None = None
