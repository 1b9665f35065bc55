"""The specifications around a document: the files of its folder, with open documents in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from engine.lsp.documents import Document
from engine.services.checking import Judge
from engine.services.judgements import Judgement, all_findings
from engine.specs.findings import Finding
from engine.specs.loader import Loaded, load_file
from engine.specs.references import card_of

_MOST_FILES = 5_000
"""A folder with more is not a folder of specifications, but a disk."""
_FOLDERS = ("organisation", "calendars")
_SUFFIXES = {".yaml", ".yml"}


def folder_of(path: Path) -> Path | None:
    """Return the folder of specifications a file belongs to, or None where it stands alone.

    That is the nearest folder above that is called ``procedure_specs`` or holds one for organisations or
    calendars.
    """
    if not path.is_absolute():
        return None
    for folder in path.parents:
        if folder.name == "procedure_specs":
            return folder
        if any((folder / name).is_dir() for name in _FOLDERS) and folder != Path(folder.anchor):
            return folder
    return None


@dataclass(frozen=True, slots=True)
class _Read:
    stamp: tuple[int, int]
    loaded: Loaded


class Surroundings:
    """Reads the files around documents, each again only when it has changed. Safe between threads."""

    def __init__(self) -> None:
        self._read: dict[Path, _Read] = {}
        self._lock = Lock()

    def others(self, of: Document, opened: Iterable[Document]) -> tuple[Loaded, ...]:
        """Return the other specifications around a document, as the editor holds those it has open."""
        folder = folder_of(of.path)
        if folder is None:
            return ()
        held = {each.path: each for each in opened}
        with self._lock:
            return tuple(
                held[path].loaded() if path in held else self._loaded(path)
                for path in _files(folder)
                if path != of.path
            )

    def _loaded(self, path: Path) -> Loaded:
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamp = (0, 0)
        known = self._read.get(path)
        if known is None or known.stamp != stamp:
            known = _Read(stamp, load_file(path))
            self._read[path] = known
        return known.loaded


def findings_in(document: Document, others: Iterable[Loaded]) -> tuple[Finding, ...]:
    """Return what a check of a document among the others finds in it."""
    mine, around = document.loaded(), list(others)
    judge = Judge([mine, *around])
    # In the order of a check of the whole folder: of two with one code, the second is told.
    judgements = [
        judge.judge(each) if each is mine else Judgement(card_of(each), ())
        for each in sorted([mine, *around], key=lambda one: one.source.file)
    ]
    return tuple(each for each in all_findings(judgements) if each.place.file == document.path)


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in folder.rglob("*"):
        if path.suffix in _SUFFIXES and path.is_file():
            found.append(path)
            if len(found) == _MOST_FILES:
                break
    return sorted(found)
