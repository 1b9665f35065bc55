"""“Did you mean …?”: the known name nearest to the one that was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from engine.messages import Message, message

_LONGEST = 80
"""Longer names are no typing errors, and comparing them would take long."""


def did_you_mean(written: object, known: Iterable[str]) -> Message | None:
    """Return the suggestion for a name that was not found, or None if nothing is near."""
    if not isinstance(written, str) or len(written) > _LONGEST:
        return None
    near = get_close_matches(written, list(known), n=1, cutoff=0.65)
    return message("Did you mean “{name}”?", name=near[0]) if near else None


def unit_meant(value: object, form: re.Pattern[str], units: Iterable[str]) -> Message | None:
    """Return the amount of time that was probably meant, where only its unit is misspelt.

    Args:
        form: how an amount is written in small letters: the number, then the unit.
        units: the units there are.
    """
    match = form.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    near = did_you_mean(match[2], units) if match else None
    if match is None or near is None:
        return None
    return message("Did you mean “{name}”?", name=f"{match[1]} {near.params['name']}")
