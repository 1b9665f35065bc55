"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_account_language")),
        sa.PrimaryKeyConstraint("officer", name=op.f("pk_account")),
    )
    op.create_table(
        "dossier",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("received_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("visits", sa.Text(), nullable=False),
        sa.Column("items_made", sa.Integer(), nullable=False),
        sa.Column("clocks_made", sa.Integer(), nullable=False),
        sa.Column("alerts_made", sa.Integer(), nullable=False),
        sa.Column("supplements", sa.Integer(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), server_default="", nullable=False),
        sa.Column("parent", sa.Text(), server_default="", nullable=False),
        sa.Column("parent_item", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("first_due_at", Instant(), nullable=True),
        sa.Column("clock_status", sa.Text(), nullable=True),
        sa.Column("clock_stopped_at", Instant(), nullable=True),
        sa.Column("reception_due_at", Instant(), nullable=True),
        sa.Column("reception_ended_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('desk', 'online', 'post')", name=op.f("ck_dossier_channel")
        ),
        sa.CheckConstraint(
            "clock_status IN ('running', 'paused', 'stopped')", name=op.f("ck_dossier_clock_status")
        ),
        sa.CheckConstraint(
            "status IN ('registered', 'received', 'refused', 'in_progress', 'awaiting_supplement', 'awaiting_payment', 'withdrawn', 'stopped', 'finished', 'returned')",
            name=op.f("ck_dossier_status"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_dossier_version")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier")),
    )
    op.create_index("ix_dossier_due", "dossier", ["clock_status", "due_at"], unique=False)
    op.create_index("ix_dossier_ended", "dossier", ["ended_at"], unique=False)
    op.create_index(
        "ix_dossier_kept_until",
        "dossier",
        ["kept_until", "code"],
        unique=False,
        sqlite_where=sa.text("kept_until IS NOT NULL"),
        postgresql_where=sa.text("kept_until IS NOT NULL"),
    )
    op.create_index("ix_dossier_status", "dossier", ["status", "received_at"], unique=False)
    op.create_table(
        "publication",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "number", name=op.f("pk_publication")),
    )
    op.create_index("ix_publication_digest", "publication", ["digest"], unique=False)
    op.create_table(
        "serial",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_serial")),
    )
    op.create_table(
        "alert",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clock", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("acknowledged_by", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.Column("again_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "(again_at IS NOT NULL) = (status = 'snoozed')", name=op.f("ck_alert_snoozed")
        ),
        sa.CheckConstraint(
            "(resolved_at IS NOT NULL) = (status = 'resolved')", name=op.f("ck_alert_resolved")
        ),
        sa.CheckConstraint(
            "receiver IN ('assignee', 'head', 'supervisor', 'centre')",
            name=op.f("ck_alert_receiver"),
        ),
        sa.CheckConstraint(
            "status IN ('raised', 'acknowledged', 'snoozed', 'resolved')",
            name=op.f("ck_alert_status"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier"],
            ["dossier.code"],
            name=op.f("fk_alert_dossier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("dossier", "number", name=op.f("pk_alert")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_alert_again",
        "alert",
        ["again_at"],
        unique=False,
        sqlite_where=sa.text("again_at IS NOT NULL"),
        postgresql_where=sa.text("again_at IS NOT NULL"),
    )
    op.create_index("ix_alert_list", "alert", ["status", "raised_at"], unique=False)
    op.create_index(
        "uq_alert_rung",
        "alert",
        ["dossier", "clock", "cycle", "rung"],
        unique=True,
        sqlite_where=sa.text("clock > 0"),
        postgresql_where=sa.text("clock > 0"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer"], ["account.officer"], name=op.f("fk_api_token_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
    )
    op.create_index("ix_api_token_officer", "api_token", ["officer"], unique=False)
    op.create_table(
        "clock",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("limit", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("first_due_at", Instant(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("apology", sa.Text(), nullable=True),
        sa.Column("rungs", sa.Text(), nullable=False),
        sa.Column("fired", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("fires_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "fires_at IS NULL OR status = 'running'", name=op.f("ck_clock_fires_while_running")
        ),
        sa.CheckConstraint(
            "kind IN ('dossier', 'step', 'period', 'wait', 'reception')", name=op.f("ck_clock_kind")
        ),
        sa.CheckConstraint(
            "status IN ('running', 'paused', 'stopped')", name=op.f("ck_clock_status")
        ),
        sa.ForeignKeyConstraint(
            ["dossier"],
            ["dossier.code"],
            name=op.f("fk_clock_dossier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("dossier", "number", name=op.f("pk_clock")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_clock_fires",
        "clock",
        ["fires_at", "dossier", "number"],
        unique=False,
        sqlite_where=sa.text("fires_at IS NOT NULL"),
        postgresql_where=sa.text("fires_at IS NOT NULL"),
    )
    op.create_table(
        "journal",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), server_default="", nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("personal", sa.Text(), server_default="", nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("seq > 0 AND last >= seq", name=op.f("ck_journal_seq")),
        sa.ForeignKeyConstraint(
            ["dossier"],
            ["dossier.code"],
            name=op.f("fk_journal_dossier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("dossier", "seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("command_id", name=op.f("uq_journal_command_id")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("available_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("holder", sa.Text(), server_default="", nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("dead", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier"],
            ["dossier.code"],
            name=op.f("fk_outbox_dossier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_kind", "outbox", ["kind", "available_at"], unique=False)
    op.create_index("ix_outbox_order", "outbox", ["dossier", "kind", "id"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("csrf_secret", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer"], ["account.officer"], name=op.f("fk_session_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_index("ix_session_expires", "session", ["expires_at"], unique=False)
    op.create_index("ix_session_officer", "session", ["officer"], unique=False)
    op.create_table(
        "stuck",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier"],
            ["dossier.code"],
            name=op.f("fk_stuck_dossier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("dossier", "number", name=op.f("pk_stuck")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_stuck_next_try", "stuck", ["next_try_at"], unique=False)
    op.create_table(
        "work_item",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("offered_at", Instant(), nullable=False),
        sa.Column("clock", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("linked", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (status IN ('offered', 'claimed', 'failed'))",
            name=op.f("ck_work_item_open"),
        ),
        sa.CheckConstraint(
            "kind IN ('work', 'wait', 'automatic', 'participation', 'linked')",
            name=op.f("ck_work_item_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('offered', 'claimed', 'completed', 'expired', 'failed', 'cancelled')",
            name=op.f("ck_work_item_status"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier"],
            ["dossier.code"],
            name=op.f("fk_work_item_dossier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("dossier", "number", name=op.f("pk_work_item")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_work_item_done",
        "work_item",
        ["holder", "ended_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index(
        "ix_work_item_inbox",
        "work_item",
        ["unit", "position"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
