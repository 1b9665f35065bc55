"""Procedures in the console: listed, drawn, proved, and checked at their lines."""

from __future__ import annotations

import re
from html import unescape

import pytest

from engine.services.office import Office
from tests.support import offices
from tests.support.supervision import CLERK, Reader, reader


@pytest.fixture
def browser(office: Office) -> Reader:
    return reader(office, offices.ADMINISTRATOR)


def published_text(office: Office, key: str = offices.PROCEDURE) -> str:
    with office.database.reading() as uow:
        return office.rulebook(uow).procedures[key].text


def findings(page: str) -> list[tuple[str, int]]:
    """Return code and line of the findings a page lists."""
    found = re.findall(r'>[^<]*(MC\d{3})</span> <a href="#line-(\d+)"', page)
    return [(code, int(line)) for code, line in found]


def test_all_procedures_in_force_are_listed(browser: Reader) -> None:
    page = unescape(browser.open("/procedures"))
    assert page.count('<td><a href="/procedures/') == 40
    assert "Công nhận cơ sở sản xuất" in page
    assert "2022/QĐ-UBND" in page
    assert "10 ngày làm việc" in page


def test_a_procedure_is_drawn_tabled_and_proved(browser: Reader, office: Office) -> None:
    page = browser.open(f"/procedures/{offices.PROCEDURE}")
    steps = offices.procedure_of(office).steps
    assert page.count("<svg") >= 2  # the mark and the picture
    drawn = set(re.findall(r'data-node="([^"]+)"', page))
    assert set(steps) <= drawn
    shown = unescape(page)
    assert '<strong class="mc-fits">Khớp đúng</strong>' in shown
    assert "Kiểm tra không phát hiện điều gì." in shown
    lines = published_text(office).splitlines()
    assert f'id="line-{len(lines)}"' in page
    assert f'id="line-{len(lines) + 1}"' not in page


def test_every_shipped_procedure_can_be_opened(browser: Reader, office: Office) -> None:
    with office.database.reading() as uow:
        keys = sorted(office.rulebook(uow).procedures)
    for key in keys:
        assert "mc-picture" in browser.open(f"/procedures/{key}"), key


def test_accepted_findings_are_shown_with_their_reason(browser: Reader) -> None:
    page = unescape(browser.open("/procedures/1.014431"))
    assert ("MC302", 11) in findings(page)
    assert "Bảng của quyết định cộng được 15 ngày" in page.split("Lý do:")[1]
    assert '<strong class="mc-differs">Ít hơn quy định 12 ngày</strong>' in page


def test_a_text_is_checked_at_its_lines_with_its_picture(browser: Reader, office: Office) -> None:
    text = published_text(office)
    assert "limit: 10 ngày làm việc" in text
    changed = text.replace("limit: 10 ngày làm việc", "limit: 9 ngày làm việc", 1)
    changed = changed.replace("division/head", "division/hed", 1)
    lines = changed.splitlines()
    limit = lines.index("limit: 9 ngày làm việc") + 1
    wrong = next(n for n, line in enumerate(lines, start=1) if "division/hed" in line)
    page = browser.form(browser.open("/procedures/check"), "/procedures/check", text=changed)
    assert findings(page) == [("MC301", limit), ("MC111", wrong)]
    assert re.search(rf'id="line-{wrong}" class="mc-faulty"', page)
    assert re.search(r'class="node work [^"]*error"', page)
    assert "Chưa thể công bố văn bản này." in unescape(page)


def test_checking_keeps_nothing(browser: Reader, office: Office) -> None:
    with office.database.reading() as uow:
        before = uow.publications.count()
    text = published_text(office).replace("10 ngày làm việc", "11 ngày làm việc")
    browser.form(browser.open("/procedures/check"), "/procedures/check", text=text)
    with office.database.reading() as uow:
        assert uow.publications.count() == before


@pytest.mark.parametrize(
    "text", ["", "kind: [", "\x00", "a: &a [*a, *a]", "<script>alert(1)</script>", "- " * 5000]
)
def test_hostile_text_is_a_finding_and_never_markup(browser: Reader, text: str) -> None:
    page = browser.form(browser.open("/procedures/check"), "/procedures/check", text=text)
    assert findings(page)
    assert "<script>alert" not in page


def test_markup_in_a_title_stays_text_in_page_and_picture(browser: Reader, office: Office) -> None:
    text = published_text(office).replace(
        "vi: Công nhận cơ sở", 'vi: <img src=x onerror="alert(1)"> Công nhận cơ sở', 1
    )
    page = browser.form(browser.open("/procedures/check"), "/procedures/check", text=text)
    assert "<img" not in page
    assert "&lt;img" in page


def test_the_check_starts_from_a_published_text(browser: Reader, office: Office) -> None:
    page = unescape(browser.open(f"/procedures/check?of={offices.PROCEDURE}"))
    assert published_text(office) in page


def test_only_administrators_look_after_procedures(office: Office) -> None:
    for officer in (CLERK, offices.RECEPTION):
        browser = reader(office, officer)
        assert 'href="/procedures"' not in browser.open("/inbox")
        for path in ("/procedures", f"/procedures/{offices.PROCEDURE}", "/procedures/check"):
            browser.open(path, 403)


def test_an_unknown_procedure_is_not_found(browser: Reader) -> None:
    browser.open("/procedures/9.9", 404)
