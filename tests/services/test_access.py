"""Who may come in: passwords, locks, sessions and tokens, and how each of them ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from engine.clock import SettableClock
from engine.errors import NotAuthorizedError, NotFoundError
from engine.services import access
from engine.services.access import SESSION_FOR, TOKEN_FOR, SignInError
from engine.services.office import Office
from engine.store.accounts import Account
from tests.support import offices
from tests.support.offices import PASSWORD, RECEPTION
from tests.support.races import together
from tests.support.statement_faults import everything

WRONG = "belong together"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(access, "_hasher", quick)
    monkeypatch.setattr(access, "_NOBODY", quick.hash("nobody"))


@pytest.fixture(autouse=True)
def account(office: Office) -> None:
    offices.give_accounts(office, RECEPTION)


def fail_to_sign_in(office: Office, why: str, password: str = "a guess") -> None:  # noqa: S107 - a wrong one
    with pytest.raises(SignInError, match=why):
        access.sign_in(office, RECEPTION, password)


def account_of(office: Office) -> Account:
    with office.database.reading() as uow:
        found = uow.accounts.find(RECEPTION)
    assert found is not None
    return found


def change(office: Office, **values: object) -> None:
    with office.database.transaction() as uow:
        uow.accounts.save(replace(account_of(office), **values))  # type: ignore[arg-type]


def test_a_session_is_whose_password_it_was(office: Office) -> None:
    secret, csrf = access.sign_in(office, RECEPTION, PASSWORD)
    signed_in = access.resume_session(office, secret)
    assert signed_in is not None
    assert (signed_in.officer.id, signed_in.csrf) == (RECEPTION, csrf)
    assert (offices.DESK, "reception") in signed_in.actor.posts


def test_secrets_are_not_kept(office: Office) -> None:
    secret, _ = access.sign_in(office, RECEPTION, PASSWORD)
    token = access.issue_token(office, RECEPTION, PASSWORD, "nightly")
    tables = ("session", "api_token", "account")
    kept = repr([everything(office.database)[table] for table in tables])
    for hidden in (secret, token, PASSWORD):
        assert hidden not in kept


def test_a_wrong_name_and_a_wrong_password_look_the_same(office: Office) -> None:
    told = []
    for officer, password in (("nobody_here", PASSWORD), (RECEPTION, "wrong")):
        with pytest.raises(SignInError) as error:
            access.sign_in(office, officer, password)
        told.append(str(error.value))
    assert told[0] == told[1]


def test_five_failures_lock_for_ten_minutes_even_the_right_password(
    office: Office, clock: SettableClock
) -> None:
    for _ in range(5):
        fail_to_sign_in(office, WRONG)
    fail_to_sign_in(office, WRONG, PASSWORD)
    clock.advance(timedelta(minutes=9, seconds=59))
    fail_to_sign_in(office, WRONG, PASSWORD)
    clock.advance(timedelta(seconds=1))
    access.sign_in(office, RECEPTION, PASSWORD)
    assert account_of(office).failed_logins == 0


def test_after_a_lock_there_are_five_tries_again(office: Office, clock: SettableClock) -> None:
    for _ in range(5):
        fail_to_sign_in(office, WRONG)
    clock.advance(timedelta(minutes=10))
    for _ in range(4):
        fail_to_sign_in(office, WRONG)
    access.sign_in(office, RECEPTION, PASSWORD)


def test_signing_in_forgets_the_failures_before(office: Office) -> None:
    for _ in range(3):
        for _ in range(4):
            fail_to_sign_in(office, WRONG)
        access.sign_in(office, RECEPTION, PASSWORD)


def test_guesses_at_once_are_counted_each(office: Office) -> None:
    def guess(number: int) -> None:
        with pytest.raises(SignInError, match=WRONG):
            access.sign_in(office, RECEPTION, f"guess {number}")

    together(8, guess)
    assert account_of(office).failed_logins == 5
    fail_to_sign_in(office, WRONG, PASSWORD)


def test_a_session_runs_out(office: Office, clock: SettableClock) -> None:
    secret, _ = access.sign_in(office, RECEPTION, PASSWORD)
    clock.advance(SESSION_FOR - timedelta(seconds=1))
    assert access.resume_session(office, secret) is not None
    clock.advance(timedelta(seconds=1))
    assert access.resume_session(office, secret) is None


def test_a_token_runs_out_and_is_no_session(office: Office, clock: SettableClock) -> None:
    token = access.issue_token(office, RECEPTION, PASSWORD, "nightly")
    assert access.resume_session(office, token) is None
    assert access.resume_token(office, token) is not None
    clock.advance(TOKEN_FOR)
    assert access.resume_token(office, token) is None


def test_signing_out_makes_the_cookie_worthless(office: Office) -> None:
    secret, _ = access.sign_in(office, RECEPTION, PASSWORD)
    access.sign_out(office, secret)
    assert access.resume_session(office, secret) is None
    assert access.resume_session(office, "") is None


def test_a_disabled_account_is_out_at_once_and_stays_out(office: Office) -> None:
    secret, _ = access.sign_in(office, RECEPTION, PASSWORD)
    token = access.issue_token(office, RECEPTION, PASSWORD, "nightly")
    change(office, disabled=True)
    assert access.resume_session(office, secret) is None
    assert access.resume_token(office, token) is None
    fail_to_sign_in(office, WRONG, PASSWORD)
    access.set_password(office, RECEPTION, "another one")
    fail_to_sign_in(office, WRONG, "another one")


def test_a_new_password_ends_sessions_and_unlocks_and_keeps_the_language(office: Office) -> None:
    secret, _ = access.sign_in(office, RECEPTION, PASSWORD)
    access.choose_language(office, RECEPTION, "en")
    for _ in range(5):
        fail_to_sign_in(office, WRONG)
    access.set_password(office, RECEPTION, "another one")
    assert access.resume_session(office, secret) is None
    access.sign_in(office, RECEPTION, "another one")
    fail_to_sign_in(office, WRONG, PASSWORD)
    assert account_of(office).language == "en"


def test_an_account_needs_an_officer_of_the_organisation(office: Office) -> None:
    with pytest.raises(NotFoundError):
        access.set_password(office, "nobody_here", PASSWORD)


def test_who_left_the_organisation_is_out(office: Office) -> None:
    with office.database.transaction() as uow:
        uow.accounts.save(Account("left_long_ago", account_of(office).password_hash))
    secret, _ = access.sign_in(office, "left_long_ago", PASSWORD)
    assert access.resume_session(office, secret) is None


def test_duties_are_asked_for(office: Office) -> None:
    secret, _ = access.sign_in(office, RECEPTION, PASSWORD)
    signed_in = access.resume_session(office, secret)
    assert signed_in is not None
    with pytest.raises(NotAuthorizedError, match="administrator"):
        access.require_duty(signed_in, "administrator")
    access.require_duty(signed_in, "clerk")
