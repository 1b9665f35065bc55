"""Tokens for the API. The token itself is shown once and never stored, only its hash."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from engine.store.tables import api_token


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A program's right to act as an officer; ``id`` is the SHA-256 of the token."""

    id: str
    officer: str
    name: str
    expires_at: datetime | None = None


class Tokens:
    """The API tokens as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: ApiToken) -> None:
        """Store a token of an officer who has an account."""
        self._connection.execute(insert(api_token), asdict(new))

    def find(self, id: str, now: datetime) -> ApiToken | None:
        """Return a token that has not expired, if there is one."""
        expires_at = api_token.c.expires_at
        statement = select(api_token).where(
            api_token.c.id == id, or_(expires_at.is_(None), expires_at > now)
        )
        row = self._connection.execute(statement).mappings().one_or_none()
        return ApiToken(**row) if row is not None else None

    def remove_of(self, officer: str) -> int:
        """Withdraw all tokens of an officer, and return how many."""
        statement = delete(api_token).where(api_token.c.officer == officer)
        return self._connection.execute(statement).rowcount

    def remove_expired(self, now: datetime) -> int:
        """Forget the tokens that have expired, and return how many."""
        statement = delete(api_token).where(api_token.c.expires_at <= now)
        return self._connection.execute(statement).rowcount
