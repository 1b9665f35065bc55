"""What an officer is offered to do with work in hand, and texts that no database could look for."""

from __future__ import annotations

import pytest

from engine.errors import GuardFailedError, NotFoundError
from engine.services import dossiers, inbox, visibility
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.offices import RECEPTION

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_holder_and_a_supervisor_of_the_unit_may_give_work_back(office: Office) -> None:
    code = offices.receive(office, "r")
    handling.move_to(office, code, "process")
    number, worker = offices.worker_of(office, code)
    with office.database.reading() as uow:
        directory = office.rulebook(uow).directory
    (offered,) = dossiers.show(office, code, worker).items
    assert not offered.releasable
    dossiers.claim(office, code, number, worker, "claim")
    supervisor = directory.supervisors_of(offered.item.unit, office.today)[0]
    may = {
        who: dossiers.show(office, code, who).items[0].releasable for who in (worker, supervisor)
    }
    assert may == {worker: True, supervisor: True}
    assert not dossiers.show(office, code, RECEPTION).items[0].releasable
    dossiers.release(office, code, number, supervisor, "release")
    assert dossiers.show(office, code, worker).items[0].claimable


@pytest.mark.parametrize("unfit", ["a\x00b", "\ud800", "a" * 201])
def test_a_search_no_database_can_answer_is_refused_under_its_field(
    office: Office, unfit: str
) -> None:
    for search in (
        lambda: inbox.find_dossiers(office, RECEPTION, unfit),
        lambda: inbox.open_inbox(office, RECEPTION, "unit", search=unfit),
    ):
        with pytest.raises(GuardFailedError) as told:
            search()
        assert list(told.value.fields) == ["search"]


@pytest.mark.parametrize("code", ["\x00", "H99\ud800"])
def test_no_dossier_has_a_code_that_cannot_be_kept(office: Office, code: str) -> None:
    with pytest.raises(NotFoundError):
        dossiers.show(office, code, RECEPTION)
    with pytest.raises(NotFoundError):
        visibility.require_alert(office, code, 1, RECEPTION)
