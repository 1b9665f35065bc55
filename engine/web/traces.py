"""Errors as logs may show them: the kind and where it happened, without its text."""

from __future__ import annotations

from traceback import format_tb


def without_text(error: BaseException) -> str:
    """Return the kind of an error and its traceback; the text of an error may hold personal data."""
    return f"{type(error).__name__}\n{''.join(format_tb(error.__traceback__))}"
