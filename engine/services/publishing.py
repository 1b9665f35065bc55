"""Publishing spec files: nothing with an error in it reaches citizens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from engine.errors import NotAuthorizedError, SpecError
from engine.messages import message
from engine.services.checking import check_paths
from engine.services.office import Office
from engine.specs.calendars import CalendarSpec
from engine.specs.findings import Finding, Severity
from engine.specs.loader import Loaded, content_digest
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure
from engine.store.publications import Publication
from engine.store.unit_of_work import UnitOfWork


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


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing files.

    Attributes:
        documents: every document of the files as it is published now, new or as it was before.
        renewed: how many of them are new or have a new version; the others stayed as they were.
        findings: what the check remarked; none of it is an error.
    """

    documents: tuple[Publication, ...]
    renewed: int
    findings: tuple[Finding, ...]


def publish(office: Office, paths: Iterable[Path], by: str) -> Published:
    """Check and publish files: all of them in one transaction, or none.

    A document whose content is that of its newest version stays as it is; an earlier content comes back
    as a new version. Procedures are checked against
    what is published already where the files bring no organisation or calendar of their own.

    Raises:
        PublicationRefusedError: a finding is an error; nothing was published.
        NotAuthorizedError: ``by`` is no administrator of the organisation in force, or, where none is
            in force yet, of the one in the files.
    """
    with office.database.transaction() as uow:
        check = check_paths(paths, published_documents(office, uow), today=office.today)
        if check.blocks:
            raise PublicationRefusedError(check.findings)
        _require_administrator(office, uow, check.documents, by)
        # One instant for all: together they were checked, and together they are in force.
        now, before = office.clock.now(), uow.publications.count()
        # What could not be fired may be possible by the new rules.
        uow.stuck.let_go(now)
        documents = [add_publication(office, uow, loaded, by, now) for loaded in check.documents]
        renewed = uow.publications.count() - before
    return Published(tuple(documents), renewed, check.findings)


def _require_administrator(
    office: Office, uow: UnitOfWork, documents: Sequence[Loaded], by: str
) -> None:
    """Refuse a publisher without the duty; the first organisation names its own administrators."""
    in_force = uow.publications.current("organisation", office.today)
    loaded = [office.loaded(uow, each.digest) for each in in_force] or documents
    organisations = (each.document for each in loaded)
    if not any(
        officer.id == by and "administrator" in officer.duties
        for organisation in organisations
        if isinstance(organisation, OrganisationSpec)
        for officer in organisation.officers
    ):
        raise NotAuthorizedError(
            message(
                "Expected an administrator of the organisation to publish, but “{officer}” is none",
                officer=by,
            )
        )


def published_documents(office: Office, uow: UnitOfWork) -> list[Loaded]:
    """Return every document that is in force today."""
    current = [
        each
        for kind in ("calendar", "organisation", "procedure")
        for each in uow.publications.current(kind, office.today)
    ]
    return [office.loaded(uow, each.digest) for each in current]


def add_publication(
    office: Office, uow: UnitOfWork, loaded: Loaded, by: str, now: datetime
) -> Publication:
    """Write a document that was checked, in force from the day it says."""
    document = loaded.document
    assert document is not None  # a document that could not be read is an error finding
    valid_from, valid_until = _effective(document, office.today)
    return uow.publications.add(
        kind=document.kind,
        key=document.key if isinstance(document, Procedure) else document.code,
        digest=content_digest(loaded.text),
        text=loaded.text.decode("utf-8"),
        effective_from=valid_from,
        effective_until=valid_until,
        published_at=now,
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
