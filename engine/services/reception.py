"""What a desk needs to know before it receives a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.errors import NotFoundError
from engine.messages import message
from engine.services.office import Office
from engine.specs.directory import DESK_ROLE, Directory
from engine.specs.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure dossiers are received under today.

    Attributes:
        key: names it.
        usual: it is one that the desk is there for; others it may receive as well.
    """

    key: str
    procedure: Procedure
    usual: bool


def offered_procedures(office: Office, desks: Sequence[str]) -> tuple[Offer, ...]:
    """Return the procedures in force today, by key, as somebody at these desks is offered them."""
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        current = rulebook.procedures
        procedures = {
            key: office.net(uow, current[key].digest).procedure for key in sorted(current)
        }
    return tuple(
        Offer(
            key,
            procedure,
            any(is_usual(rulebook.directory, procedure, desk, rulebook.on) for desk in desks),
        )
        for key, procedure in procedures.items()
    )


def is_usual(directory: Directory, procedure: Procedure, desk: str, on: date) -> bool:
    """Tell whether citizens bring the dossiers of a procedure to a desk.

    A first step whose role is one desk's names that desk. Else any desk of a centre receives what is free of
    boundaries; what is not goes to the centres of its level: of communes, of the province, or of both.
    """
    first = next(iter(procedure.steps.values())).by
    territory = directory.unit(desk).territory
    if first is not None and first.role != DESK_ROLE:
        own = directory.find_responsible(
            first.role, procedure=procedure, territory=territory, on=on
        )
        if own in directory.desks(on):
            return own == desk
    if directory.unit(desk).level == "agency":
        return False
    return procedure.boundary_free or procedure.level in (
        ("commune", "interlevel") if territory else ("province", "interlevel")
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
