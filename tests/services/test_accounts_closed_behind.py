"""What a lock, a new password and a sign-in leave behind: nothing that helps whoever came in unasked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from engine.clock import SettableClock
from engine.errors import GuardFailedError
from engine.services import access
from engine.services.access import SESSION_FOR, TOKEN_FOR, SignInError
from engine.services.demonstration.accounts import DEMO_PASSWORD
from engine.services.office import Office
from tests.support import offices
from tests.support.databases import sql
from tests.support.offices import PASSWORD, RECEPTION


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(access, "_hasher", quick)
    monkeypatch.setattr(access, "_NOBODY", quick.hash("nobody"))


@pytest.fixture(autouse=True)
def account(office: Office) -> None:
    offices.give_accounts(office, RECEPTION)


def refused(office: Office, officer: str, password: str) -> str:
    with pytest.raises(SignInError) as told:
        access.sign_in(office, officer, password)
    return str(told.value)


def test_a_new_password_withdraws_the_tokens_too(office: Office) -> None:
    token = access.issue_token(office, RECEPTION, PASSWORD, "nightly")
    access.set_password(office, RECEPTION, "another one")
    assert access.resume_token(office, token) is None


@pytest.mark.parametrize("password", ["", "x", "1234567"])
def test_a_short_password_is_refused(office: Office, password: str) -> None:
    with pytest.raises(GuardFailedError, match="at least 8 characters") as told:
        access.set_password(office, RECEPTION, password)
    assert list(told.value.fields) == ["password"]
    access.sign_in(office, RECEPTION, PASSWORD)


def test_the_password_of_the_demonstration_is_long_enough(office: Office) -> None:
    access.set_password(office, RECEPTION, DEMO_PASSWORD)
    access.sign_in(office, RECEPTION, DEMO_PASSWORD)


def test_a_lock_does_not_tell_which_names_exist(office: Office) -> None:
    told = {refused(office, name, "guess") for _ in range(7) for name in (RECEPTION, "nobody")}
    assert len(told) == 1
    assert refused(office, RECEPTION, PASSWORD) in told


def test_a_lock_takes_as_long_to_refuse_as_a_wrong_password(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        refused(office, RECEPTION, "guess")
    verified: list[str] = []
    verify = access._verify
    monkeypatch.setattr(
        access, "_verify", lambda found, given: verified.append(given) or verify(found, given)
    )
    refused(office, RECEPTION, PASSWORD)
    assert verified == [PASSWORD]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\ud800\x00"])
def test_what_is_no_text_is_a_wrong_name_and_a_wrong_password(office: Office, text: str) -> None:
    assert refused(office, text, PASSWORD) == refused(office, RECEPTION, text)


def test_signing_in_clears_away_what_has_run_out(office: Office, clock: SettableClock) -> None:
    access.sign_in(office, RECEPTION, PASSWORD)
    access.issue_token(office, RECEPTION, PASSWORD, "nightly")
    clock.advance(max(SESSION_FOR, TOKEN_FOR) + timedelta(seconds=1))
    access.sign_in(office, RECEPTION, PASSWORD)
    access.issue_token(office, RECEPTION, PASSWORD, "nightly")
    for table in ("session", "api_token"):
        assert sql(office.database, f"SELECT count(*) FROM {table}") == [(1,)]  # noqa: S608
