"""Verifies the journals of an office, however many dossiers it has.

Dossiers are read some at a time, each lot at one moment, so that clerks go on working meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.services.office import Office
from engine.specs.loader import content_digest
from engine.store.audit import Audited, ChangedPublication

_AT_ONCE = 100


def audit_all(office: Office) -> Iterator[Audited]:
    """Iterate over all dossiers in the order of their codes, each audited.

    Raises:
        StoreError: the database is unavailable.
    """
    after: str | None = ""
    while after is not None:
        with office.database.reading() as uow:
            audited, after = uow.audit.page(after, _AT_ONCE)
        yield from audited


def audit_some(office: Office, codes: Sequence[str]) -> Iterator[Audited]:
    """Iterate over these dossiers, each audited; those that do not exist are left out.

    Raises:
        StoreError: the database is unavailable.
    """
    for start in range(0, len(codes), _AT_ONCE):
        with office.database.reading() as uow:
            yield from uow.audit.of(codes[start : start + _AT_ONCE])


def changed_publications(office: Office) -> list[ChangedPublication]:
    """Return the published documents whose text was changed behind the program's back."""
    with office.database.reading() as uow:
        return uow.audit.changed_publications(content_digest)


def dossier_count(office: Office) -> int:
    """Return how many dossiers there are to audit."""
    with office.database.reading() as uow:
        return uow.audit.count()
