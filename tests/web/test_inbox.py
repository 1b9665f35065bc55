"""Stories of a clerk who looks for work."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from engine.clock import SettableClock
from engine.services import dossiers
from engine.services.office import Office
from tests.support import offices
from tests.support.browsers import browse

COLLEAGUE = "ngoc_vu"
HEAD = "viet_dang"


def move_on(office: Office, code: str, command_id: str) -> str:
    """Finish the first open step of a dossier, and return who did."""
    number, officer = offices.worker_of(office, code)
    view = dossiers.show(office, code, officer)
    item = next(each for each in view.items if each.item.number == number)
    dossiers.complete(
        office,
        code,
        number,
        item.actions[0].outcome,
        officer,
        command_id,
        data=offices.typed(view.procedure, tuple(item.form)),
    )
    return officer


def test_an_empty_inbox_says_so_in_words(office: Office) -> None:
    page = browse(office, COLLEAGUE).open("/inbox")
    assert "Chưa có việc nào" in page
    assert "Tất cả việc 0" in page


def test_work_shows_who_asked_what_is_next_and_when_it_is_due(office: Office) -> None:
    code = offices.receive(office, "c1")
    page = browse(office, offices.RECEPTION).open("/inbox?view=mine")
    for text in (code, "Nguyễn Thị Đặng", "Đến hạn hôm nay lúc 15:00", "Hẹn trả: 16/03/2026"):
        assert text in page


def test_overdue_work_is_told_in_words_and_counted(office: Office, clock: SettableClock) -> None:
    offices.receive(office, "c1")
    clock.advance(timedelta(days=2))
    page = browse(office, offices.RECEPTION).open("/inbox?view=overdue")
    assert "Quá hạn 1 ngày làm việc" in page
    assert "Quá hạn 1" in page


def test_each_view_shows_as_many_lines_as_its_count_says(
    office: Office, clock: SettableClock
) -> None:
    for number in range(4):
        offices.receive(office, f"c{number}")
        clock.advance(timedelta(hours=3))
    browser = browse(office, offices.RECEPTION)
    for view, label in (("unit", "Tất cả việc 4"), ("mine", "Tôi đang xử lý 4")):
        assert label in browser.open(f"/inbox?view={view}")
        assert browser.shown.count('class="mc-code"') == 4
    browser.open("/inbox?view=unassigned")
    assert browser.shown.count('class="mc-code"') == 0


def test_work_is_taken_and_given_back(office: Office) -> None:
    code = offices.receive(office, "c1")
    move_on(office, code, "c2")
    browser = browse(office, HEAD)
    assert "Chưa ai nhận" in browser.open("/inbox?view=unassigned")
    browser.send(f"/dossiers/{code}/items/2/claim", next="/inbox?view=unassigned")
    assert "Mọi việc đều đã có người nhận" in browser.open("/inbox?view=unassigned")
    browser.open(f"/dossiers/{code}")
    assert "Việc đã được trả lại" in browser.send(f"/dossiers/{code}/items/2/release")
    assert code in browser.open("/inbox?view=unassigned")


def test_taking_what_a_colleague_has_taken_says_who(office: Office) -> None:
    code = offices.receive(office, "c1")
    dossiers.release(office, code, 1, offices.RECEPTION, "c2")
    colleague = browse(office, COLLEAGUE)
    colleague.open("/inbox")
    dossiers.claim(office, code, 1, offices.RECEPTION, "c3")
    page = colleague.send(f"/dossiers/{code}/items/1/claim", 409)
    assert "Cao Trọng Nghĩa đang xử lý bước" in page


def test_a_long_inbox_comes_in_pages_that_leave_nothing_out(office: Office) -> None:
    for number in range(53):
        offices.receive(office, f"c{number}")
    browser = browse(office, offices.RECEPTION)
    assert "Trang sau" in browser.open("/inbox")
    first = set(codes(browser.shown))
    following = next_page(browser.shown)
    page = browser.open(following)
    second = set(codes(browser.shown))
    assert len(first) == 50
    assert len(second) == 3
    assert not first & second
    assert "Trang sau" not in page


def test_a_page_mark_that_is_none_is_refused_in_words(office: Office) -> None:
    page = browse(office, offices.RECEPTION).open("/inbox?after=nonsense", 422)
    assert "Không thực hiện được" in page


def test_a_view_that_does_not_exist_is_not_found(office: Office) -> None:
    assert "Không tìm thấy" in browse(office, COLLEAGUE).open("/inbox?view=secrets", 404)


def test_a_search_by_exact_code_opens_the_dossier(office: Office) -> None:
    code = offices.receive(office, "c1")
    browser = browse(office, offices.RECEPTION)
    browser.send("/search", q=f" {code.lower()} ")
    assert browser.path == f"/dossiers/{code}"


def test_a_search_finds_names_without_their_marks_and_keeps_them_out_of_the_address(
    office: Office,
) -> None:
    code = offices.receive(office, "c1")
    offices.receive(office, "c2", "Trần Văn Hòa")
    browser = browse(office, offices.RECEPTION)
    page = browser.send("/search", q="nguyen dang")
    assert code in page
    assert "Trần Văn Hòa" not in page
    assert browser.path == "/search"
    assert 'value="nguyen dang"' in browser.shown


def test_a_search_does_not_show_what_the_officer_may_not_see(office: Office) -> None:
    offices.receive(office, "c1")
    page = browse(office, "huy_nguyen").send("/search", q="dang")
    assert "Không có hồ sơ nào phù hợp" in page


def codes(html: str) -> list[str]:
    return re.findall(r'class="mc-code" href="/dossiers/([^"]+)"', html)


def next_page(html: str) -> str:
    found = re.search(r'href="(/inbox\?[^"]*after=[^"]*)"', html)
    assert found is not None
    return unescape(found[1])
