"""Stories of a desk that receives dossiers."""

from __future__ import annotations

from engine.services.office import Office
from tests.support import offices
from tests.support.browsers import Browser, browse

CLERK = "ngoc_vu"
FORM = f"/receive/{offices.PROCEDURE}"
ALL = {
    "desk": offices.DESK,
    "territory": offices.COMMUNE,
    "channel": "desk",
    "applicant_name": "Nguyễn Thị Đặng",
    "applicant_identity_number": "012 345 678 901",
    "applicant_phone": "0912 345 678",
    "applicant_address": "Số 5, đường Lê Lợi",
    "applicant_email": "dang@example.vn",
}


def at_the_form(office: Office, path: str = FORM) -> Browser:
    browser = browse(office, CLERK)
    browser.open(path)
    return browser


def test_the_procedures_in_force_are_offered_with_code_and_limit(office: Office) -> None:
    page = browse(office, CLERK).open("/receive")
    assert "Công nhận cơ sở sản xuất, kinh doanh" in page
    assert "1.001806 · Cấp tỉnh · 10 ngày làm việc · 2022/QĐ-UBND" in page


def test_a_desk_is_offered_first_what_it_is_there_for(office: Office) -> None:
    for clerk, own, foreign in (
        (CLERK, "1.012644", "1.004946"),
        ("nam_to", "1.004946", "1.012644"),
    ):
        browser = browse(office, clerk)
        browser.open("/receive")
        first, others = browser.shown.split('id="others"')
        assert f'href="/receive/{own}"' in first
        assert f'href="/receive/{own}"' not in others
        assert f'href="/receive/{foreign}"' in others


def test_a_dossier_is_received_and_its_receipt_data_shown(office: Office) -> None:
    browser = at_the_form(office)
    page = browser.send(FORM, **ALL)
    assert browser.path == "/dossiers/H99.02-260302-0001"
    for text in (
        "Đã lưu hồ sơ và cấp mã. Bây giờ hãy kiểm tra giấy tờ, rồi hoàn thành “Kiểm tra, tiếp nhận",
        "H99.02-260302-0001",
        "Ngày tiếp nhận 02/03/2026 09:00",
        "Hẹn trả kết quả 16/03/2026 09:00",
        "In giấy tiếp nhận",
        "012345678901",
    ):
        assert text in page


def test_the_receipt_is_handed_out_once_the_papers_are_checked(office: Office) -> None:
    browser = at_the_form(office)
    browser.send(FORM, **ALL)
    assert '<a class="btn btn-primary btn-sm" href="#item-1">' in browser.shown
    page = browser.send(
        f"{browser.path}/items/1/complete", outcome="accepted", field__employer_name="Tre Việt",
        field__workers="20", field__disabled_workers="8",
    )  # fmt: skip
    assert "hồ sơ đã chuyển đến: “Phân công”" in page
    assert 'class="btn btn-primary btn-sm" href="/dossiers/H99.02-260302-0001/forms/receipt"' in (
        browser.shown
    )


def test_the_receipt_says_what_the_form_of_the_rules_asks_for(office: Office) -> None:
    browser = at_the_form(office)
    browser.send(FORM, **ALL)
    page = browser.open("/dossiers/H99.02-260302-0001/forms/receipt")
    for text in (
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "Mã hồ sơ: H99.02-260302-0001",
        "Trung tâm Phục vụ hành chính công tỉnh",
        "Nguyễn Thị Đặng",
        "012345678901",
        "Số 5, đường Lê Lợi",
        "dang@example.vn",
        "Thời gian giải quyết hồ sơ theo quy định 10 ngày làm việc",
        "09 giờ 00 phút, ngày 02 tháng 3 năm 2026",
        "09 giờ 00 phút, ngày 16 tháng 3 năm 2026",
        "Vũ Bích Ngọc",
    ):
        assert text in page


def test_the_receipt_is_vietnamese_for_an_officer_who_reads_english(office: Office) -> None:
    browser = at_the_form(office)
    browser.send(FORM, **ALL)
    browser.send("/language", language="en", next="/inbox")
    page = browser.open("/dossiers/H99.02-260302-0001/forms/receipt")
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in page
    assert '<html lang="vi"' in browser.shown


def test_wrong_input_changes_nothing_and_names_every_field_at_once(office: Office) -> None:
    browser = at_the_form(office)
    before = offices.row_counts(office)
    wrong = {**ALL, "applicant_name": " ", "applicant_identity_number": "12", "territory": ""}
    page = browser.send(FORM, 422, **wrong)
    assert offices.row_counts(office) == before
    for name in ("applicant_name", "applicant_identity_number", "territory"):
        assert f'href="#{name}"' in browser.shown
        assert f'id="{name}-fault"' in browser.shown
    assert "Số chỗ cần sửa: 3" in page


def test_wrong_input_keeps_what_was_typed(office: Office) -> None:
    browser = at_the_form(office)
    browser.send(FORM, 422, **{**ALL, "applicant_name": "", "channel": "post"})
    assert 'value="Số 5, đường Lê Lợi"' in browser.shown
    assert f'value="{offices.COMMUNE}" selected' in browser.shown
    assert 'value="post" checked' in browser.shown
    browser.send(FORM, **ALL)
    assert browser.path == "/dossiers/H99.02-260302-0001"


def test_a_way_of_coming_in_that_does_not_exist_is_refused(office: Office) -> None:
    page = at_the_form(office).send(FORM, 422, **{**ALL, "channel": "pigeon"})
    assert "Hãy chọn cách nộp hồ sơ" in page


def test_a_double_click_receives_one_dossier(office: Office) -> None:
    browser = at_the_form(office)
    sent = {**browser.hidden(), **ALL}
    first = browser.client.post(FORM, data=sent)
    second = browser.client.post(FORM, data=sent)
    assert first.url.path == second.url.path
    assert "không tiếp nhận lần thứ hai" in second.text
    assert offices.row_counts(office)["dossier"] == 1


def test_going_back_and_typing_another_applicant_receives_a_second_dossier(office: Office) -> None:
    browser = at_the_form(office)
    sent = {**browser.hidden(), **ALL}
    first = browser.client.post(FORM, data=sent)
    second = browser.client.post(FORM, data={**sent, "applicant_name": "Trần Văn Hòa"})
    assert first.url.path != second.url.path
    assert offices.row_counts(office)["dossier"] == 2


def test_a_dossier_is_not_received_at_a_desk_of_others(office: Office) -> None:
    before = offices.row_counts(office)
    at_the_form(office).send(FORM, 403, **{**ALL, "desk": offices.OTHER_DESK})
    assert offices.row_counts(office) == before


def test_who_has_no_desk_receives_nothing(office: Office) -> None:
    browser = browse(office, "viet_dang")
    assert "Tiếp nhận hồ sơ" not in browser.open("/inbox")
    browser.open("/receive", 403)
    browser.open(FORM, 403)
    browser.open("/inbox")
    browser.send(FORM, 403, **ALL, form="0" * 32)


def test_a_procedure_that_is_not_in_force_is_not_found(office: Office) -> None:
    page = browse(office, CLERK).open("/receive/9.999999", 404)
    assert "Không tìm thấy" in page
