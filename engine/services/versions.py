"""Earlier and current texts of published procedures, to look at and to compare."""

from __future__ import annotations

from engine.errors import NotFoundError
from engine.messages import message
from engine.services.office import Office
from engine.specs.procedures import Procedure


def procedure_version(office: Office, key: str, number: int | None = None) -> Procedure:
    """Return a version of a procedure, by default the one published last.

    Raises:
        NotFoundError: there is no such procedure, or no such version of it.
    """
    with office.database.reading() as uow:
        versions = uow.publications.history("procedure", key)
        found = [each for each in versions if number in (None, each.number)]
        if not found:
            raise NotFoundError(
                message(
                    "Expected a published version of a procedure, but there is no {key}",
                    key=key if number is None else f"{key}@{number}",
                )
            )
        document = office.document(uow, found[-1].digest)
    assert isinstance(document, Procedure)  # publications of this kind hold nothing else
    return document
