"""Stories of programs that work with the API: receiving, handling, finding, being refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openapi_spec_validator import validate

from engine.clock import SettableClock
from engine.services.clocks import fire_due_clocks
from engine.services.office import Office
from engine.specs.reception import fields_at_reception
from engine.web.api import ROUTERS
from tests.support import offices
from tests.support.offices import COMMUNE, DESK, PASSWORD, PROCEDURE, RECEPTION

FOREIGN = "huy_nguyen"
"""An officer of another department, who has nothing to do with the dossiers here."""


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    app = FastAPI(openapi_url=None)
    app.state.office = office
    for router in ROUTERS:
        app.include_router(router)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def bearer(client: TestClient, office: Office, officer: str, **more: str) -> dict[str, str]:
    offices.give_accounts(office, officer)
    given = client.post("/api/v1/tokens", json={"officer": officer, "password": PASSWORD})
    assert given.status_code == 201
    return {"Authorization": f"Bearer {given.json()['token']}", **more}


def reception(office: Office, **changes: Any) -> dict[str, Any]:
    procedure = offices.procedure_of(office)
    return {
        "procedure": PROCEDURE,
        "desk": DESK,
        "territory": COMMUNE,
        "applicant": {"name": "Nguyễn Thị Đặng", "identity_number": "012345678901"},
        "data": offices.typed(procedure, fields_at_reception(procedure)),
        **changes,
    }


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"] == f"urn:motcua:problem:{code}"
    return told


def test_a_token_is_given_for_a_password_and_opens_the_inbox(
    client: TestClient, office: Office
) -> None:
    headers = bearer(client, office, RECEPTION)
    code = offices.receive(office, "c1")
    inbox = client.get("/api/v1/inbox", headers=headers).json()
    assert [item["dossier"] for item in inbox["items"]] == [code]
    assert inbox["counts"]["mine"] == 1


def test_a_wrong_password_gives_no_token(client: TestClient, office: Office) -> None:
    offices.give_accounts(office, RECEPTION)
    wrong = client.post("/api/v1/tokens", json={"officer": RECEPTION, "password": "guessed"})
    problem(wrong, 401, "sign_in_failed")
    assert "guessed" not in wrong.text


def test_a_token_that_has_run_out_opens_nothing(
    client: TestClient, office: Office, clock: SettableClock
) -> None:
    headers = bearer(client, office, RECEPTION)
    clock.advance(timedelta(hours=13))
    answer = client.get("/api/v1/inbox", headers=headers)
    problem(answer, 401, "token_needed")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_without_a_token_every_route_but_the_open_ones_is_closed(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    closed = [
        (path, method)
        for path, methods in paths.items()
        for method in methods
        if path not in ("/api/v1/tokens", "/api/v1/health")
    ]
    assert len(closed) >= 14
    for path, method in closed:
        # Not even what is sent is looked at before.
        answer = client.request(method, path.replace("{number}", "1"), content=b"{nonsense")
        problem(answer, 401, "token_needed")


def test_a_repeated_reception_gives_the_same_dossier_once(
    client: TestClient, office: Office
) -> None:
    headers = bearer(client, office, RECEPTION, **{"Idempotency-Key": "counter-7"})
    first = client.post("/api/v1/dossiers", json=reception(office), headers=headers)
    again = client.post("/api/v1/dossiers", json=reception(office), headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["dossier"] == again.json()["dossier"]
    assert first.headers["location"] == f"/api/v1/dossiers/{first.json()['dossier']}"
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert offices.row_counts(office)["dossier"] == 1


def test_keys_of_different_officers_do_not_meet(client: TestClient, office: Office) -> None:
    mine = bearer(client, office, RECEPTION, **{"Idempotency-Key": "1"})
    theirs = bearer(client, office, "ngoc_vu", **{"Idempotency-Key": "1"})
    first = client.post("/api/v1/dossiers", json=reception(office), headers=mine).json()
    other = client.post("/api/v1/dossiers", json=reception(office), headers=theirs).json()
    assert first["dossier"] != other["dossier"]


def test_a_key_used_for_another_dossier_is_refused(client: TestClient, office: Office) -> None:
    one, two = offices.receive(office, "c1"), offices.receive(office, "c2")
    headers = bearer(client, office, RECEPTION, **{"Idempotency-Key": "k"})
    assert client.post(f"/api/v1/dossiers/{one}/items/1/release", headers=headers).is_success
    wrong = client.post(f"/api/v1/dossiers/{two}/items/1/release", headers=headers)
    problem(wrong, 422, "key_used_before")


def test_officers_carry_a_dossier_to_its_end(client: TestClient, office: Office) -> None:
    headers = bearer(client, office, RECEPTION)
    code = client.post("/api/v1/dossiers", json=reception(office), headers=headers).json()[
        "dossier"
    ]
    seen_by = set()
    for turn in range(20):
        if client.get(f"/api/v1/dossiers/{code}", headers=headers).json()["ended_at"]:
            break
        number, officer = offices.worker_of(office, code)
        theirs = bearer(client, office, officer, **{"Idempotency-Key": f"turn {turn}"})
        dossier = client.get(f"/api/v1/dossiers/{code}", headers=theirs).json()
        (item,) = dossier["items"]
        names = tuple(field["name"] for field in item["form"])
        done = client.post(
            f"/api/v1/dossiers/{code}/items/{number}/complete",
            json={
                "outcome": item["actions"][0]["outcome"],
                "data": offices.typed(offices.procedure_of(office), names),
                "note": "đạt",
            },
            headers=theirs,
        )
        assert done.status_code == 200, done.text
        seen_by.add(officer)
    ended = client.get(f"/api/v1/dossiers/{code}", headers=headers).json()
    assert ended["status"] == "returned"
    assert ended["items"] == []
    assert ended["clock"]["status"] == "stopped"
    assert len(seen_by) >= 4
    journal = client.get(f"/api/v1/dossiers/{code}/journal?limit=100", headers=headers).json()
    assert [entry["seq"] for entry in journal["entries"]] == list(range(1, ended["version"] + 1))


def test_a_journal_is_read_in_pages(client: TestClient, office: Office) -> None:
    code = offices.receive(office, "c1")
    headers = bearer(client, office, RECEPTION)
    whole = client.get(f"/api/v1/dossiers/{code}/journal", headers=headers).json()
    pages, after = [], 0
    while after is not None:
        page = client.get(
            f"/api/v1/dossiers/{code}/journal",
            params={"limit": 2, "after": after},
            headers=headers,
        ).json()
        pages += page["entries"]
        after = page["after"]
    assert pages == whole["entries"]
    assert pages[0]["type"] == "DossierReceived"
    assert pages[0]["actor_name"] == "Cao Trọng Nghĩa"


def test_a_dossier_says_why_it_is_due_in_either_language(
    client: TestClient, office: Office
) -> None:
    code = offices.receive(office, "c1")
    headers = bearer(client, office, RECEPTION)
    number, officer = offices.worker_of(office, code)
    client.post(
        f"/api/v1/dossiers/{code}/items/{number}/complete",
        json={"outcome": "accepted"},
        headers=bearer(client, office, officer),
    )
    told = {
        language: client.get(
            f"/api/v1/dossiers/{code}", params={"lang": language}, headers=headers
        ).json()["clock"]
        for language in ("vi", "en")
    }
    assert told["vi"]["due_at"] == told["en"]["due_at"] == "2026-03-16T02:00:00Z"
    assert told["vi"]["explanation"][-1]["text"] == "Đến hạn lúc 09:00 ngày 16/03/2026"
    assert told["en"]["explanation"][-1]["text"] == "Due at 09:00 on 16/03/2026"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"procedure": "9.999999"}, "invalid_input", "procedure"),
        ({"desk": "H99"}, "invalid_input", "desk"),
        ({"territory": "nowhere"}, "invalid_input", "territory"),
        ({"applicant": {"name": " "}}, "invalid_input", "applicant_name"),
        ({"applicant": {}}, "invalid_request", "applicant.name"),
        ({"data": {"invented": "1"}}, "invalid_input", "invented"),
        ({"data": {"employer_name": {"nested": 1}}}, "invalid_request", "data.employer_name"),
        ({"desk": ""}, "invalid_request", "desk"),
        ({"colour": "red"}, "invalid_request", "colour"),
        ({"channel": "pigeon"}, "invalid_request", "channel"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    client: TestClient, office: Office, changes: dict[str, Any], code: str, field: str
) -> None:
    headers = bearer(client, office, RECEPTION)
    before = offices.row_counts(office)
    answer = client.post("/api/v1/dossiers", json=reception(office, **changes), headers=headers)
    told = problem(answer, 422, code)
    assert field in {each["field"] for each in told["errors"]}
    assert offices.row_counts(office) == before


def test_an_outcome_that_does_not_exist_changes_nothing(client: TestClient, office: Office) -> None:
    code = offices.receive(office, "c1")
    headers = bearer(client, office, RECEPTION)
    before = offices.row_counts(office)
    answer = client.post(
        f"/api/v1/dossiers/{code}/items/1/complete", json={"outcome": "burnt"}, headers=headers
    )
    assert problem(answer, 422, "invalid_input")["errors"][0]["field"] == "outcome"
    assert offices.row_counts(office) == before


def test_problems_speak_the_language_that_is_asked_for(client: TestClient, office: Office) -> None:
    headers = bearer(client, office, RECEPTION)
    told = {}
    for language in ("en-GB,en;q=0.9", "fr, vi;q=0.8, en;q=0.3"):
        answer = client.post(
            "/api/v1/dossiers", json={}, headers={**headers, "Accept-Language": language}
        )
        told[answer.headers["content-language"]] = problem(answer, 422, "invalid_request")
    assert told["en"]["errors"][0]["detail"] == "Expected this to be given"
    assert told["vi"]["errors"][0]["detail"] == "Cần có giá trị này"
    assert told["vi"]["title"] != told["en"]["title"]


def test_what_one_may_not_see_does_not_exist(client: TestClient, office: Office) -> None:
    code = offices.receive(office, "c1")
    stranger = bearer(client, office, FOREIGN)
    before = offices.row_counts(office)
    hidden = [
        client.get(f"/api/v1/dossiers/{code}", headers=stranger),
        client.get(f"/api/v1/dossiers/{code}/journal", headers=stranger),
        client.post(f"/api/v1/dossiers/{code}/items/1/claim", headers=stranger),
        client.post(f"/api/v1/dossiers/{code}/items/1/release", headers=stranger),
        client.post(
            f"/api/v1/dossiers/{code}/items/1/complete",
            json={"outcome": "accepted"},
            headers=stranger,
        ),
        client.post(f"/api/v1/dossiers/{code}/withdraw", json={"reason": "x"}, headers=stranger),
        client.post(f"/api/v1/dossiers/{code}/stop", json={"reason": "x"}, headers=stranger),
        client.post(
            f"/api/v1/dossiers/{code}/alerts/1/acknowledge", json={"reason": "x"}, headers=stranger
        ),
    ]
    missing = client.get("/api/v1/dossiers/H99.02-260302-9999", headers=stranger).json()
    for answer in hidden:
        told = problem(answer, 404, "not_found")
        assert "Đặng" not in answer.text
        assert told["title"] == missing["title"]
    assert offices.row_counts(office) == before


def test_a_supervisor_takes_note_of_an_alert_with_a_reason(
    client: TestClient, office: Office, clock: SettableClock
) -> None:
    code = offices.receive(office, "c1")
    clock.advance(timedelta(days=3))
    assert fire_due_clocks(office).raised
    headers = bearer(client, office, RECEPTION)
    alerts = client.get("/api/v1/alerts", headers=headers).json()["alerts"]
    number = next(each["number"] for each in alerts if each["dossier"] == code)
    address = f"/api/v1/dossiers/{code}/alerts/{number}/acknowledge"
    problem(client.post(address, json={"reason": ""}, headers=headers), 422, "invalid_request")
    done = client.post(address, json={"reason": "Đang xử lý ngay"}, headers=headers)
    assert done.json()["events"] == ["AlertAcknowledged"]
    noted = client.get("/api/v1/alerts?status=acknowledged", headers=headers).json()["alerts"]
    assert [(each["number"], each["reason"]) for each in noted] == [(number, "Đang xử lý ngay")]


def test_a_supervisor_stops_a_dossier_and_a_clerk_may_not(
    client: TestClient, office: Office
) -> None:
    code = offices.receive(office, "c1")
    clerk = bearer(client, office, "ngoc_vu")
    supervisor = bearer(client, office, RECEPTION)
    address = f"/api/v1/dossiers/{code}/stop"
    problem(client.post(address, json={"reason": "x"}, headers=clerk), 403, "not_authorized")
    assert client.post(address, json={"reason": "Trùng hồ sơ"}, headers=supervisor).is_success
    again = client.post(address, json={"reason": "Trùng hồ sơ"}, headers=supervisor)
    problem(again, 409, "invalid_status")


def test_procedures_are_listed_described_and_drawn(client: TestClient, office: Office) -> None:
    headers = bearer(client, office, RECEPTION)
    listed = client.get("/api/v1/procedures", headers=headers).json()["procedures"]
    assert PROCEDURE in {each["key"] for each in listed}
    shown = client.get(f"/api/v1/procedures/{PROCEDURE}", headers=headers).json()
    assert shown["limits"] == ["10 ngày làm việc"]
    assert shown["steps"] == len(shown["steps_detail"])
    assert set(shown["reception_fields"]) <= {field["name"] for field in shown["fields"]}
    picture = client.get(f"/api/v1/procedures/{PROCEDURE}/graph.svg", headers=headers)
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg")
    problem(client.get("/api/v1/procedures/9.9", headers=headers), 404, "not_found")


def test_a_check_names_code_and_line(client: TestClient, office: Office) -> None:
    headers = bearer(client, office, RECEPTION, **{"Content-Type": "application/yaml"})
    text = (
        'kind: procedure\ncode: "1.001806"\ntitel: Công nhận\nlimit: ten days\n'
        "steps:\n  receive: {by: one_stop/reception, next: nowhere}\n"
    )
    found = client.post("/api/v1/check?lang=en", content=text.encode(), headers=headers).json()
    assert found["blocks"]
    assert found["kind"] is None
    places = {(each["code"], each["line"]) for each in found["findings"]}
    assert {("MC008", 4)} <= places
    assert any(line == 3 for _, line in places)


def test_a_right_text_has_no_findings(client: TestClient, office: Office) -> None:
    headers = bearer(client, office, RECEPTION)
    with office.database.reading() as uow:
        text = office.rulebook(uow).procedures[PROCEDURE].text
    found = client.post("/api/v1/check", content=text.encode(), headers=headers).json()
    assert found == {"kind": "procedure", "blocks": False, "findings": []}


def test_the_description_of_the_api_is_valid_and_complete(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    validate(described)
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in methods.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_what_is_not_there_is_a_problem_too(client: TestClient) -> None:
    problem(client.get("/api/v1/nothing"), 404, "not_found")
    for method in ("DELETE", "HEAD", "BREW"):
        wrong = client.request(method, "/api/v1/health")
        assert wrong.status_code == 405
        assert wrong.headers["allow"] == "GET"
    problem(client.delete("/api/v1/health"), 405, "method_not_allowed")
    assert client.get("/api/v1/health").json() == {"status": "ok"}


def test_a_failure_is_told_without_what_it_says(
    client: TestClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = bearer(client, office, RECEPTION)

    def broken(*_: object, **__: object) -> None:
        raise ValueError("012345678901")

    monkeypatch.setattr("engine.services.inbox.open_inbox", broken)
    answer = client.get("/api/v1/inbox", headers=headers)
    problem(answer, 500, "failed")
    assert "012345678901" not in answer.text
