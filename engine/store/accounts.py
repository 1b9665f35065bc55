"""Accounts: how an officer proves who they are. Who they are stands in the organisation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.messages import Language
from engine.store.tables import account
from engine.store.upserts import upsert


@dataclass(frozen=True, slots=True)
class Account:
    """An officer's account; ``password_hash`` is an argon2 text."""

    officer: str
    password_hash: str
    language: Language = "vi"
    disabled: bool = False
    failed_logins: int = 0
    locked_until: datetime | None = None


class Accounts:
    """The accounts as one unit of work sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, officer: str, *, lock: bool = False) -> Account | None:
        """Return the account of an officer, if there is one; ``lock`` it if it is to be saved."""
        statement = select(account).where(account.c.officer == officer)
        if lock:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).mappings().one_or_none()
        return Account(**row) if row is not None else None

    def all(self) -> list[Account]:
        """Return all accounts, ordered by officer."""
        statement = select(account).order_by(account.c.officer)
        return [Account(**row) for row in self._connection.execute(statement).mappings()]

    def save(self, changed: Account) -> None:
        """Write an account, whether or not the officer had one."""
        self._connection.execute(upsert(account, self._connection), [asdict(changed)])
