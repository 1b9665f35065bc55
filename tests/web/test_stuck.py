"""What has stopped, as administrators see it: why, for how long, and a way to have it tried again."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from engine.clock import SettableClock
from engine.errors import AutomaticStepError
from engine.messages import message
from engine.services import automation
from engine.services.clocks import fire_due_clocks
from engine.services.office import Office
from tests.support import handling
from tests.support.republishing import ORGANISATION, republish
from tests.support.supervision import STRANGER, reader

ADMINISTRATOR = "mai_le"
FILE = "procedures/press_publishing/1.014464.yaml"
KEY = "1.014464"
DIVISION = "  - {role: division, unit: H99.07.01, fields: [press_publishing], from: 2025-07-01}\n"
FIRST = "    form: [exporter, goods, importing_country]\n"
WAITS = """\
    form: [exporter, goods, importing_country]
    outcomes:
      complete: {to: assign, label: Đủ}
      lacking:
        ask: supplement
        label: Thiếu
        back_to: receive
        limit: 2 ngày làm việc
        expires: {after: 5 ngày làm việc, to: assign}
"""


@pytest.fixture
def code(office: Office, clock: SettableClock) -> str:
    """A dossier whose wait ran out towards a step nobody is responsible for."""
    republish(office, FILE, (FIRST, WAITS))
    code = handling.receive_of(office, KEY, "r")
    handling.move_on(office, code, "w", "lacking")
    republish(office, ORGANISATION, (DIVISION, ""))
    clock.advance(timedelta(days=20))
    fire_due_clocks(office)
    return code


def give_up_notices(office: Office) -> int:
    entries = automation.claim_outbox(office, kinds=("notice",), holder="h")
    for entry in entries:
        broken = AutomaticStepError(message("the mail server is down"), retryable=False)
        automation.fail(office, entry, broken, retryable=False)
    return len(entries)


def test_a_stuck_dossier_is_shown_with_its_reason_and_tried_again(
    office: Office, clock: SettableClock, code: str
) -> None:
    browser = reader(office, ADMINISTRATOR)
    clock.advance(timedelta(minutes=2))
    page = unescape(browser.open("/stuck"))
    assert code in page
    assert "Chờ bổ sung hồ sơ" in page
    assert "Phòng chuyên môn của sở" in page
    assert "Expected" not in page
    assert 'href="/stuck" aria-current="page">Việc bị mắc kẹt <span' in page
    path = f"/stuck/dossiers/{code}/3/requeue"
    assert path in page
    assert fire_due_clocks(office).stuck == ()
    after = unescape(browser.form(page, path))
    assert "Sẽ được thử lại trong vòng một phút" in after
    assert fire_due_clocks(office).stuck == (code,)


def test_what_was_given_up_is_shown_with_advice_and_tried_again(office: Office, code: str) -> None:
    count = give_up_notices(office)
    assert count
    browser = reader(office, ADMINISTRATOR)
    page = unescape(browser.open("/stuck"))
    assert page.count("the mail server is down") == count
    assert page.count("Kiểm tra máy chủ thư") == count
    number = page.split("/stuck/effects/")[1].split("/")[0]
    after = unescape(browser.form(page, f"/stuck/effects/{number}/requeue"))
    assert after.count("the mail server is down") == count - 1
    refused = unescape(browser.form(after, f"/stuck/effects/{number}/requeue", 409))
    assert "vẫn đang được thử lại" in refused


def test_where_nothing_has_stopped_the_page_says_so_and_no_count_stands_in_the_header(
    office: Office,
) -> None:
    page = unescape(reader(office, ADMINISTRATOR).open("/stuck"))
    assert "Không có việc nào phải ngừng thử" in page
    assert 'aria-current="page">Việc bị mắc kẹt</a>' in page


def test_nobody_but_an_administrator_sees_what_has_stopped(office: Office, code: str) -> None:
    browser = reader(office, STRANGER)
    refused = browser.open("/stuck", 403)
    assert code not in refused
    assert "/stuck" not in browser.open("/overview")
    browser.form(browser.open("/overview"), f"/stuck/dossiers/{code}/3/requeue", 403)
    assert fire_due_clocks(office).stuck == ()


def test_a_form_without_the_token_of_the_session_changes_nothing(office: Office, code: str) -> None:
    browser = reader(office, ADMINISTRATOR)
    browser.form("", f"/stuck/dossiers/{code}/3/requeue", 403)
    assert fire_due_clocks(office).stuck == ()
