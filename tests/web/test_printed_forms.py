"""Stories of the forms of the one-stop rules: each is offered when it is due, and says what it must."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.services import dossiers
from engine.services.office import Office
from engine.services.printed_forms import FORM_NAMES
from engine.specs.procedure_references import FORM_TYPES
from engine.web.printing import printed
from engine.web.rendering import environment
from tests.support import offices
from tests.support.browsers import Browser, browse
from tests.support.papers import ask_for_papers
from tests.web.test_papers import CODE, FILLED, PAGE
from tests.web.test_reception import ALL, CLERK, FORM

_ALL_AT_RECEPTION = (
    "  receive:\n",
    f"  receive:\n    prints: [{', '.join(FORM_TYPES)}]\n",
)


@pytest.fixture
def clerk(office: Office) -> Browser:
    ask_for_papers(office)
    browser = browse(office, CLERK)
    browser.open(FORM)
    return browser


def received(clerk: Browser) -> None:
    clerk.send(FORM, **ALL, paper__request="yes", paper__workers__originals="1")


def form(clerk: Browser, name: str, status: int = 200) -> str:
    return clerk.open(f"{PAGE}/forms/{name}", status)


def offered(clerk: Browser) -> list[str]:
    clerk.open(PAGE)
    return [name for name in FORM_TYPES if f'href="{PAGE}/forms/{name}"' in clerk.shown]


def test_every_type_of_form_has_its_name_and_its_template() -> None:
    assert tuple(FORM_NAMES) == FORM_TYPES


def test_the_receipt_is_always_there_and_lists_what_was_handed_in(clerk: Browser) -> None:
    received(clerk)
    assert offered(clerk) == ["receipt"]
    page = form(clerk, "receipt")
    for text in (
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "1 Đơn đề nghị công nhận 1",
        "2 Danh sách người lao động 1",
        "Giấy đăng ký kinh doanh đã có dữ liệu thay thế, không phải nộp",
        "Vào Sổ theo dõi hồ sơ, Quyển số",
        "Người nộp hồ sơ",
    ):
        assert text in page, page
    assert "Văn bản ủy quyền" not in page.split("Thành phần hồ sơ")[1]


def test_the_request_for_a_supplement_names_what_was_missing_then(clerk: Browser) -> None:
    received(clerk)
    form(clerk, "supplement_request", 404)
    clerk.open(PAGE)
    clerk.send(f"{PAGE}/items/1/complete", outcome="lacking", note="Danh sách thiếu bản sao")
    clerk.send(f"{PAGE}/papers", paper__request="yes", paper__workers="yes")
    assert offered(clerk) == ["receipt", "supplement_request"]
    page = form(clerk, "supplement_request")
    assert "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ" in page
    assert "Danh sách người lao động (1 bản chính, 1 bản sao);" in page
    assert "Danh sách thiếu bản sao" in page
    assert "Vũ Bích Ngọc" in page


def test_a_refused_dossier_has_its_refusal_with_the_reason(clerk: Browser) -> None:
    received(clerk)
    clerk.send(f"{PAGE}/items/1/complete", outcome="refused", note="Không thuộc thẩm quyền")
    assert offered(clerk) == ["receipt", "refusal"]
    page = form(clerk, "refusal")
    for text in ("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Không thuộc thẩm quyền"):
        assert text in page


def test_a_withdrawn_dossier_has_the_notice_that_its_handling_stopped(clerk: Browser) -> None:
    received(clerk)
    clerk.send(f"{PAGE}/withdraw", **{"withdrawn-reason": "Không còn nhu cầu"})
    assert offered(clerk) == ["receipt", "stop_notice"]
    page = form(clerk, "stop_notice")
    assert "Thông báo dừng giải quyết" in page
    assert "Không còn nhu cầu" in page


def test_a_step_offers_the_forms_it_prints_as_drafts_to_be_filled_in_by_hand(
    office: Office,
) -> None:
    ask_for_papers(office, _ALL_AT_RECEPTION)
    clerk = browse(office, CLERK)
    clerk.open(FORM)
    received(clerk)
    assert offered(clerk) == list(FORM_TYPES)
    for name in FORM_TYPES:
        page = form(clerk, name)
        assert str(FORM_NAMES[name]) in page
        assert "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc" in page
        assert CODE in page
        assert '<html lang="vi"' in clerk.shown


def test_the_control_slip_tells_each_hand_over_and_how_it_kept_its_time(office: Office) -> None:
    ask_for_papers(office, _ALL_AT_RECEPTION)
    clerk = browse(office, CLERK)
    clerk.open(FORM)
    clerk.send(FORM, **ALL, paper__request="yes", paper__workers="yes")
    clerk.send(f"{PAGE}/items/1/complete", outcome="accepted", **FILLED)
    number, officer = offices.worker_of(office, CODE)
    dossiers.complete(office, CODE, number, "done", officer, "m1")
    page = form(clerk, "control_slip")
    assert "Giao: Trung tâm Phục vụ hành chính công tỉnh 2. Nhận: Phòng Bảo trợ xã hội" in page
    assert page.count("Đúng hạn") == 1


def test_what_nobody_typed_is_no_markup(clerk: Browser) -> None:
    received(clerk)
    clerk.send(f"{PAGE}/items/1/complete", outcome="refused", note="<b>Không</b>")
    form(clerk, "refusal")
    assert "&lt;b&gt;Không" in clerk.shown


@pytest.mark.parametrize("name", ["refusal", "form_01", "paper", "rows", "../console/base"])
def test_a_form_that_is_not_to_be_printed_does_not_exist(clerk: Browser, name: str) -> None:
    received(clerk)
    form(clerk, name, 404)


def test_a_form_is_printed_also_where_the_organisation_has_lost_the_desk(
    clerk: Browser, office: Office
) -> None:
    received(clerk)
    view = dossiers.show(office, CODE, CLERK)
    lost = replace(view, dossier=replace(view.dossier, desk="H99.99"))
    assert "H99.99" in printed(environment(office.zone), lost, "receipt")
