"""Checking spec files; needs no office and no database, so that the command line starts fast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.errors import SpecError
from engine.graph.check import check_procedure
from engine.messages import message
from engine.services.counting_calendars import CountingCalendars
from engine.specs.findings import Finding, Severity
from engine.specs.loader import Loaded, load_file
from engine.specs.procedures import Procedure
from engine.specs.references import check_documents

_SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of some files found, in the order of files and lines."""

    files: tuple[Path, ...]
    documents: tuple[Loaded, ...]
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Tell whether a finding forbids publication."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check_paths(
    paths: Iterable[Path], known: Sequence[Loaded] = (), *, today: date | None = None
) -> Check:
    """Check files and folders of specs, together with documents already ``known``.

    Times are proved for dossiers received from the first day a procedure is in force, or from ``today``
    where that is later.

    Raises:
        SpecError: a path does not exist or holds no spec.
    """
    documents = tuple(load_file(file) for file in spec_files(paths))
    return check_loaded(documents, known, today=today)


def spec_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that ``paths`` name, and the specs in folders they name, each once.

    Raises:
        SpecError: a path does not exist.
    """
    return tuple(dict.fromkeys(file for path in paths for file in _files(path)))


def check_loaded(
    documents: Sequence[Loaded], known: Sequence[Loaded] = (), *, today: date | None = None
) -> Check:
    """Check documents that were read before, as ``check_paths`` does."""
    others = _not_replaced(known, documents)
    calendars = CountingCalendars([*documents, *others])
    findings = [finding for loaded in documents for finding in loaded.findings]
    for loaded in documents:
        if isinstance(loaded.document, Procedure):
            in_force = loaded.document.effective.valid_from
            _, found = check_procedure(
                loaded.document,
                loaded.source,
                calendar=calendars.find(loaded.document),
                first=max(in_force, today or in_force),
            )
            findings += found
    findings += check_documents([*documents, *others])
    files = tuple(loaded.source.file for loaded in documents)
    mine = set(files)
    unique = dict.fromkeys(finding for finding in findings if finding.place.file in mine)
    ordered = sorted(
        unique, key=lambda f: (str(f.place.file), f.place.line, f.place.column, f.code)
    )
    return Check(files, tuple(documents), tuple(ordered))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.suffix in _SUFFIXES)
    if not path.is_file():
        raise SpecError(
            message("Expected a file or folder, but there is none at {path}", path=path)
        )
    return [path]


def _not_replaced(known: Sequence[Loaded], new: Sequence[Loaded]) -> list[Loaded]:
    replaced = {_name(loaded) for loaded in new}
    return [loaded for loaded in known if _name(loaded) not in replaced]


def _name(loaded: Loaded) -> tuple[str, str]:
    document = loaded.document
    if document is None:
        return ("", str(loaded.source.file))
    return (document.kind, document.key if isinstance(document, Procedure) else document.code)
