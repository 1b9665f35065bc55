"""Finds the closed dossiers whose personal data is to be erased, and overwrites it in their journals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select, text, tuple_, update

from engine.core.events import PersonalDataErased
from engine.store.sealing import without_values
from engine.store.tables import dossier, journal

_PLACE = (dossier.c.kept_until, dossier.c.code)


class Overdue(NamedTuple):
    """A closed dossier that holds personal data longer than it is to be kept, and the last date it was."""

    code: str
    kept_until: date


class Retention:
    """What one unit of work knows of personal data that is kept no longer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def overdue(self, on: date, after: Overdue | None, limit: int) -> list[Overdue]:
        """Return at most ``limit`` dossiers with something to be erased on a day, longest overdue first."""
        statement = select(dossier.c.code, dossier.c.kept_until).where(dossier.c.kept_until < on)
        if after is not None:
            statement = statement.where(tuple_(*_PLACE) > (after.kept_until, after.code))
        rows = self._connection.execute(statement.order_by(*_PLACE).limit(limit))
        return [Overdue(row.code, row.kept_until) for row in rows]

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """Let SQLite overwrite what is deleted meanwhile, where it would only forget where it was."""
        if self._connection.dialect.name != "sqlite":
            yield
            return
        self._connection.execute(text("PRAGMA secure_delete = ON"))
        try:
            yield
        finally:
            self._connection.execute(text("PRAGMA secure_delete = FAST"))

    def erase(self, code: str, erased: PersonalDataErased) -> None:
        """Overwrite the values an event says were erased, in every row of the journal of a dossier."""
        rows = self._connection.execute(
            select(journal.c.seq, journal.c.personal).where(
                journal.c.dossier == code, journal.c.personal != ""
            )
        ).all()
        for row in rows:
            left = without_values(row.personal, erased.fields, erased.applicant, erased.on)
            if left != row.personal:
                where = (journal.c.dossier == code, journal.c.seq == row.seq)
                self._connection.execute(update(journal).where(*where).values(personal=left))
