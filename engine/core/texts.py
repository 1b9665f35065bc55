"""What a text typed by anybody must be before it is kept, whichever edge it came through."""

from __future__ import annotations

from engine.errors import GuardFailedError
from engine.messages import Message, message

MAX_NOTE = 2000
"""The longest note or reason, in characters."""
MAX_SHORT = 200
"""The longest name, address or search, in characters."""


def can_be_kept(text: str) -> bool:
    """Tell whether a text can be stored and sent: no NUL, and no half of a character."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def fault_in(text: str, longest: int) -> Message | None:
    """Return what is wrong with a text, or None."""
    if not can_be_kept(text):
        return message("Expected a text, but found signs that are no characters; type it again")
    if len(text) > longest:
        return message("Expected a text of at most {length} characters", length=longest)
    return None


def require_text(name: str, text: str, longest: int) -> None:
    """Refuse a text that cannot be kept or is too long, under the name of its field."""
    fault = fault_in(text, longest)
    if fault is not None:
        raise GuardFailedError(fault, {name: fault})
