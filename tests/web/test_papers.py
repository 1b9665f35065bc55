"""Stories of a desk where papers are handed in, some of them later."""

from __future__ import annotations

import pytest

from engine.services import dossiers
from engine.services.office import Office
from tests.support import offices
from tests.support.browsers import Browser, browse
from tests.support.papers import ask_for_papers
from tests.web.test_reception import ALL, CLERK, FORM

CODE = "H99.02-260302-0001"
PAGE = f"/dossiers/{CODE}"
FILLED = {
    "field__employer_name": "Hợp tác xã Tre Việt",
    "field__workers": "20",
    "field__disabled_workers": "8",
}


@pytest.fixture
def clerk(office: Office) -> Browser:
    ask_for_papers(office)
    browser = browse(office, CLERK)
    browser.open(FORM)
    return browser


def test_the_form_lists_what_is_to_be_handed_in(clerk: Browser) -> None:
    page = clerk.open(FORM)
    for text in (
        "Đơn đề nghị công nhận bản chính: 1 · phải số hóa",
        "Danh sách người lao động bản chính: 1, bản sao: 1",
        "Giấy đăng ký kinh doanh đã có dữ liệu thay thế; không phải nộp",
        "Văn bản ủy quyền bản chính: 1 (nếu có)",
    ):
        assert text in page, page


def test_a_dossier_with_a_missing_paper_is_received_but_not_accepted_until_it_comes(
    clerk: Browser,
) -> None:
    page = clerk.send(FORM, **ALL, paper__request="yes", paper__workers__originals="1")
    assert clerk.path == PAGE
    assert "Còn thiếu" in page
    assert ">Còn thiếu: Danh sách người lao động</textarea>" in clerk.shown

    refused = clerk.send(f"{PAGE}/items/1/complete", 422, outcome="accepted", **FILLED)
    assert "còn thiếu: Danh sách người lao động" in refused

    asked = clerk.send(
        f"{PAGE}/items/1/complete", outcome="lacking", note="Còn thiếu: Danh sách người lao động"
    )
    assert "Yêu cầu bổ sung Còn thiếu: Danh sách người lao động" in asked
    noted = clerk.send(
        f"{PAGE}/papers",
        paper__request="yes",
        paper__workers__originals="1",
        paper__workers__copies="1",
    )
    assert "Ghi nhận giấy tờ đã nộp: Danh sách người lao động" in noted
    assert "Đã ghi nhận giấy tờ đã nộp" in noted
    clerk.send(f"{PAGE}/items/2/complete", outcome="provided")
    done = clerk.send(f"{PAGE}/items/3/complete", outcome="accepted", **FILLED)
    assert "Phân công" in done


def test_a_number_that_is_none_is_told_beside_the_paper(clerk: Browser) -> None:
    page = clerk.send(FORM, 422, **ALL, paper__request__originals="một")
    assert "Số lượng “Đơn đề nghị công nhận” phải là số nguyên" in page
    assert 'value="một"' in clerk.shown


def test_the_desk_corrects_the_applicant_with_a_reason(clerk: Browser) -> None:
    clerk.send(FORM, **ALL)
    right = {**ALL, "applicant_name": "Nguyễn Thị Đẵng", "applicant_phone": "12"}
    page = clerk.send(f"{PAGE}/applicant", 422, **right)
    assert "Phải là số điện thoại có từ 8 đến 15 chữ số" in page
    right["applicant_phone"] = "0912 345 679"
    page = clerk.send(f"{PAGE}/applicant", **right, **{"correction-reason": "Gõ nhầm dấu"})
    for text in ("Đã đính chính thông tin người nộp", "Nguyễn Thị Đẵng", "Gõ nhầm dấu"):
        assert text in page
    assert "Nguyễn Thị Đẵng" in clerk.send("/search", q="dang")


def test_others_see_the_papers_but_do_not_note_them(clerk: Browser, office: Office) -> None:
    clerk.send(FORM, **ALL, paper__request="yes", paper__workers="yes")
    clerk.send(f"{PAGE}/items/1/complete", outcome="accepted", **FILLED)
    number, officer = offices.worker_of(office, CODE)
    assert number == 2
    assert dossiers.show(office, CODE, officer).dossier.papers
    other = browse(office, officer)
    page = other.open(PAGE)
    assert "Đơn đề nghị công nhận – bản chính: 1, bản sao: 0" in page
    assert "Ghi nhận giấy tờ đã nộp" not in page
    other.send(f"{PAGE}/papers", 403, paper__letter="yes")
