"""Stories of a dossier whose applicant is asked for a supplement a second time."""

from __future__ import annotations

from engine.services import dossiers
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.browsers import browse
from tests.support.supervision import SUPERVISOR

AGAIN = "Lý do yêu cầu bổ sung lần nữa"


def test_the_second_request_needs_a_reason_and_the_supervisor_sees_it(office: Office) -> None:
    code = offices.receive(office, "1")
    handling.move_on(office, code, "a", "lacking")
    handling.move_on(office, code, "b", "provided")
    number, officer = offices.worker_of(office, code)
    browser = browse(office, officer)
    assert AGAIN in browser.open(f"/dossiers/{code}")
    path = f"/dossiers/{code}/items/{number}/complete"
    refused = browser.send(path, 422, outcome="lacking", note="Thiếu bản sao", again="")
    assert "Phải có lý do yêu cầu bổ sung lần nữa" in refused
    assert "Thiếu bản sao" in refused
    told = browser.send(path, outcome="lacking", note="Thiếu bản sao", again="Bản mới mờ")
    assert "Bản mới mờ" in told
    assert dossiers.show(office, code, officer).dossier.supplements == 2
    supervisor = browse(office, SUPERVISOR)
    assert code in supervisor.open("/overview?show=asked_again")
