"""Stories of those who would harm the office through a browser."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from engine.services import access
from engine.services.office import Office
from engine.settings import Settings
from engine.web.app import PAGES, create_app
from tests.support import offices
from tests.support.browsers import browse

CLERK = "ngoc_vu"
SECOND = "dung_ly"


def forms() -> list[str]:
    """Return the path of every page that takes a form, with something in its parameters."""
    found = []
    for router in PAGES:
        for route in router.routes:
            if "POST" in getattr(route, "methods", ()):
                path = str(getattr(route, "path", ""))
                found.append(
                    re.sub(r"{number}", "1", re.sub(r"{code}|{\w*(?<!number)}", "x", path))
                )
    return found


FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "https://evil.test"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://console.test"},
)


def test_every_form_is_refused_without_the_token_of_the_session(office: Office) -> None:
    browser = browse(office, CLERK)
    before = offices.row_counts(office)
    for path in forms():
        if path != "/sign-in":
            answer = browser.client.post(path, data={"csrf": "guessed", "form": "x"})
            assert (path, answer.status_code) == (path, 403)
    assert offices.row_counts(office) == before


def test_every_form_from_another_site_is_refused(office: Office) -> None:
    browser = browse(office, CLERK)
    for path in forms():
        for headers in FOREIGN:
            answer = browser.client.post(path, data=browser.hidden(), headers=headers)
            assert (path, headers, answer.status_code) == (path, headers, 403)


def test_a_form_from_the_console_itself_is_taken(office: Office) -> None:
    browser = browse(office, CLERK)
    headers = {"Origin": "http://console.test", "Sec-Fetch-Site": "same-origin"}
    answer = browser.client.post("/search", data={**browser.hidden(), "q": "x"}, headers=headers)
    assert answer.status_code == 200


def test_the_token_of_another_session_is_refused(office: Office) -> None:
    mine, other = browse(office, CLERK), browse(office, SECOND)
    answer = mine.client.post("/sign-out", data=other.hidden())
    assert answer.status_code == 403
    mine.open("/inbox")
    assert mine.path == "/inbox"


def test_every_answer_carries_the_protecting_headers(office: Office) -> None:
    browser = browse(office, CLERK)
    for path in ("/inbox", "/static/console.css", "/nowhere", "/dossiers/none"):
        headers = browser.client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
    assert browser.client.get("/inbox").headers["Cache-Control"] == "no-store"


def test_scripts_cannot_read_the_session_and_other_sites_cannot_use_it(office: Office) -> None:
    offices.give_accounts(office, CLERK)
    answer = browse(office).client.post(
        "/sign-in", data={"officer": CLERK, "password": offices.PASSWORD}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


def test_over_https_the_session_cookie_is_bound_to_the_host(office: Office) -> None:
    offices.give_accounts(office, CLERK)
    office.settings = Settings(home=office.settings.home, secure_cookies=True)
    answer = browse(office).client.post(
        "/sign-in", data={"officer": CLERK, "password": offices.PASSWORD}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-motcua=")
    assert "Secure" in cookie
    assert "Strict-Transport-Security" in answer.headers


def test_the_token_is_another_in_every_session(office: Office) -> None:
    offices.give_accounts(office, CLERK)
    tokens = {access.sign_in(office, CLERK, offices.PASSWORD)[1] for _ in range(3)}
    assert len(tokens) == 3


MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
)


def test_what_people_type_is_never_markup(office: Office) -> None:
    codes = [offices.receive(office, payload, payload) for payload in MARKUP]
    browser = browse(office, offices.RECEPTION)
    for code, payload in zip(codes, MARKUP, strict=True):
        for path in (f"/dossiers/{code}", f"/dossiers/{code}/forms/receipt", "/inbox"):
            assert payload in unescape(browser.open(path) and browser.shown)
            assert payload not in browser.shown
        browser.send("/search", q=payload)
        assert payload not in browser.shown


def test_what_people_type_is_never_a_template(office: Office) -> None:
    code = offices.receive(office, "c1", "{{ 7*7 }}")
    assert "{{ 7*7 }}" in browse(office, offices.RECEPTION).open(f"/dossiers/{code}")


def test_a_request_that_is_too_large_is_refused_before_it_is_read(office: Office) -> None:
    browser = browse(office, CLERK)
    answer = browser.client.post("/search", data={**browser.hidden(), "q": "x" * 1_100_000})
    assert answer.status_code == 413


def test_reading_a_page_changes_nothing(office: Office) -> None:
    code = offices.receive(office, "c1")
    browser = browse(office, offices.RECEPTION)
    before = offices.row_counts(office)
    for path in (
        "/", "/inbox", "/inbox?view=done", "/receive", f"/receive/{offices.PROCEDURE}", "/search",
        f"/dossiers/{code}", f"/dossiers/{code}?journal=whole", f"/dossiers/{code}/forms/receipt",
    ):  # fmt: skip
        browser.open(path)
    assert offices.row_counts(office) == before


def test_an_unforeseen_error_tells_a_number_and_nothing_else(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Nguyễn Thị Đặng, 012345678901")

    offices.give_accounts(office, CLERK)
    monkeypatch.setattr("engine.services.inbox.open_inbox", broken)
    client = TestClient(
        create_app(office), base_url="http://console.test", raise_server_exceptions=False
    )
    client.post("/sign-in", data={"officer": CLERK, "password": offices.PASSWORD})
    answer = client.get("/inbox")
    assert answer.status_code == 500
    assert "012345678901" not in answer.text
    number = re.search(r"\b[0-9a-f]{8}\b", answer.text)
    assert number is not None
    assert number[0] in caplog.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
