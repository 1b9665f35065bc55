"""Stories of an officer who pressed the wrong button."""

from __future__ import annotations

from engine.services import dossiers
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.browsers import browse
from tests.support.offices import RECEPTION


def test_a_step_is_taken_back_on_the_page_of_its_dossier(office: Office) -> None:
    code = offices.receive(office, "1")
    handling.move_on(office, code, "a")
    browser = browse(office, RECEPTION)
    assert "Thu hồi “Kiểm tra" in browser.open(f"/dossiers/{code}")
    refused = browser.send(f"/dossiers/{code}/undo", 422, **{"undo-reason": ""})
    assert "Phải ghi lý do" in refused or "lý do" in refused
    told = browser.send(f"/dossiers/{code}/undo", **{"undo-reason": "Bấm nhầm"})
    assert "Bước đã trở lại như trước" in told
    assert "Bấm nhầm" in told
    assert [each.item.number for each in dossiers.show(office, code, RECEPTION).items] == [1]
    told = browser.send(f"/dossiers/{code}/undo", 409, **{"undo-reason": "Bấm nhầm"})
    assert "đã có việc khác" in told
