"""Requests no form of the console would send, and days no calendar knows: each gets an answer that says so."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from engine.clock import SettableClock
from engine.services.office import Office
from engine.web.app import create_app
from tests.support import offices
from tests.support.offices import RECEPTION
from tests.support.supervision import reader

SECRET = "Nguyễn Thị Đặng, 012345678901"


@pytest.fixture
def client(office: Office) -> TestClient:
    """A signed-in browser that gets to see what a server would answer."""
    signed_in = reader(office, RECEPTION).client
    client = TestClient(create_app(office), base_url="http://console.test")
    client.cookies = signed_in.cookies
    return client


def token_of(client: TestClient) -> dict[str, str]:
    given = {"officer": RECEPTION, "password": offices.PASSWORD, "name": "test"}
    token = client.post("/api/v1/tokens", json=given).json()["token"]
    return {"Authorization": f"Bearer {token}"}


def mark(*place: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


NOW = "2026-03-02T02:00:00+00:00"


@pytest.mark.parametrize(
    "after",
    [
        mark(NOW, "H99", 10**30),
        mark(NOW, "H99", -1),
        mark(NOW, "H99\x00", 1),
        mark(NOW, "\ud800", 1),
        mark("0001-01-01T00:00:00+14:00", "H99", 1),
    ],
    ids=["huge", "negative", "nothing", "half a letter", "before time"],
)
def test_a_mark_no_page_gave_is_refused(client: TestClient, after: str) -> None:
    assert client.get("/inbox", params={"after": after}).status_code == 422
    headers = token_of(client)
    answer = client.get("/api/v1/inbox", params={"after": after}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("&".join(f"f{number}=x" for number in range(600)), "application/x-www-form-urlencoded"),
        ("--no boundary", "multipart/form-data; boundary=b"),
    ],
    ids=["too many fields", "broken parts"],
)
def test_a_form_that_cannot_be_read_is_told_as_that(
    client: TestClient, body: str, kind: str
) -> None:
    answer = client.post("/search", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert "Không đọc được biểu mẫu" in unescape(answer.text)


def test_what_is_too_large_is_told_in_the_readers_language(client: TestClient) -> None:
    page = client.post("/search", content=b"x" * 1_100_000)
    assert page.status_code == 413
    assert "tối đa 1 MB" in unescape(page.text)
    assert "Content-Security-Policy" in page.headers
    problem = client.post(
        "/api/v1/check", content=b"x" * 1_100_000, headers={"Accept-Language": "en"}
    )
    assert problem.headers["content-type"] == "application/problem+json"
    assert (problem.status_code, problem.json()["code"]) == (413, "too_large")
    assert problem.json()["title"] == "The request is too large"


def test_after_the_last_day_of_the_calendar_the_inbox_is_still_read(
    client: TestClient, office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "r")
    clock.set(datetime(2036, 2, 1, 2, 0, tzinfo=UTC))
    again = reader(office, RECEPTION)
    page = unescape(again.open("/inbox"))
    assert code in page
    assert "Lịch làm việc chưa lập đến thời điểm này" in page
    assert "31/12/2035" in unescape(again.open("/overview", 503))


def test_a_reception_after_the_last_day_says_what_is_missing(
    office: Office, clock: SettableClock
) -> None:
    clock.set(datetime(2035, 12, 31, 2, 0, tzinfo=UTC))
    clock.advance(timedelta(days=1))
    offices.give_accounts(office, RECEPTION)
    client = TestClient(create_app(office), base_url="http://console.test")
    procedure = offices.procedure_of(office)
    given = {
        "procedure": offices.PROCEDURE,
        "desk": offices.DESK,
        "territory": offices.COMMUNE,
        "applicant": {"name": "Nguyễn Thị Đặng"},
        "data": offices.typed(procedure, offices.fields_at_reception(procedure)),
    }
    answer = client.post("/api/v1/dossiers", json=given, headers=token_of(client))
    assert (answer.status_code, answer.json()["code"]) == (503, "calendar_too_short")
    assert "31/12/2035" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/inbox", "/api/v1/inbox"])
def test_the_log_tells_where_an_error_happened_and_not_what_it_said(
    client: TestClient,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(SECRET)

    headers = token_of(client)
    monkeypatch.setattr("engine.services.inbox.open_inbox", broken)
    # The client raises what leaves the application; a server would log it whole.
    answer = client.get(path, headers=headers)
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "ZeroDivisionError" in caplog.text
    assert "in broken" in caplog.text
    assert SECRET not in caplog.text
