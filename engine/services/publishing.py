"""Checking spec files and publishing them: nothing with an error in it reaches citizens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.errors import SpecError
from engine.graph.check import check_procedure
from engine.messages import message
from engine.services.office import Office
from engine.specs.calendars import CalendarSpec
from engine.specs.findings import Finding, Severity
from engine.specs.loader import Loaded, content_digest, load_file
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure
from engine.specs.references import check_documents
from engine.store.publications import Publication
from engine.store.unit_of_work import UnitOfWork

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


class PublicationRefusedError(SpecError):
    """The files cannot be published; ``findings`` says why, all at once."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        super().__init__(
            message(
                "Expected files without errors, but found {count}; nothing was published",
                count=errors,
            )
        )
        self.findings = findings


def check_paths(paths: Iterable[Path], known: Sequence[Loaded] = ()) -> Check:
    """Check files and folders of specs, together with documents already ``known``.

    Raises:
        SpecError: a path does not exist or holds no spec.
    """
    files = tuple(dict.fromkeys(file for path in paths for file in _files(path)))
    return check_loaded(tuple(load_file(file) for file in files), known)


def check_loaded(documents: Sequence[Loaded], known: Sequence[Loaded] = ()) -> Check:
    """Check documents that were read before, together with documents already ``known``."""
    findings = [finding for loaded in documents for finding in loaded.findings]
    for loaded in documents:
        if isinstance(loaded.document, Procedure):
            _, found = check_procedure(loaded.document, loaded.source)
            findings += found
    findings += check_documents([*documents, *_not_replaced(known, documents)])
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


def publish(office: Office, paths: Iterable[Path], by: str) -> list[Publication]:
    """Check and publish files: all of them in one transaction, or none.

    A document published before with the same content stays as it is. Procedures are checked against
    what is published already where the files bring no organisation or calendar of their own.

    Raises:
        PublicationRefusedError: a finding is an error; nothing was published.
    """
    with office.database.transaction() as uow:
        check = check_paths(paths, published_documents(office, uow))
        if check.blocks:
            raise PublicationRefusedError(check.findings)
        return [
            _publish(office, uow, file, loaded, by)
            for file, loaded in zip(check.files, check.documents, strict=True)
        ]


def published_documents(office: Office, uow: UnitOfWork) -> list[Loaded]:
    """Return every document that is in force today."""
    current = [
        each
        for kind in ("calendar", "organisation", "procedure")
        for each in uow.publications.current(kind, office.today)
    ]
    return [office.loaded(uow, each.digest) for each in current]


def _publish(office: Office, uow: UnitOfWork, file: Path, loaded: Loaded, by: str) -> Publication:
    document = loaded.document
    assert document is not None  # a document that could not be read is an error finding
    text = file.read_bytes()
    valid_from, valid_until = _effective(document, office.today)
    return uow.publications.add(
        kind=document.kind,
        key=document.key if isinstance(document, Procedure) else document.code,
        digest=content_digest(text),
        text=text.decode("utf-8"),
        effective_from=valid_from,
        effective_until=valid_until,
        published_at=office.clock.now(),
        published_by=by,
    )


def _effective(
    document: Procedure | OrganisationSpec | CalendarSpec, today: date
) -> tuple[date, date | None]:
    if isinstance(document, Procedure):
        return document.effective.valid_from, document.effective.valid_until
    # Organisation and calendars carry their own dates inside and hold for all of them.
    return date.min, None


def list_procedures(office: Office) -> list[Publication]:
    """Return the procedures in force today, by key."""
    with office.database.reading() as uow:
        return sorted(
            uow.publications.current("procedure", office.today), key=lambda each: each.key
        )
