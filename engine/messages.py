"""What the program says to its users, before a language is chosen.

Pure floors build a ``Message``; the edges render it with ``engine.catalogue``. The English text
is the key of the catalogues (the gettext custom), so English needs no catalogue of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named parameters, for example ``Message("Expected {count} steps", count=2)``.

    ``text`` uses ``str.format`` placeholders. Parameters are plain values, ``Label`` texts or other
    messages; they never hold personal data unless the sentence is shown only to those who may see it.
    """

    text: str
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.text.format(**{name: str(value) for name, value in self.params.items()})

    def __hash__(self) -> int:
        return hash((self.text, tuple((name, str(value)) for name, value in self.params.items())))


def message(text: str, **params: object) -> Message:
    """Return a message; the function extractors of catalogues look for."""
    return Message(text, MappingProxyType(params))


@dataclass(frozen=True, slots=True)
class Label:
    """A name an administrator wrote in one or both languages; Vietnamese is always present."""

    vi: str
    en: str | None = None

    def in_language(self, language: Language) -> str:
        """Return the name in ``language``, or the Vietnamese one where English was not written."""
        return self.en if language == "en" and self.en else self.vi

    def __str__(self) -> str:
        return self.vi
