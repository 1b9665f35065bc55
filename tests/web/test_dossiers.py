"""Stories of clerks who work on a dossier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.clock import SettableClock
from engine.services import dossiers
from engine.services.clocks import fire_due_clocks
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.browsers import Browser, browse

EMPLOYER = {
    "field__employer_name": "Hợp tác xã Tre Việt",
    "field__workers": "20",
    "field__disabled_workers": "8",
}


@pytest.fixture
def code(office: Office) -> str:
    return offices.receive(office, "c1")


@pytest.fixture
def clerk(office: Office, code: str) -> Browser:
    browser = browse(office, offices.RECEPTION)
    browser.open(f"/dossiers/{code}")
    return browser


def test_the_page_shows_the_dossier_and_why_it_is_due_then(clerk: Browser, code: str) -> None:
    page = clerk.open(f"/dossiers/{code}")
    for text in (
        code,
        "Nguyễn Thị Đặng",
        "Được tiếp nhận",
        "Hẹn trả kết quả 16/03/2026 09:00 Còn 10 ngày làm việc",
        "Vì sao có hạn này?",
        "Thứ bảy 07/03/2026 và Chủ nhật 08/03/2026: nghỉ cuối tuần, không tính",
        "Đến hạn lúc 09:00 ngày 16/03/2026",
    ):
        assert text in page


def test_the_buttons_are_the_outcomes_of_the_step(clerk: Browser) -> None:
    for outcome, label in (
        ("accepted", "Tiếp nhận"),
        ("lacking", "Yêu cầu bổ sung"),
        ("refused", "Từ chối"),
    ):
        assert f'name="outcome" value="{outcome}">{label}</button>' in clerk.shown


def test_the_picture_marks_where_the_dossier_is(clerk: Browser) -> None:
    assert 'class="node work lane-0 active" data-node="receive"' in clerk.shown


def test_a_finished_step_moves_the_dossier_and_is_told_in_the_timeline(
    clerk: Browser, code: str
) -> None:
    page = clerk.send(
        f"/dossiers/{code}/items/1/complete", outcome="accepted", note="Đủ giấy tờ", **EMPLOYER
    )
    for text in (
        "Đã ghi nhận “Tiếp nhận”; hồ sơ đã chuyển đến: “Phân công” (Phòng",
        "Phân công",
        "Hoàn thành “Kiểm tra, tiếp nhận, quét và ký số hồ sơ, chuyển ngay”: Tiếp nhận Đủ giấy tờ",
        "Tên cơ sở sản xuất kinh doanh Hợp tác xã Tre Việt",
        "Tổng số lao động 20",
    ):
        assert text in page


def test_wrong_fields_are_named_and_what_was_typed_is_kept(
    clerk: Browser, code: str, office: Office
) -> None:
    before = offices.row_counts(office)
    page = clerk.send(
        f"/dossiers/{code}/items/1/complete",
        422,
        outcome="accepted",
        field__employer_name="Hợp tác xã Tre Việt",
        field__workers="hai mươi",
        note="Gọi lại sau",
    )
    assert offices.row_counts(office) == before
    assert "Số chỗ cần sửa: 2" in page
    assert 'href="#field.workers"' in clerk.shown
    assert 'href="#field.disabled_workers"' in clerk.shown
    for kept in ('value="Hợp tác xã Tre Việt"', 'value="hai mươi"', ">Gọi lại sau</textarea>"):
        assert kept in clerk.shown
    assert clerk.shown.count('aria-invalid="true"') == 2


def test_a_refusal_needs_a_reason(clerk: Browser, code: str) -> None:
    clerk.send(f"/dossiers/{code}/items/1/complete", 422, outcome="refused")
    assert 'id="note-fault"' in clerk.shown
    page = clerk.send(
        f"/dossiers/{code}/items/1/complete", outcome="refused", note="Không thuộc thẩm quyền"
    )
    assert "Không thuộc thẩm quyền" in page
    assert "hồ sơ đã kết thúc" in page


def test_a_supplement_stops_the_clock_until_it_is_handed_in(
    clerk: Browser, code: str, clock: SettableClock
) -> None:
    page = clerk.send(
        f"/dossiers/{code}/items/1/complete", outcome="lacking", note="Thiếu giấy phép"
    )
    assert "Tạm dừng tính thời hạn" in page
    assert "Chờ bổ sung" in page
    clock.advance(timedelta(days=2))
    clerk.sign_in(offices.RECEPTION)
    clerk.open(f"/dossiers/{code}")
    page = clerk.send(f"/dossiers/{code}/items/2/complete", outcome="provided")
    assert "Tính lại từ đầu thời hạn của cả hồ sơ, hạn lúc 09:00 18/03/2026" in page
    assert "Hẹn lần đầu: 16/03/2026 09:00" in page


def test_several_officers_bring_a_dossier_to_its_end(office: Office, code: str) -> None:
    for _ in range(7):
        number, officer = offices.worker_of(office, code)
        browser = browse(office, officer)
        browser.open(f"/dossiers/{code}")
        item = next(
            each
            for each in dossiers.show(office, code, officer).items
            if each.item.number == number
        )
        typed = offices.typed(dossiers.show(office, code, officer).procedure, tuple(item.form))
        page = browser.send(
            f"/dossiers/{code}/items/{number}/complete",
            outcome=item.actions[0].outcome,
            **{f"field__{name}": value for name, value in typed.items()},
        )
    assert "Đã trả kết quả" in page
    assert "Trả kết quả đúng hạn" in page
    assert "Việc tiếp theo Không còn việc" in page


def test_two_clerks_on_one_step_learn_who_was_faster_and_lose_no_words(
    office: Office, code: str, clock: SettableClock
) -> None:
    dossiers.release(office, code, 1, offices.RECEPTION, "c2")
    slow, fast = browse(office, "ngoc_vu"), browse(office, offices.RECEPTION)
    slow.open(f"/dossiers/{code}")
    fast.open(f"/dossiers/{code}")
    clock.advance(timedelta(minutes=12))
    fast.send(f"/dossiers/{code}/items/1/complete", outcome="accepted", **EMPLOYER)
    page = slow.send(
        f"/dossiers/{code}/items/1/complete",
        409,
        outcome="accepted",
        note="Đã gọi điện cho người nộp",
        **EMPLOYER,
    )
    assert "Cao Trọng Nghĩa đã xử lý trước" in page
    assert "xong lúc 09:12 02/03/2026 với kết quả “Tiếp nhận”" in page
    assert "Nội dung anh/chị đã nhập" in page
    assert "Ghi chú Đã gọi điện cho người nộp" in page
    assert "Tổng số lao động 20" in page


def test_a_double_click_finishes_a_step_once(clerk: Browser, code: str, office: Office) -> None:
    sent = {
        **clerk.hidden(),
        "outcome": "accepted",
        **{name.replace("__", "."): value for name, value in EMPLOYER.items()},
    }
    path = f"/dossiers/{code}/items/1/complete"
    assert clerk.client.post(path, data=sent).status_code == 200
    before = offices.row_counts(office)
    assert clerk.client.post(path, data=sent).status_code == 200
    assert offices.row_counts(office) == before


def test_who_may_not_see_a_dossier_finds_nothing(office: Office, code: str) -> None:
    stranger = browse(office, "huy_nguyen")
    missing = stranger.open("/dossiers/H99.02-260302-9999", 404)
    page = stranger.open(f"/dossiers/{code}", 404)
    assert page == missing.replace("9999", "0001")
    stranger.open(f"/dossiers/{code}/forms/receipt", 404)
    stranger.open("/inbox")
    form = "00000000-0000-0000-0000-000000000000"
    for path in ("items/1/claim", "items/1/release", "items/1/complete", "withdraw", "stop"):
        stranger.open("/inbox")
        stranger.send(f"/dossiers/{code}/{path}", 404, form=form)


def test_the_applicant_can_withdraw(clerk: Browser, code: str) -> None:
    clerk.send(f"/dossiers/{code}/withdraw", 422)
    assert 'id="withdrawn-reason-fault"' in clerk.shown
    page = clerk.send(f"/dossiers/{code}/withdraw", **{"withdrawn-reason": "Không còn nhu cầu"})
    assert "Hồ sơ đã được rút" in page
    assert "Không còn nhu cầu" in page
    assert 'name="outcome"' not in clerk.shown


def test_only_a_supervisor_can_stop_the_handling(office: Office, code: str) -> None:
    plain = browse(office, "ngoc_vu")
    assert "Dừng giải quyết" not in plain.open(f"/dossiers/{code}")
    plain.send(f"/dossiers/{code}/stop", 403, **{"stopped-reason": "x"})
    supervisor = browse(office, offices.RECEPTION)
    supervisor.open(f"/dossiers/{code}")
    page = supervisor.send(f"/dossiers/{code}/stop", **{"stopped-reason": "Có đơn khiếu nại"})
    assert "Đã dừng giải quyết hồ sơ" in page


def test_an_overdue_step_shows_its_alerts(
    clerk: Browser, code: str, office: Office, clock: SettableClock
) -> None:
    clock.advance(timedelta(days=1))
    fire_due_clocks(office)
    clerk.sign_in(offices.RECEPTION)
    page = clerk.open(f"/dossiers/{code}")
    assert "Một bước của hồ sơ đã quá hạn" in page


def test_the_whole_journal_can_be_read(clerk: Browser, code: str) -> None:
    short, whole = clerk.open(f"/dossiers/{code}"), clerk.open(f"/dossiers/{code}?journal=whole")
    assert "Nhận việc" not in short
    assert "Nhận việc “Kiểm tra, tiếp nhận" in whole
    assert "Trạng thái: Được tiếp nhận" in whole


def test_the_page_speaks_english(clerk: Browser, code: str) -> None:
    page = clerk.send("/language", language="en", next=f"/dossiers/{code}")
    for text in (
        "Recognition of an employer",
        "10 working days left",
        "Why is this due then?",
        "Due at 09:00 on 16/03/2026",
        "What comes next",
    ):
        assert text in page
    assert '<html lang="en"' in clerk.shown


@pytest.mark.parametrize(("days", "told"), [(1, True), (14, False)])
def test_the_desk_is_told_where_the_result_is_there_early(
    office: Office, clock: SettableClock, code: str, days: int, told: bool
) -> None:
    clock.advance(timedelta(days=days))
    handling.move_to(office, code, "return")
    page = browse(office, offices.RECEPTION).open(f"/dossiers/{code}")
    assert ("Có kết quả trước ngày hẹn 16/03/2026: báo người nộp đến nhận" in page) is told
