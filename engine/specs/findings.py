"""What a check reports: code, severity, place, text and help."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from engine.messages import Message


class Severity(StrEnum):
    """How much a finding weighs.

    An error blocks publication. A warning does not, but something is probably wrong. Information is about
    practice only: nothing is wrong, though an experienced official would look twice.
    """

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; lines and columns count from 1."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a run that shows a fault: where it is written, and what happens there."""

    place: Place
    message: Message


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found. ``code`` is stable (``MC301``); ``help`` says what to do.

    ``run`` leads to the fault step by step, where a run shows it.
    """

    code: str
    severity: Severity
    place: Place
    message: Message
    help: Message | None = None
    run: tuple[Stop, ...] = ()

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.message}"


KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where each key of a document stands: from its path to its place.

    ``("steps", "check", "limit")`` gives the place of the key ``limit`` of step ``check``.
    ``texts`` knows, for texts with parts of their own, the place of each letter and of their end.
    """

    file: Path
    places: dict[KeyPath, tuple[int, int]]
    texts: dict[KeyPath, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """Return the place of ``path``, or of its nearest enclosing key that is known."""
        for length in range(len(path), -1, -1):
            found = self.places.get(path[:length])
            if found is not None:
                return Place(self.file, *found)
        return Place(self.file)

    def place_within(self, path: KeyPath, at: int | None) -> Place:
        """Return the place of a letter of the text behind ``path``, or of the key where it is not known.

        ``at`` counts the letters before it; None stands for the key.
        """
        letters = self.texts.get(path, ())
        if at is None or at >= len(letters):
            return self.place(*path)
        return Place(self.file, *letters[at])
