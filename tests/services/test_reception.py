"""Stories of which procedures a desk is offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.services.office import Office
from engine.services.reception import offered_procedures
from tests.support import offices


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, _):
        yield office


def usual(office: Office, *desks: str) -> set[str]:
    return {offer.key for offer in offered_procedures(office, desks) if offer.usual}


def desks(office: Office) -> tuple[str, ...]:
    with office.database.reading() as uow:
        return office.rulebook(uow).directory.desks(office.today)


def test_every_procedure_is_usual_somewhere_and_none_is_kept_from_anybody(office: Office) -> None:
    offered = {offer.key for offer in offered_procedures(office, ())}
    assert len(offered) == 40
    assert set.union(*(usual(office, desk) for desk in desks(office))) == offered


def test_what_is_free_of_boundaries_is_usual_at_every_centre(office: Office) -> None:
    centres = [desk for desk in desks(office) if desk != "H99.12"]
    assert len(centres) == 5
    assert all(offices.PROCEDURE in usual(office, desk) for desk in centres)


def test_level_parts_what_is_bound_to_a_place(office: Office) -> None:
    levels = {
        offer.key: offer.procedure.level
        for offer in offered_procedures(office, ())
        if not offer.procedure.boundary_free
    }
    of_province = {levels[key] for key in usual(office, offices.DESK) if key in levels}
    of_commune = {levels[key] for key in usual(office, offices.OTHER_DESK) if key in levels}
    assert of_province == {"province", "interlevel"}
    assert of_commune <= {"commune", "interlevel"}


def test_a_desk_inside_an_agency_is_there_for_the_matters_of_the_agency_alone(
    office: Office,
) -> None:
    own = usual(office, "H99.12")
    assert own
    assert own.isdisjoint(usual(office, offices.DESK))
