"""Stories of programs that print a dossier's forms through the API."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from engine.services import dossiers
from engine.services.office import Office
from engine.web.app import create_app
from tests.support import handling, offices
from tests.support.offices import PASSWORD, RECEPTION

STRANGER = "huy_nguyen"


@pytest.fixture
def client(office: Office) -> TestClient:
    return TestClient(create_app(office))


def asks(client: TestClient, office: Office, officer: str) -> dict[str, str]:
    offices.give_accounts(office, officer)
    given = client.post("/api/v1/tokens", json={"officer": officer, "password": PASSWORD})
    return {"Authorization": f"Bearer {given.json()['token']}"}


def test_a_program_finds_the_forms_of_a_dossier_and_prints_them(
    client: TestClient, office: Office
) -> None:
    code = offices.receive(office, "r")
    handling.move_on(office, code, "m1", "accepted")
    headers = asks(client, office, RECEPTION)
    shown = client.get(f"/api/v1/dossiers/{code}", headers=headers).json()
    assert [each["form"] for each in shown["forms"]] == ["receipt", "control_slip"]
    for each in shown["forms"]:
        path = f"/api/v1/dossiers/{code}/forms/{each['form']}"
        printed = client.get(path, headers=headers)
        assert printed.headers["content-type"].startswith("text/html")
        assert each["label"] in printed.text
        assert code in printed.text
        assert "@page" in printed.text, "the page brings its style with it"
        assert "/static/" not in printed.text
        assert "<script" not in printed.text


def test_a_form_that_is_not_to_be_printed_is_not_found(client: TestClient, office: Office) -> None:
    code = offices.receive(office, "r")
    headers = asks(client, office, RECEPTION)
    for form in ("refusal", "paper", "nothing"):
        answer = client.get(f"/api/v1/dossiers/{code}/forms/{form}", headers=headers)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"


def test_forms_of_a_dossier_one_may_not_see_do_not_exist(
    client: TestClient, office: Office
) -> None:
    code = offices.receive(office, "r")
    assert dossiers.show(office, code, RECEPTION).dossier.code == code
    headers = asks(client, office, STRANGER)
    assert client.get(f"/api/v1/dossiers/{code}/forms/receipt", headers=headers).status_code == 404
