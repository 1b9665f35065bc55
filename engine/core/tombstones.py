"""What stands where a value of a dossier was erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Tells when a value was erased, and how long it was to be kept, such as "10 years"."""

    erased_on: date
    kept_for: str

    def as_value(self) -> dict[str, str]:
        """Return it as it stands in the data; no field has a value of such a form."""
        return {"erased_on": self.erased_on.isoformat(), "kept_for": self.kept_for}


def tombstone_in(value: Any) -> Tombstone | None:
    """Return the tombstone that stands in place of a value, None where the value is there."""
    if not isinstance(value, Mapping) or "erased_on" not in value:
        return None
    return Tombstone(date.fromisoformat(value["erased_on"]), value["kept_for"])
