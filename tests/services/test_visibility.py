"""What an officer may not see does not exist for the officer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.clock import SettableClock
from engine.errors import NotAuthorizedError, NotFoundError
from engine.services import clocks, dossiers, inbox, visibility
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.offices import RECEPTION

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FOREIGN = "huy_nguyen"


@pytest.fixture
def code(office: Office) -> str:
    return offices.receive(office, "r")


def sees(office: Office, code: str, officer: str) -> bool:
    try:
        dossiers.show(office, code, officer)
    except NotFoundError:
        return False
    return True


def supervisors(office: Office) -> dict[str, frozenset[str]]:
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
    found = [o.id for o in rulebook.directory.spec.officers if "supervisor" in o.duties]
    return {o: office.scope(rulebook, office.actor(rulebook, o)) for o in found}


def test_a_foreign_dossier_looks_like_one_that_does_not_exist(office: Office, code: str) -> None:
    told = []
    for asked_for in (code, "H99.02-260302-7777"):
        with pytest.raises(NotFoundError) as error:
            dossiers.show(office, asked_for, FOREIGN)
        told.append(str(error.value).replace(asked_for, "…"))
    assert told[0] == told[1]


def test_every_officer_sees_what_the_own_units_have_had_and_nothing_else(
    office: Office, code: str
) -> None:
    handling.move_to(office, code, "sign")
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        dossier = uow.dossiers.find_whole(code)
    assert dossier is not None
    passed = {dossier.desk, *(item.unit for item in dossier.items.values())}
    for officer in rulebook.directory.spec.officers:
        scope = office.scope(rulebook, office.actor(rulebook, officer.id))
        assert sees(office, code, officer.id) == (not passed.isdisjoint(scope)), officer.id
        found = inbox.find_dossiers(office, officer.id, code)
        assert len(found) <= sees(office, code, officer.id), officer.id


def test_a_supervisor_sees_what_lies_below(office: Office, code: str) -> None:
    inside = [o for o, scope in supervisors(office).items() if offices.DESK in scope]
    outside = [o for o, scope in supervisors(office).items() if offices.DESK not in scope]
    assert inside
    assert outside
    assert all(sees(office, code, officer) for officer in inside)
    assert not any(sees(office, code, officer) for officer in outside)


def test_an_administrator_sees_no_dossier_by_that_duty(office: Office, code: str) -> None:
    assert not sees(office, code, offices.ADMINISTRATOR)


def test_an_alert_of_a_foreign_dossier_does_not_exist(
    office: Office, clock: SettableClock, code: str
) -> None:
    clock.advance(timedelta(days=40))
    clocks.fire_due_clocks(office)
    visibility.require_alert(office, code, 1, RECEPTION)
    for number in (1, 99):
        with pytest.raises(NotFoundError):
            visibility.require_alert(office, code, number, FOREIGN)
    with pytest.raises(NotFoundError):
        visibility.require_dossier(office, code, FOREIGN)


def test_a_foreign_officer_changes_nothing(office: Office, code: str) -> None:
    before = offices.row_counts(office)
    for attempt in (
        lambda: dossiers.claim(office, code, 1, FOREIGN, "f1"),
        lambda: dossiers.release(office, code, 1, FOREIGN, "f2"),
        lambda: dossiers.complete(office, code, 1, "accepted", FOREIGN, "f3"),
        lambda: dossiers.withdraw(office, code, "x", FOREIGN, "f4"),
        lambda: dossiers.stop(office, code, "x", FOREIGN, "f5"),
    ):
        with pytest.raises(NotAuthorizedError):
            attempt()
    assert offices.row_counts(office) == before
