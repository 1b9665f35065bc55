"""Stories of members of a council: they find the step, read the dossier, and say what they think."""

from __future__ import annotations

import pytest

from engine.services import dossiers
from engine.services.office import Office
from tests.support.browsers import browse
from tests.support.handling import move_to, receive_of
from tests.support.offices import RECEPTION


@pytest.fixture
def code(office: Office) -> str:
    """The code of a dossier whose council meets."""
    code = receive_of(office, "HT-2916-I", "c1")
    move_to(office, code, "council")
    return code


@pytest.fixture
def member(office: Office) -> str:
    with office.database.reading() as uow:
        directory = office.rulebook(uow).directory
    return directory.holders("H99.05", "member", office.today)[0]


def test_a_member_speaks_and_the_recorder_reads_it(office: Office, code: str, member: str) -> None:
    browser = browse(office, member)
    listed = browser.open("/inbox?view=taking_part")
    assert code in listed
    assert "Cho ý kiến" in listed
    page = browser.open(f"/dossiers/{code}")
    assert "cùng tham gia; người khác ghi nhận kết quả" in page
    number = next(
        each.item.number for each in dossiers.show(office, code, member).items if each.speaks
    )
    path = f"/dossiers/{code}/items/{number}/opinions"
    refused = browser.send(path, 422, **{f"opinion-{number}": " "})
    assert "Phải có nội dung ý kiến" in refused
    told = browser.send(path, **{f"opinion-{number}": "Đạt yêu cầu <b>."})
    assert "Ý kiến của bạn đã được ghi vào bước" in told
    assert "Đạt yêu cầu <b>." in told

    with office.database.reading() as uow:
        recorder = office.rulebook(uow).directory.holders("H99.05.02", "officer", office.today)[0]
    page = browse(office, recorder).open(f"/dossiers/{code}")
    assert "Ý kiến của những người cùng tham gia Đạt yêu cầu <b>." in page
    assert "Thành viên hội đồng" in page


def test_an_opinion_that_comes_too_late_is_kept_to_be_copied(
    office: Office, code: str, member: str
) -> None:
    browser = browse(office, member)
    browser.open(f"/dossiers/{code}")
    number = next(
        each.item.number for each in dossiers.show(office, code, member).items if each.speaks
    )
    recorder = dossiers.show(office, code, RECEPTION).items[0].item
    with office.database.reading() as uow:
        holders = office.rulebook(uow).directory.holders(
            recorder.unit, recorder.position, office.today
        )
    dossiers.complete(office, code, recorder.number, "done", holders[0], "m1", note="Xong")
    page = browser.send(
        f"/dossiers/{code}/items/{number}/opinions", 409, **{f"opinion-{number}": "Chưa đạt."}
    )
    assert "Chưa đạt." in page
