"""Stories of coming in and going out."""

from __future__ import annotations

from datetime import timedelta

from engine.clock import SettableClock
from engine.messages import Label
from engine.services import access
from engine.services.office import Office
from engine.web.rendering import DemoAccount
from tests.support import offices
from tests.support.browsers import Browser, browse

CLERK = "ngoc_vu"


def test_nobody_sees_a_page_before_signing_in(office: Office) -> None:
    browser = browse(office)
    for path in ("/", "/inbox", "/receive", "/dossiers/H99.02-260302-0001", "/search"):
        assert "Đăng nhập" in browser.open(path)
        assert browser.path == "/sign-in"


def test_signing_in_leads_to_the_page_that_was_asked_for(office: Office) -> None:
    offices.give_accounts(office, CLERK)
    browser = browse(office)
    browser.open("/receive")
    browser.send("/sign-in", officer=CLERK, password=offices.PASSWORD, next="/receive")
    assert browser.path == "/receive"
    assert "Vũ Bích Ngọc" in browser.shown
    assert "Tỉnh Hồng Lam" in browser.shown


def test_signing_in_never_leads_to_another_site(office: Office) -> None:
    offices.give_accounts(office, CLERK)
    for outside in ("//evil.test/x", "https://evil.test", "/\\evil.test", "x"):
        browser = browse(office)
        browser.send("/sign-in", officer=CLERK, password=offices.PASSWORD, next=outside)
        assert browser.path == "/inbox"


def test_a_wrong_password_says_what_to_do_and_keeps_the_account(office: Office) -> None:
    offices.give_accounts(office, CLERK)
    browser = browse(office)
    page = browser.sign_in(CLERK, "wrong", status=401)
    assert "mật khẩu không đúng" in page
    assert f'value="{CLERK}"' in browser.shown
    assert "Đăng nhập" in browser.open("/inbox")


def test_an_unknown_account_gets_the_same_answer_as_a_wrong_password(office: Office) -> None:
    offices.give_accounts(office, CLERK)
    unknown = browse(office).sign_in("nobody", "wrong", status=401)
    assert unknown == browse(office).sign_in(CLERK, "wrong", status=401)


def test_too_many_tries_lock_the_account_for_a_while(office: Office, clock: SettableClock) -> None:
    offices.give_accounts(office, CLERK)
    browser = browse(office)
    for _ in range(5):
        browser.sign_in(CLERK, "wrong", status=401)
    browser.sign_in(CLERK, status=401)
    clock.advance(timedelta(minutes=11))
    browser.sign_in(CLERK)
    assert browser.path == "/inbox"


def test_after_signing_out_the_old_cookie_is_worthless(office: Office) -> None:
    browser = browse(office, CLERK)
    old = dict(browser.client.cookies)
    browser.send("/sign-out")
    assert browser.path == "/sign-in"
    browser.client.cookies.update(old)
    assert "Đăng nhập" in browser.open("/inbox")


def test_a_session_ends_by_itself_after_a_working_day(office: Office, clock: SettableClock) -> None:
    browser = browse(office, CLERK)
    clock.advance(timedelta(hours=9))
    browser.open("/inbox")
    assert browser.path == "/inbox"
    clock.advance(timedelta(hours=2))
    browser.open("/inbox")
    assert browser.path == "/sign-in"


def test_a_form_sent_after_the_session_ended_asks_to_sign_in_again(
    office: Office, clock: SettableClock
) -> None:
    browser = browse(office, CLERK)
    clock.advance(timedelta(hours=11))
    assert "Phiên làm việc đã kết thúc" in browser.send("/search", q="x")


def test_the_language_is_chosen_once_and_stays(office: Office) -> None:
    browser = browse(office, CLERK)
    assert '<html lang="vi"' in browser.shown
    page = browser.send("/language", language="en", next="/inbox?view=mine")
    assert "In my hands" in page
    assert '<html lang="en"' in browser.shown
    again = Browser(browse(office).client)
    assert "All my work" in again.sign_in(CLERK)


def test_the_sign_in_page_speaks_english_where_asked(office: Office) -> None:
    browser = browse(office)
    assert "Password" in browser.open("/sign-in?lang=en")
    assert '<html lang="en"' in browser.shown


def test_only_a_demonstration_offers_accounts(office: Office) -> None:
    account = DemoAccount(CLERK, offices.PASSWORD, Label("Cán bộ tiếp nhận"))
    assert "Cán bộ tiếp nhận" in browse(office, demo_accounts=(account,)).open("/sign-in")
    assert "dùng thử" not in browse(office).open("/sign-in")


def test_a_disabled_account_cannot_come_in_and_loses_its_session(office: Office) -> None:
    browser = browse(office, CLERK)
    with office.database.transaction() as uow:
        account = uow.accounts.find(CLERK)
        assert account is not None
        uow.accounts.save(type(account)(CLERK, account.password_hash, "vi", disabled=True))
    browser.open("/inbox")
    assert browser.path == "/sign-in"
    assert access.resume_session(office, "unknown") is None
