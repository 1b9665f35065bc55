"""A hash of everything in the program that a judgement may depend on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_ENGINE = Path(__file__).parent.parent
_JUDGING = ("errors.py", "messages.py", "graph", "services", "specs", "worktime")
_LIBRARIES = ("cel", "holidays", "networkx", "pydantic", "pydantic_core", "tzdata", "yaml")


@cache
def program_digest() -> str:
    """Return the SHA-256 of the source that judges, of Python's version and of those of the libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        digest.update(f"\0{path.relative_to(_ENGINE)}\0".encode())
        digest.update(path.read_bytes())
    for name in _installed():
        digest.update(f"\0{name}".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for name in _JUDGING:
        path = _ENGINE / name
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]


def _installed() -> list[str]:
    """Return what stands beside the libraries, with versions: asking each one for its own takes longer."""
    found = (find_spec(name) for name in _LIBRARIES)
    origins = {Path(each.origin).parent.parent for each in found if each and each.origin}
    return sorted(each.name for folder in origins for each in folder.glob("*.dist-info"))
