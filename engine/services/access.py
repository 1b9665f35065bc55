"""Who may come in: accounts with passwords, sessions of the console, tokens of the API.

Tokens and cookies are random; only their hashes are stored. Passwords are hashed with argon2id.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from engine.core.context import Actor
from engine.errors import GuardFailedError, NotAuthorizedError, NotFoundError, RejectionError
from engine.messages import Language, Message, message
from engine.services.office import Office, Rulebook
from engine.specs.organisation import Officer
from engine.store.accounts import Account
from engine.store.sessions import Session
from engine.store.tokens import ApiToken

SHORTEST_PASSWORD = 8
SESSION_FOR = timedelta(hours=10)
TOKEN_FOR = timedelta(hours=12)
_ALLOWED_FAILURES = 5
_LOCKED_FOR = timedelta(minutes=10)
_hasher = PasswordHasher()
# Verified when an account does not exist, so that an answer takes as long as for one that does.
_NOBODY = _hasher.hash(secrets.token_hex())


class SignInError(RejectionError):
    """The name and password do not belong together, or the account is locked for now."""

    code = "sign_in_failed"
    status = 401


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in officer with posts and duties of today."""

    officer: Officer
    actor: Actor
    rulebook: Rulebook
    language: Language
    csrf: str


def set_password(office: Office, officer: str, password: str) -> None:
    """Create the account of an officer, or give it a new password; what was signed in before is out.

    Raises:
        GuardFailedError: the password is too short.
        NotFoundError: the organisation has no such officer.
    """
    if len(password) < SHORTEST_PASSWORD:
        text = message(
            "Expected a password of at least {count} characters", count=SHORTEST_PASSWORD
        )
        raise GuardFailedError(text, {"password": text})
    with office.database.transaction() as uow:
        office.rulebook(uow).directory.officer(officer)
        known = uow.accounts.find(officer)
        fresh = Account(officer, "", office.settings.language)
        uow.accounts.save(
            replace(
                known or fresh,
                password_hash=_hasher.hash(password),
                failed_logins=0,
                locked_until=None,
            )
        )
        uow.sessions.remove_of(officer)
        uow.tokens.remove_of(officer)


def sign_in(office: Office, officer: str, password: str) -> tuple[str, str]:
    """Check a password and open a session; return the cookie's secret and the CSRF token.

    Whether an account exists, or is locked after too many tries, cannot be told from outside.

    Raises:
        SignInError: they do not belong together, or too many tries were made.
    """
    _check_password(office, officer, password)
    secret, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    now = office.clock.now()
    with office.database.transaction() as uow:
        uow.sessions.remove_expired(now)
        uow.sessions.add(
            Session(
                id=_digest(secret),
                officer=officer,
                created_at=now,
                expires_at=now + SESSION_FOR,
                csrf_secret=csrf,
            )
        )
    return secret, csrf


def _check_password(office: Office, officer: str, password: str) -> None:
    account = _count_try(office, officer)
    if not _verify(account, password):
        raise SignInError(_WRONG)
    with office.database.transaction() as uow:
        account = uow.accounts.find(officer, lock=True)
        if account is not None:
            uow.accounts.save(replace(account, failed_logins=0, locked_until=None))
    if account is None or account.disabled:
        raise SignInError(_WRONG)


def _count_try(office: Office, officer: str) -> Account | None:
    """Count a try as failed until the password is found right, so that tries at once do not escape.

    None where there is no account, or it is locked.
    """
    now = office.clock.now()
    if not officer.isprintable():
        return None
    with office.database.transaction() as uow:
        account = uow.accounts.find(officer, lock=True)
        if account is None:
            return None
        if account.locked_until is not None and account.locked_until > now:
            return None
        # A lock that ran out is over: five tries again.
        failures = 1 if account.locked_until is not None else account.failed_logins + 1
        locked = now + _LOCKED_FOR if failures >= _ALLOWED_FAILURES else None
        uow.accounts.save(replace(account, failed_logins=failures, locked_until=locked))
    return account


_WRONG: Message = message(
    "Expected a name and a password that belong together; check both and try again. After five failures an account is locked for ten minutes"
)


def _verify(account: Account | None, password: str) -> bool:
    try:
        return (
            _hasher.verify(account.password_hash if account else _NOBODY, password)
            and account is not None
        )
    except (VerifyMismatchError, UnicodeEncodeError):  # half a letter cannot be in a password
        return False


def resume_session(office: Office, secret: str) -> SignedIn | None:
    """Return who a session cookie belongs to, or None where it is unknown or has run out."""
    with office.database.reading() as uow:
        session = uow.sessions.find(_digest(secret), office.clock.now())
        if session is None:
            return None
        return _signed_in(
            office, office.rulebook(uow), uow.accounts.find(session.officer), session.csrf_secret
        )


def sign_out(office: Office, secret: str) -> None:
    """End a session; its cookie is worthless from now on."""
    with office.database.transaction() as uow:
        uow.sessions.remove(_digest(secret))


def issue_token(office: Office, officer: str, password: str, name: str) -> str:
    """Check a password and return a new API token; it is shown once and stored hashed.

    Raises:
        SignInError: as for ``sign_in``.
    """
    _check_password(office, officer, password)
    secret = f"mc_{secrets.token_urlsafe(32)}"
    now = office.clock.now()
    with office.database.transaction() as uow:
        uow.tokens.remove_expired(now)
        uow.tokens.add(ApiToken(_digest(secret), officer, name, now + TOKEN_FOR))
    return secret


def resume_token(office: Office, secret: str) -> SignedIn | None:
    """Return who an API token belongs to, or None where it is unknown or has run out."""
    with office.database.reading() as uow:
        token = uow.tokens.find(_digest(secret), office.clock.now())
        if token is None:
            return None
        return _signed_in(office, office.rulebook(uow), uow.accounts.find(token.officer), "")


def _signed_in(
    office: Office, rulebook: Rulebook, account: Account | None, csrf: str
) -> SignedIn | None:
    if account is None or account.disabled:
        return None
    try:
        officer = rulebook.directory.officer(account.officer)
        actor = office.actor(rulebook, account.officer)
    except NotFoundError:
        return None
    return SignedIn(officer, actor, rulebook, account.language, csrf)


def choose_language(office: Office, officer: str, language: Language) -> None:
    """Remember the language an officer reads the console in."""
    with office.database.transaction() as uow:
        account = uow.accounts.find(officer)
        if account is not None:
            uow.accounts.save(replace(account, language=language))


def require_duty(signed_in: SignedIn, duty: str) -> None:
    """Refuse an officer without a duty.

    Raises:
        NotAuthorizedError: the officer does not have it.
    """
    if duty not in signed_in.actor.duties:
        raise NotAuthorizedError(
            message("Expected an officer with the duty “{duty}”, but you do not have it", duty=duty)
        )


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
