"""Sessions of the console. The cookie's token is never stored, only its hash."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from engine.store.tables import session


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; ``id`` is the SHA-256 of the token in its cookie."""

    id: str
    officer: str
    created_at: datetime
    expires_at: datetime
    csrf_secret: str


class Sessions:
    """The sessions as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Session) -> None:
        """Store a session of an officer who has an account."""
        self._connection.execute(insert(session), asdict(new))

    def find(self, id: str, now: datetime) -> Session | None:
        """Return a session that has not expired, if there is one."""
        statement = select(session).where(session.c.id == id, session.c.expires_at > now)
        row = self._connection.execute(statement).mappings().one_or_none()
        return Session(**row) if row is not None else None

    def remove(self, id: str) -> None:
        """End a session."""
        self._connection.execute(delete(session).where(session.c.id == id))

    def remove_of(self, officer: str) -> int:
        """End all sessions of an officer, and return how many."""
        statement = delete(session).where(session.c.officer == officer)
        return self._connection.execute(statement).rowcount

    def remove_expired(self, now: datetime) -> int:
        """Forget the sessions that have expired, and return how many."""
        statement = delete(session).where(session.c.expires_at <= now)
        return self._connection.execute(statement).rowcount
