"""The outbox: what must still happen outside, leased to one holder at a time and fenced."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from engine.core.effects import NewOutboxEntry
from engine.errors import NotFoundError
from engine.messages import message
from engine.store import tables
from engine.store.prepared import Prepared
from engine.store.writes import Writes

_outbox = tables.outbox
# Inline: nobody asks for the number of the new row.
_INSERT = Prepared(insert(_outbox).inline())
_PAYLOAD = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An effect that is still to happen.

    Attributes:
        key: what an outside party can recognise a repeated delivery by.
        fence: number of the lease; a holder whose lease was given on can no longer settle.
        attempts: how often it was claimed.
        created_at: since when it could happen.
        error: why the last attempt failed, or "".
        dead: it was given up until somebody requeues it.
    """

    id: int
    dossier: str
    kind: str
    key: str
    payload: dict[str, Any]
    fence: int
    attempts: int
    created_at: datetime
    error: str = ""
    dead: bool = False


class Outbox:
    """The outbox as one unit of work sees it."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

    def add(self, entries: Iterable[NewOutboxEntry]) -> None:
        """Add effects to bring about once the transaction commits."""
        for entry in entries:
            row = {
                "dossier": entry.dossier or None,
                "kind": entry.kind,
                "key": entry.key,
                "payload": _PAYLOAD.encode(dict(entry.payload)),
                "created_at": entry.available_at,
                "available_at": entry.available_at,
            }
            self._writes.add(_INSERT, row)

    def claim(
        self, kinds: Collection[str], *, holder: str, now: datetime, lease: timedelta, limit: int
    ) -> list[OutboxEntry]:
        """Lease at most ``limit`` entries, oldest first; a crashed holder's lease runs out by itself.

        An entry waits while an older one of the same dossier and kind is pending. A dead one does not
        count as pending, so that one bad effect does not hold up the rest for ever.
        """
        # A locking select as a common table expression runs once; inside IN it might run again.
        claimable = _claimable(kinds, now, limit).cte("claimable")
        statement = (
            update(_outbox)
            .where(_outbox.c.id.in_(select(claimable.c.id)))
            .values(
                fence=_outbox.c.fence + 1,
                attempts=_outbox.c.attempts + 1,
                holder=holder,
                lease_until=now + lease,
            )
            .returning(_outbox)
        )
        rows = self._connection.execute(statement).all()
        return sorted((_entry(row) for row in rows), key=lambda entry: entry.id)

    def get(self, id: int) -> OutboxEntry:
        """Return an entry.

        Raises:
            NotFoundError: it was settled.
        """
        row = self._connection.execute(select(_outbox).where(_outbox.c.id == id)).one_or_none()
        if row is None:
            raise NotFoundError(
                message(
                    "Expected outbox entry {id} to be pending, but it was settled or never existed",
                    id=id,
                )
            )
        return _entry(row)

    def settle(self, id: int, fence: int) -> bool:
        """Remove an entry whose effect happened; False if the lease was given to somebody else."""
        statement = delete(_outbox).where(_outbox.c.id == id, _outbox.c.fence == fence)
        return self._connection.execute(statement).rowcount == 1

    def postpone(self, id: int, fence: int, until: datetime, error: str) -> bool:
        """Give an entry back for another attempt at ``until``; False if the lease was lost."""
        return self._release(id, fence, available_at=until, error=error)

    def bury(self, id: int, fence: int, error: str) -> bool:
        """Give an entry up until an operator requeues it; False if the lease was lost."""
        return self._release(id, fence, dead=True, error=error)

    def _release(self, id: int, fence: int, **values: Any) -> bool:
        statement = (
            update(_outbox)
            .where(_outbox.c.id == id, _outbox.c.fence == fence)
            # The next fence is another number, so a released lease cannot be used again.
            .values(holder="", lease_until=None, fence=_outbox.c.fence + 1, **values)
        )
        return self._connection.execute(statement).rowcount == 1

    def dead(self) -> list[OutboxEntry]:
        """Return the entries that were given up, oldest first."""
        statement = select(_outbox).where(_outbox.c.dead).order_by(_outbox.c.id)
        return [_entry(row) for row in self._connection.execute(statement)]

    def count_dead(self) -> int:
        """Return how many entries were given up."""
        statement = select(func.count()).where(_outbox.c.dead)
        found: int = self._connection.execute(statement).scalar_one()
        return found

    def requeue(self, id: int, now: datetime | None = None) -> bool:
        """Let a dead entry be tried again from the first attempt, at once where ``now`` is given.

        False if it is not dead.
        """
        at = {} if now is None else {"available_at": now}
        statement = (
            update(_outbox)
            .where(_outbox.c.id == id, _outbox.c.dead)
            .values(dead=False, attempts=0, **at)
        )
        return self._connection.execute(statement).rowcount == 1

    def oldest(self, now: datetime) -> timedelta | None:
        """Return how long the oldest effect that could have happened has been waiting, if any has."""
        statement = select(func.min(_outbox.c.created_at)).where(
            not_(_outbox.c.dead), _outbox.c.created_at <= now
        )
        since = self._connection.execute(statement).scalar()
        return now - since if since is not None else None


def _claimable(kinds: Collection[str], now: datetime, limit: int) -> Select[Any]:
    older = _outbox.alias("older")
    waits = exists().where(
        older.c.dossier == _outbox.c.dossier,
        older.c.kind == _outbox.c.kind,
        older.c.id < _outbox.c.id,
        not_(older.c.dead),
    )
    free = or_(_outbox.c.lease_until.is_(None), _outbox.c.lease_until <= now)
    return (
        select(_outbox.c.id)
        .where(
            and_(_outbox.c.kind.in_(sorted(kinds)), _outbox.c.available_at <= now, free),
            not_(_outbox.c.dead),
            not_(waits),
        )
        .order_by(_outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=_outbox)
    )


def _payload(text: str) -> dict[str, Any]:
    """Return what an effect is about; nothing where it cannot be read, so that no other is held up."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _entry(row: Row[Any]) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        dossier=row.dossier or "",
        kind=row.kind,
        key=row.key,
        payload=_payload(row.payload),
        fence=row.fence,
        attempts=row.attempts,
        created_at=row.created_at,
        error=row.error,
        dead=row.dead,
    )
