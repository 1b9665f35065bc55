"""The journal: what happened to each dossier, one row for each command.

Each row is chained by a hash to the one before it in its dossier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from engine.core.events import Event, PersonalDataErased, parse
from engine.core.state import Dossier
from engine.store import sealing
from engine.store.among import among
from engine.store.prepared import Prepared, PreparedQuery
from engine.store.tables import dossier, journal
from engine.store.writes import Writes


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
    personal: str

    def asked_for(self, asked: str) -> bool:
        """Tell whether it asked for what has this hash; not known any more where data was erased."""
        return sealing.salted(self.personal, asked) == self.asked


_INSERT = Prepared(insert(journal))
_HEAD = select(dossier.c.head).where(dossier.c.code == bindparam("code"))
_ROWS = select(journal).where(journal.c.dossier == bindparam("code")).order_by(journal.c.seq)
_COMMAND = PreparedQuery(select(journal).where(journal.c.command_id == bindparam("command_id")))
_COMMANDS = PreparedQuery(
    select(journal.c.command_id).where(among(journal.c.command_id, "command_ids"))
)
_STANDING = select(dossier.c.version, dossier.c.head).where(dossier.c.code == bindparam("code"))


class Journal:
    """The journal as one unit of work sees it."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

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
        personal: Collection[str] = (),
    ) -> str:
        """Record the events that led from ``before`` to ``after``, and return the digest of their row.

        The dossier is to be saved with that digest as its head.

        Args:
            asked: hash of what the command asked for, to tell it from another under the same id.
            previous: digest of the row before, where it is known already.
            personal: names of the fields whose values are personal data.

        Raises:
            StaleVersionError: the command was already applied, or another command took its place.
        """
        start = before.version if before else 0
        if not events or after.version != start + len(events):
            raise ValueError("Expected every event to count once in the dossier's version")
        if previous is None:
            previous = self._head(after.code)
        sealed = sealing.seal(events, personal)
        row = {
            "dossier": after.code,
            "seq": start + 1,
            "last": after.version,
            "command_id": command_id,
            "asked": sealing.salted(sealed.personal, asked),
            "events": sealed.events,
            "personal": sealed.personal,
            "at": events[0].at,
            "actor": actor,
        }
        digest = row["digest"] = chained(previous, row)
        self._writes.add(_INSERT, row)
        return digest

    def _head(self, code: str) -> str:
        return str(self._connection.execute(_HEAD, {"code": code}).scalar() or "")

    def find_command(self, command_id: str) -> AppliedCommand | None:
        """Return what the command led to, if it was applied before.

        In a transaction, ask after ``dossiers.find``: that waits for a doubled command to commit.
        """
        row = _COMMAND.first(self._connection, {"command_id": command_id})
        if row is None:
            return None
        events = list(read_events(row.events, row.personal))
        return AppliedCommand(row.dossier, events, row.last, row.asked, row.personal)

    def find_commands(self, command_ids: Collection[str]) -> frozenset[str]:
        """Return which of these commands were applied before; ask after the dossiers, as above."""
        rows = _COMMANDS.all(self._connection, {"command_ids": command_ids})
        return frozenset(row.command_id for row in rows)

    def entries(self, code: str) -> list[JournalEntry]:
        """Return the whole journal of a dossier, oldest first."""
        return [
            JournalEntry(seq, event.at, row.actor, row.command_id, event, row.digest)
            for row in self._connection.execute(_ROWS, {"code": code})
            for seq, event in enumerate(read_events(row.events, row.personal), start=row.seq)
        ]

    def verify(self, code: str) -> list[int]:
        """Return the numbers of the events at which commands were changed, moved, put in or removed.

        Somebody who rewrites the rest of the chain, and the dossier, is not found out: that takes a copy
        of the digests kept elsewhere.
        """
        rows = self._connection.execute(_ROWS, {"code": code}).mappings()
        version, head = self._connection.execute(_STANDING, {"code": code}).one_or_none() or (0, "")
        return broken_entries(rows, version, head)


def broken_entries(rows: Iterable[Mapping[Any, Any]], version: int, head: str) -> list[int]:
    """Return the numbers of the events at which a chain is broken.

    Args:
        rows: those of one dossier, in their order.
        version: the dossier's, the number of its last event.
        head: the digest of its last row.
    """
    broken: set[int] = set()
    erased: dict[str, set[int]] = {}
    digest, following = "", 1
    for row in rows:
        if row["seq"] != following:
            broken.add(following)
        if not _is_whole(digest, row):
            broken.add(row["seq"])
        else:
            for name in sealing.erased_in(row["personal"]):
                erased.setdefault(name, set()).add(row["seq"])
            for name in _said_to_be_erased(row):
                erased.pop(name, None)
        digest, following = row["digest"], row["last"] + 1
    if (following - 1, digest) != (version, head):
        broken.add(following)
    # What is gone without an event that says so was taken away by somebody.
    return sorted(broken.union(*erased.values()))


def _is_whole(previous: str, row: Mapping[Any, Any]) -> bool:
    events = row["events"].count("\n") + 1
    return (
        row["digest"] == chained(previous, row)
        and row["last"] - row["seq"] + 1 == events
        and sealing.is_whole(row["events"], row["personal"])
    )


def _said_to_be_erased(row: Mapping[Any, Any]) -> set[str]:
    if PersonalDataErased.__name__ not in row["events"]:
        return set()
    return set().union(*map(sealing.erased_by, read_events(row["events"], row["personal"])))


def read_events(lines: str, personal: str) -> Iterator[Event]:
    """Iterate over the events of a row, with the personal values that are kept apart."""
    for line in sealing.unsealed(lines, personal).split("\n"):
        name, _, payload = line.partition(" ")
        yield parse(name, payload)


def chained(previous: str, row: Mapping[Any, Any]) -> str:
    """Return the digest of a row, given the digest of the one before it ("" for the first)."""
    at = row["at"].isoformat(timespec="microseconds")
    told = (row["command_id"], row["asked"], row["events"], at, row["actor"])
    # The JSON of a list, put together by hand: an encoder takes three times as long to set out.
    text = (
        f"[{_quoted(previous)}, {_quoted(row['dossier'])}, {row['seq']}, {row['last']}, "
        f"{', '.join(map(_quoted, told))}]"
    )
    return hashlib.sha256(text.encode()).hexdigest()
