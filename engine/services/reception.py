"""What a desk needs to know before it receives a dossier."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import NotFoundError
from engine.messages import message
from engine.services.office import Office
from engine.specs.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure dossiers are received under today; ``key`` names it."""

    key: str
    procedure: Procedure


def offered_procedures(office: Office) -> tuple[Offer, ...]:
    """Return the procedures in force today, by key."""
    with office.database.reading() as uow:
        current = office.rulebook(uow).procedures
        return tuple(
            Offer(key, office.net(uow, current[key].digest).procedure) for key in sorted(current)
        )


def offered_procedure(office: Office, key: str) -> Procedure:
    """Return a procedure that is in force today.

    Raises:
        NotFoundError: there is none with this key, or it is not in force.
    """
    with office.database.reading() as uow:
        publication = office.rulebook(uow).procedures.get(key)
        if publication is None:
            raise NotFoundError(
                message(
                    "Expected a procedure that is in force today, but found “{found}”", found=key
                )
            )
        return office.net(uow, publication.digest).procedure
