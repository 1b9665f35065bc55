"""The tables. The CHECK constraints repeat the statuses of ``engine.core.lifecycle``.

Some conditions are written so that partial indexes can serve them: a work item is open exactly while
``ended_at`` is null, an alert while ``resolved_at`` is, and only a running clock has ``fires_at``.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import get_args

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    false,
    text,
)

from engine.core.lifecycle import (
    OPEN_ITEMS,
    AlertStatus,
    ClockStatus,
    DossierStatus,
    ItemKind,
    ItemStatus,
)
from engine.core.state import Channel
from engine.messages import LANGUAGES
from engine.specs.alerts import AlertReceiver, ClockKind
from engine.store.columns import Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _status(changes: type[StrEnum]) -> CheckConstraint:
    return _one_of("status", changes)


def _of_dossier() -> ForeignKey:
    # Deferred, so that the order of the writes within a transaction does not matter.
    return ForeignKey("dossier.code", deferrable=True, initially="DEFERRED")


def _still_open() -> str:
    return ", ".join(f"'{status}'" for status in ItemStatus if status in OPEN_ITEMS)


dossier = Table(
    "dossier",
    metadata,
    Column("code", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("territory", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("papers", Text, nullable=False),
    Column("received_at", Instant),
    Column("ended_at", Instant),
    Column("tokens", Text, nullable=False),
    Column("visits", Text, nullable=False),
    Column("items_made", Integer, nullable=False),
    Column("clocks_made", Integer, nullable=False),
    Column("alerts_made", Integer, nullable=False),
    Column("supplements", Integer, nullable=False),
    # Who did the steps to which the dossier may come back, by node.
    Column("done_by", Text, nullable=False),
    # Digest of the last journal row.
    Column("head", Text, nullable=False, server_default=""),
    # The dossier that started this one as a linked procedure, and the item there that stands for it.
    Column("parent", Text, nullable=False, server_default=""),
    Column("parent_item", Integer, nullable=False, server_default="0"),
    # The last date on which the personal data of a closed dossier is kept.
    Column("kept_until", Date),
    # What lists show and search, derived from the dossier at every save.
    Column("applicant_name", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("due_at", Instant),
    Column("first_due_at", Instant),
    Column("clock_status", Text),
    Column("clock_stopped_at", Instant),
    Column("reception_due_at", Instant),
    Column("reception_ended_at", Instant),
    _status(DossierStatus),
    _one_of("channel", get_args(Channel)),
    _one_of("clock_status", ClockStatus),
    CheckConstraint("version > 0", name="version"),
    Index("ix_dossier_due", "clock_status", "due_at"),
    Index("ix_dossier_status", "status", "received_at"),
    # Open dossiers have no end: with those closed lately they are one small part of all.
    Index("ix_dossier_ended", "ended_at"),
    Index(
        "ix_dossier_kept_until",
        "kept_until",
        "code",
        sqlite_where=text("kept_until IS NOT NULL"),
        postgresql_where=text("kept_until IS NOT NULL"),
    ),
)

work_item = Table(
    "work_item",
    metadata,
    Column("dossier", Text, _of_dossier(), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("node", Text, nullable=False),
    Column("visit", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("offered_at", Instant, nullable=False),
    Column("clock", Integer, nullable=False),
    Column("holder", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("ended_at", Instant),
    Column("linked", Text, nullable=False, server_default=""),
    _one_of("kind", ItemKind),
    _status(ItemStatus),
    CheckConstraint(f"(ended_at IS NULL) = (status IN ({_still_open()}))", name="open"),
    Index(
        "ix_work_item_inbox",
        "unit",
        "position",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(
        "ix_work_item_done",
        "holder",
        "ended_at",
        sqlite_where=text("ended_at IS NOT NULL"),
        postgresql_where=text("ended_at IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

clock = Table(
    "clock",
    metadata,
    Column("dossier", Text, _of_dossier(), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("limit", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("calendar_version", Text, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("due_at", Instant),
    Column("first_due_at", Instant),
    Column("due_on", Text),
    # The letter that told the applicant the limit would not be kept.
    Column("apology", Text),
    Column("rungs", Text, nullable=False),
    Column("fired", Text, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("fires_at", Instant),
    _one_of("kind", get_args(ClockKind)),
    _status(ClockStatus),
    CheckConstraint(
        f"fires_at IS NULL OR status = '{ClockStatus.RUNNING}'", name="fires_while_running"
    ),
    Index(
        "ix_clock_fires",
        "fires_at",
        "dossier",
        "number",
        sqlite_where=text("fires_at IS NOT NULL"),
        postgresql_where=text("fires_at IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

alert = Table(
    "alert",
    metadata,
    Column("dossier", Text, _of_dossier(), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("clock", Integer, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("rung", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("item", Integer, nullable=False),
    Column("acknowledged_by", Text, nullable=False),
    Column("acknowledged_at", Instant),
    Column("reason", Text, nullable=False),
    Column("resolved_at", Instant),
    Column("again_at", Instant),
    _status(AlertStatus),
    _one_of("receiver", get_args(AlertReceiver)),
    CheckConstraint(
        f"(resolved_at IS NOT NULL) = (status = '{AlertStatus.RESOLVED}')", name="resolved"
    ),
    Index(
        "uq_alert_rung",
        "dossier",
        "clock",
        "cycle",
        "rung",
        unique=True,
        sqlite_where=text("clock > 0"),
        postgresql_where=text("clock > 0"),
    ),
    CheckConstraint(f"(again_at IS NOT NULL) = (status = '{AlertStatus.SNOOZED}')", name="snoozed"),
    Index("ix_alert_list", "status", "raised_at"),
    Index(
        "ix_alert_again",
        "again_at",
        sqlite_where=text("again_at IS NOT NULL"),
        postgresql_where=text("again_at IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("dossier", Text, _of_dossier(), primary_key=True),
    # The numbers of the first and the last event of one command, counted within the dossier.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    Column("command_id", Text, nullable=False, unique=True),
    # What was asked for under this id, hashed; "" where the program itself asked.
    Column("asked", Text, nullable=False, server_default=""),
    # A line for each event: its name, a blank, and its canonical JSON, with digests of personal values.
    Column("events", Text, nullable=False),
    # The personal values themselves, by their digests, as far as they are not erased.
    Column("personal", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("digest", Text, nullable=False),
    CheckConstraint("seq > 0 AND last >= seq", name="seq"),
)

# A clock whose firing was refused; in force while the clock's ``fires_at`` is ``next_try_at``.
stuck = Table(
    "stuck",
    metadata,
    Column("dossier", Text, _of_dossier(), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_stuck_next_try", "next_try_at"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    # On SQLite only an INTEGER primary key counts by itself.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("dossier", Text, _of_dossier()),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("payload", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("available_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("holder", Text, nullable=False, server_default=""),
    Column("lease_until", Instant),
    Column("error", Text, nullable=False, server_default=""),
    Column("dead", Boolean, nullable=False, server_default=false()),
    Index("ix_outbox_kind", "kind", "available_at"),
    Index("ix_outbox_order", "dossier", "kind", "id"),
    # Fences stay unique only if the number of a deleted row is never given again.
    sqlite_autoincrement=True,
)

publication = Table(
    "publication",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("published_at", Instant, nullable=False),
    Column("published_by", Text, nullable=False),
    Index("ix_publication_digest", "digest"),
)

account = Table(
    "account",
    metadata,
    Column("officer", Text, primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("failed_logins", Integer, nullable=False),
    Column("locked_until", Instant),
    _one_of("language", LANGUAGES),
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("officer", Text, ForeignKey("account.officer", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("csrf_secret", Text, nullable=False),
    Index("ix_session_officer", "officer"),
    Index("ix_session_expires", "expires_at"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("officer", Text, ForeignKey("account.officer", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("expires_at", Instant),
    Index("ix_api_token_officer", "officer"),
)

serial = Table(
    "serial",
    metadata,
    Column("series", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
