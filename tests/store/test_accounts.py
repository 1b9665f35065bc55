"""Accounts, sessions and API tokens are kept by hash and end when they should."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import ConflictError, StoreError
from engine.store.accounts import Account
from engine.store.database import Database
from engine.store.sessions import Session
from engine.store.tokens import ApiToken
from tests.support.journals import DAY, HOUR, MONDAY

AN = Account(officer="an", password_hash="$argon2id$an")


def session(id: str, officer: str = "an", hours: int = 8) -> Session:
    return Session(id, officer, MONDAY, MONDAY + hours * HOUR, "secret")


@pytest.fixture(autouse=True)
def _an(database: Database) -> None:
    with database.transaction() as unit:
        unit.accounts.save(AN)


def test_an_account_is_saved_and_changed(database: Database) -> None:
    locked = replace(AN, language="en", disabled=True, failed_logins=5, locked_until=MONDAY)
    with database.transaction() as unit:
        assert unit.accounts.find("an") == AN
        unit.accounts.save(locked)
        unit.accounts.save(replace(AN, officer="binh"))
    with database.reading() as unit:
        assert unit.accounts.find("an") == locked
        assert unit.accounts.find("nobody") is None
        assert [account.officer for account in unit.accounts.all()] == ["an", "binh"]


def test_a_language_the_program_does_not_speak_is_kept_out(database: Database) -> None:
    with pytest.raises(StoreError, match="ck_account_language"), database.transaction() as unit:
        unit.accounts.save(replace(AN, language="fr"))  # type: ignore[arg-type]


def test_a_session_is_found_until_it_expires(database: Database) -> None:
    with database.transaction() as unit:
        unit.sessions.add(session("s1"))
    with database.reading() as unit:
        assert unit.sessions.find("s1", MONDAY) == session("s1")
        assert unit.sessions.find("s1", MONDAY + 8 * HOUR) is None
        assert unit.sessions.find("s2", MONDAY) is None


def test_sessions_end_by_sign_out_by_officer_and_by_time(database: Database) -> None:
    with database.transaction() as unit:
        unit.accounts.save(replace(AN, officer="binh"))
        for id in ("s1", "s2", "s3"):
            unit.sessions.add(session(id))
        unit.sessions.add(session("b1", "binh", hours=1))
        unit.sessions.add(session("b2", "binh", hours=2))
        unit.sessions.remove("s1")
        assert unit.sessions.remove_of("an") == 2
        assert unit.sessions.remove_expired(MONDAY + HOUR) == 1
        assert unit.sessions.find("b2", MONDAY) is not None


def test_a_session_needs_an_account(database: Database) -> None:
    with pytest.raises(StoreError), database.transaction() as unit:
        unit.sessions.add(session("s1", "nobody"))


def test_two_sessions_never_share_a_token(database: Database) -> None:
    with database.transaction() as unit:
        unit.sessions.add(session("s1"))
    with pytest.raises(ConflictError), database.transaction() as unit:
        unit.sessions.add(session("s1"))


def test_a_token_is_found_until_it_expires_or_is_withdrawn(database: Database) -> None:
    forever, short = ApiToken("t1", "an", "báo cáo"), ApiToken("t2", "an", "thử", MONDAY + DAY)
    with database.transaction() as unit:
        unit.tokens.add(forever)
        unit.tokens.add(short)
        assert unit.tokens.find("t1", MONDAY + 999 * DAY) == forever
        assert unit.tokens.find("t2", MONDAY) == short
        assert unit.tokens.find("t2", MONDAY + DAY) is None
        assert unit.tokens.remove_expired(MONDAY + DAY) == 1
        assert unit.tokens.find("t1", MONDAY) == forever
        assert unit.tokens.remove_of("binh") == 0
        assert unit.tokens.remove_of("an") == 1
        assert unit.tokens.find("t1", MONDAY) is None
