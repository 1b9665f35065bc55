"""Stories of a head who cannot keep a date: the letter, the extension, and what is refused."""

from __future__ import annotations

import re

import pytest

from engine.services import dossiers
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.browsers import browse
from tests.support.supervision import CLERK, SUPERVISOR

LETTER = {
    "apology-letter": "12/PXL",
    "apology-dated": "2026-03-02",
    "apology-promised_on": "2026-04-30",
    "apology-reason": "Chờ ý kiến Bộ Nội vụ",
}
EXTENSION = {
    "extension-by": "2 ngày làm việc",
    "extension-decision": "7/QĐ-SNV",
    "extension-reason": "Chờ ý kiến Bộ Nội vụ",
}


@pytest.fixture
def code(office: Office) -> str:
    """The code of a dossier that is being handled."""
    code = offices.receive(office, "1")
    handling.move_to(office, code, "process")
    return code


def test_a_supervisor_apologises_prints_the_letter_and_extends(office: Office, code: str) -> None:
    browser = browse(office, SUPERVISOR)
    page = browser.open(f"/dossiers/{code}")
    assert "Xin lỗi người nộp" in page
    assert "Vào sổ phiếu xin lỗi" in page
    told = browser.send(f"/dossiers/{code}/apology", **LETTER)
    assert "Phiếu xin lỗi đã vào sổ" in told
    letter = browser.open(f"/dossiers/{code}/forms/apology")
    assert "Số: 12/PXL" in letter
    assert "sẽ trả kết quả giải quyết hồ sơ vào ngày 30 tháng 4 năm 2026" in letter
    assert "ngày 02 tháng 3 năm 2026" in letter
    promised = re.search(r"Thời gian hẹn trả kết quả: (.*?) \.", letter)
    assert promised
    browser.open(f"/dossiers/{code}")
    told = browser.send(f"/dossiers/{code}/extend", **EXTENSION)
    assert "Đã gia hạn." in told
    assert "7/QĐ-SNV" in told
    again = browser.open(f"/dossiers/{code}/forms/apology")
    assert promised[0] in again, "the letter is about the appointment before the extension"


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(
    office: Office, code: str
) -> None:
    browser = browse(office, SUPERVISOR)
    browser.open(f"/dossiers/{code}")
    told = browser.send(f"/dossiers/{code}/apology", 422, **{**LETTER, "apology-dated": "hôm nay"})
    assert "Phải là một ngày" in told
    assert "Chờ ý kiến Bộ Nội vụ" in told
    told = browser.send(f"/dossiers/{code}/extend", 409, **EXTENSION)
    assert "Phải xin lỗi người nộp trước" in told


def test_whoever_only_works_on_it_is_offered_neither(office: Office, code: str) -> None:
    page = browse(office, CLERK).open(f"/dossiers/{code}")
    assert "Vào sổ phiếu xin lỗi" not in page
    assert dossiers.show(office, code, CLERK).clock is not None
