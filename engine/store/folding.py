"""Folds text so that a search finds names however they were typed."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "d"}
)  # the one Vietnamese letter Unicode cannot take apart


def fold(text: str) -> str:
    """Return ``text`` in lower case without Vietnamese marks: "Đặng" becomes "dang"."""
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
