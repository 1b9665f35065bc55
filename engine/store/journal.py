"""The journal: what happened to each dossier, each entry chained by a hash to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from engine.core.events import Event, dump, parse
from engine.core.state import Dossier
from engine.store.prepared import Prepared
from engine.store.tables import dossier, journal


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One event as it was recorded; ``actor`` is an officer id or the name of a part of the program."""

    seq: int
    at: datetime
    actor: str
    command_id: str
    event: Event
    digest: str


class AppliedCommand(NamedTuple):
    """What a command led to when it was first applied; ``asked`` is the hash of what it asked for."""

    dossier: str
    events: list[Event]
    last_seq: int
    asked: str


_INSERT = Prepared(insert(journal))
_DIGEST = select(journal.c.digest).where(
    journal.c.dossier == bindparam("code"), journal.c.seq == bindparam("seq")
)
_ENTRIES = select(journal).where(journal.c.dossier == bindparam("code")).order_by(journal.c.seq)
_COMMAND = (
    select(journal).where(journal.c.command_id == bindparam("command_id")).order_by(journal.c.part)
)
_VERSION = select(dossier.c.version).where(dossier.c.code == bindparam("code"))


class Journal:
    """The journal as one unit of work sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        before: Dossier | None,
        after: Dossier,
        *,
        command_id: str,
        actor: str,
        events: Sequence[Event],
        asked: str = "",
        previous: str | None = None,
    ) -> list[JournalEntry]:
        """Record the events that led from ``before`` to ``after``, and return their entries.

        Args:
            asked: hash of what the command asked for, to tell it from another under the same id.
            previous: digest of the last entry, where it is known already.

        Raises:
            StaleVersionError: the command was already applied, or another command took its place.
        """
        start = before.version if before else 0
        if after.version != start + len(events):
            raise ValueError("Expected every event to count once in the dossier's version")
        digest = self._digest(after.code, start) if previous is None else previous
        entries: list[JournalEntry] = []
        rows: list[dict[str, Any]] = []
        for part, event in enumerate(events):
            row = {
                "dossier": after.code,
                "seq": start + part + 1,
                "command_id": command_id,
                "asked": asked,
                "part": part,
                "type": type(event).__name__,
                "payload": dump(event).decode(),
                "at": event.at,
                "actor": actor,
            }
            digest = chained(digest, row)
            rows.append({**row, "digest": digest})
            entries.append(
                JournalEntry(start + part + 1, event.at, actor, command_id, event, digest)
            )
        if rows:
            _INSERT.run_many(self._connection, rows)
        return entries

    def _digest(self, code: str, seq: int) -> str:
        if seq == 0:
            return ""
        digest: str = self._connection.execute(_DIGEST, {"code": code, "seq": seq}).scalar_one()
        return digest

    def find_command(self, command_id: str) -> AppliedCommand | None:
        """Return what the command led to, if it was applied before.

        In a transaction, ask after ``dossiers.find``: that waits for a doubled command to commit.
        """
        rows = self._connection.execute(_COMMAND, {"command_id": command_id}).all()
        if not rows:
            return None
        events = [parse(row.type, row.payload) for row in rows]
        return AppliedCommand(rows[0].dossier, events, rows[-1].seq, rows[0].asked)

    def entries(self, code: str) -> list[JournalEntry]:
        """Return the whole journal of a dossier, oldest first."""
        return [
            JournalEntry(
                row.seq, row.at, row.actor, row.command_id, parse(row.type, row.payload), row.digest
            )
            for row in self._connection.execute(_ENTRIES, {"code": code})
        ]

    def verify(self, code: str) -> list[int]:
        """Return the numbers of entries that were changed, moved or removed since they were recorded.

        Somebody who rewrites the rest of the chain, and the dossier, is not found out: that takes a copy
        of the digests kept elsewhere.
        """
        read = self._connection.execute(_ENTRIES, {"code": code}).mappings()
        rows = {row["seq"]: row for row in read}
        version = self._connection.execute(_VERSION, {"code": code}).scalar() or 0
        broken: list[int] = []
        digest = ""
        for seq in sorted({*range(1, version + 1), *rows}):
            row = rows.get(seq)
            if row is None or seq > version or row["digest"] != chained(digest, row):
                broken.append(seq)
            if row is not None:
                digest = row["digest"]
        return broken


def chained(previous: str, row: Mapping[Any, Any]) -> str:
    """Return the digest of an entry, given the digest of the one before it ("" for the first)."""
    parts = [
        previous,
        row["dossier"],
        row["seq"],
        row["type"],
        row["payload"],
        row["at"].isoformat(timespec="microseconds"),
        row["actor"],
        row["command_id"],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
