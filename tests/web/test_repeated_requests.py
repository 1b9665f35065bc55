"""A key names one request: sent again it brings the first result, for another request it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from engine.services.office import Office
from engine.web.app import create_app
from tests.support import offices
from tests.support.offices import RECEPTION

KEY = {"Idempotency-Key": "once"}


@pytest.fixture
def client(office: Office) -> TestClient:
    offices.give_accounts(office, RECEPTION)
    client = TestClient(create_app(office), base_url="http://console.test")
    given = {"officer": RECEPTION, "password": offices.PASSWORD, "name": "test"}
    token = client.post("/api/v1/tokens", json=given).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def reception(office: Office, **changed: Any) -> dict[str, Any]:
    procedure = offices.procedure_of(office)
    return {
        "procedure": offices.PROCEDURE,
        "desk": offices.DESK,
        "territory": offices.COMMUNE,
        "applicant": {"name": "Nguyễn Thị Đặng"},
        "data": offices.typed(procedure, offices.fields_at_reception(procedure)),
        **changed,
    }


def code_of(
    client: TestClient, path: str, body: Mapping[str, Any] | None = None
) -> tuple[int, str]:
    answer = client.post(f"/api/v1/dossiers{path}", json=body, headers=KEY)
    return answer.status_code, answer.json().get("code", "")


REFUSED = (422, "key_used_before")


def test_a_completion_under_the_key_of_a_release_is_not_taken_for_done(
    client: TestClient, office: Office
) -> None:
    item = f"/{offices.receive(office, 'r')}/items/1"
    assert code_of(client, f"{item}/release")[0] == 200
    assert code_of(client, f"{item}/complete", {"outcome": "accepted"}) == REFUSED
    assert code_of(client, f"{item}/release")[0] == 200


def test_another_applicant_under_the_key_of_the_first_is_refused(
    client: TestClient, office: Office
) -> None:
    assert code_of(client, "", reception(office))[0] == 201
    other = reception(office, applicant={"name": "Trần Văn Khác"})
    assert code_of(client, "", other) == REFUSED
    assert code_of(client, "", reception(office, procedure="2.000286")) == REFUSED
    assert code_of(client, "", reception(office))[0] == 201
    assert offices.row_counts(office)["dossier"] == 1


def test_the_same_request_with_another_reason_is_another_request(
    client: TestClient, office: Office
) -> None:
    dossier = f"/{offices.receive(office, 'r')}"
    assert code_of(client, f"{dossier}/withdraw", {"reason": "Công dân rút"})[0] == 200
    assert code_of(client, f"{dossier}/withdraw", {"reason": "Khác"}) == REFUSED
    assert code_of(client, f"{dossier}/withdraw", {"reason": "Công dân rút"})[0] == 200
