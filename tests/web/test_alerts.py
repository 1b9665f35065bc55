"""Alerts in the console: seen by those who answer for them, taken note of with a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from engine.clock import SettableClock
from engine.services.clocks import fire_due_clocks
from engine.services.office import Office
from tests.support import offices
from tests.support.supervision import CLERK, STRANGER, SUPERVISOR, complete, reader


@pytest.fixture
def office(office: Office, clock: SettableClock) -> Office:
    """An office in which a dossier lies about for ten days."""
    offices.receive(office, "1")
    clock.advance(timedelta(days=10))
    fire_due_clocks(office)
    return office


CODE = "H99.02-260302-0001"


def first_alert(page: str) -> str:
    """Return where the form of the first alert is sent to."""
    found = re.search(r'action="(/alerts/[^"]+/acknowledge)"', page)
    assert found is not None
    return found[1]


def test_an_alert_says_what_is_the_matter_in_words(office: Office) -> None:
    page = unescape(reader(office, SUPERVISOR).open("/alerts"))
    assert CODE in page
    assert "Một bước của hồ sơ đã quá hạn" in page
    assert "Bước: Kiểm tra, tiếp nhận, quét và ký số hồ sơ, chuyển ngay" in page
    assert "Công nhận cơ sở sản xuất" in page
    assert "Nguyễn Thị Đặng" not in page  # an alert needs no name


def test_an_alert_is_taken_note_of_with_a_reason(office: Office) -> None:
    browser = reader(office, SUPERVISOR)
    page = browser.open("/alerts")
    before = page.count('class="mc-code"')
    after = browser.form(page, first_alert(page), reason="Đã nhắc bộ phận <b>tiếp nhận</b>")
    assert after.count('class="mc-code"') == before - 1
    noted = browser.open("/alerts?status=acknowledged")
    assert "“Đã nhắc bộ phận &lt;b&gt;tiếp nhận&lt;/b&gt;”" in noted
    assert "Dương Kim Oanh" in noted


def test_without_a_reason_nothing_is_written_and_the_form_stays_open(office: Office) -> None:
    browser = reader(office, SUPERVISOR)
    page, before = browser.open("/alerts"), offices.row_counts(office)
    assert f'action="{first_alert(page)}" novalidate>' in page  # so the console itself answers
    refused = browser.form(page, first_alert(page), 422, reason="   ")
    assert 'role="alert"' in refused
    assert "<details open>" in refused
    assert offices.row_counts(office) == before


def test_a_form_sent_twice_acts_once(office: Office) -> None:
    browser = reader(office, SUPERVISOR)
    page = browser.open("/alerts")
    for _ in range(2):
        browser.form(page, first_alert(page), reason="Đang xử lý")
    notes = browser.open("/alerts?status=acknowledged")
    assert notes.count('class="mc-code"') == 1


def test_alerts_resolve_when_their_cause_is_gone(office: Office) -> None:
    complete(office, CODE)
    browser = reader(office, SUPERVISOR)
    resolved = unescape(browser.open("/alerts?status=resolved"))
    assert "Một bước của hồ sơ đã quá hạn" in resolved
    assert "Hết nguyên nhân lúc 12/03/2026" in resolved


def test_a_supervisor_of_other_units_neither_sees_nor_notes_an_alert(office: Office) -> None:
    page = reader(office, SUPERVISOR).open("/alerts")
    browser = reader(office, STRANGER)
    mine = browser.open("/overview")
    assert CODE not in browser.open("/alerts")
    before = offices.row_counts(office)
    refused = browser.form(
        mine + 'name="form" value="0b6e8a0e-2f4c-4a0e-9d43-0d3f5f1b2c11"',
        first_alert(page),
        404,
        reason="x",
    )
    assert "Nguyễn" not in refused.split("<main")[1]
    assert offices.row_counts(office) == before


def test_a_clerk_sees_and_notes_the_alerts_of_the_own_unit(office: Office) -> None:
    browser = reader(office, CLERK)
    page = browser.open("/alerts")
    assert CODE in page
    assert 'href="/alerts"' in browser.open("/inbox")
    browser.form(page, first_alert(page), reason="Tôi gọi cho người nộp")
    assert "Tôi gọi cho người nộp" in browser.open("/alerts?status=acknowledged")


def test_a_colleague_of_the_owner_is_not_offered_to_put_an_alert_off(office: Office) -> None:
    browser = reader(office, CLERK)
    page = browser.open("/alerts")
    path = first_alert(page)
    assert "/snooze" not in page
    refused = path.replace("acknowledge", "snooze")
    browser.form(page, refused, 403, until="2026-03-20", reason="Chờ")
    assert "/snooze" in reader(office, SUPERVISOR).open("/alerts")


def test_an_alert_is_put_off_and_handed_up(office: Office) -> None:
    browser = reader(office, SUPERVISOR)
    page = browser.open("/alerts")
    path = first_alert(page).removesuffix("acknowledge")
    refused = unescape(browser.form(page, f"{path}snooze", 422, until="", reason="Chờ"))
    assert "Phải là một ngày" in refused
    put_off = unescape(browser.form(page, f"{path}snooze", until="2026-03-20", reason="Chờ"))
    assert "được hoãn hoặc đã chuyển" in put_off
    listed = unescape(browser.open("/alerts?status=snoozed"))
    assert "Nêu lại lúc 20/03/2026" in listed


def test_an_alert_is_handed_up_and_to_a_colleague(office: Office) -> None:
    browser = reader(office, SUPERVISOR)
    page = browser.open("/alerts")
    path = first_alert(page).removesuffix("acknowledge")
    browser.form(page, f"{path}reassign", to=CLERK, reason="Nghỉ phép")
    refused = browser.form(page, f"{path}reassign", 422, to=STRANGER, reason="Nghỉ phép")
    assert STRANGER in refused
    browser.form(page, f"{path}escalate", reason="Cần quyết định")
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(CODE)
    assert dossier is not None
    number = int(path.rstrip("/").split("/")[-1])
    assert dossier.alerts[number].owner != CLERK
    assert dossier.alerts[number].reason == "Cần quyết định"
