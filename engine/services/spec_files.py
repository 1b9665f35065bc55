"""Which files a check is about, and their texts; light, because every start of the command line waits for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.errors import SpecError
from engine.messages import message

_SUFFIXES = {".yaml", ".yml"}


_LOOKS_LIKE_A_PROCEDURE = re.compile(rb"^kind:[ \t]*procedure[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """The text of a file, as it was read."""

    file: Path
    content: bytes

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the text."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def looks_like_a_procedure(self) -> bool:
        """Tell whether the document is a procedure, unless it is written in an odd way."""
        return _LOOKS_LIKE_A_PROCEDURE.search(self.content) is not None

    @cached_property
    def may_start_others(self) -> bool:
        """Tell whether the document starts linked procedures, unless it is written in an odd way."""
        return b"starts" in self.content


def spec_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that ``paths`` name, and the specs in folders they name, each once.

    Raises:
        SpecError: a path does not exist.
    """
    return tuple(dict.fromkeys(file for path in paths for file in _files(path)))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.suffix in _SUFFIXES)
    if not path.is_file():
        raise SpecError(
            message("Expected a file or folder, but there is none at {path}", path=path)
        )
    return [path]
