"""Runs the migrations, from a checkout or an installed wheel, without an ini file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

_UPGRADE_LOCK = 0x6D6F7463  # any number, the same in every process


def upgrade(connection: Connection) -> None:
    """Bring the database of ``connection`` to the newest version, within its transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Tell whether the newest migration has been applied."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def is_made(connection: Connection) -> bool:
    """Tell whether any migration has been applied."""
    return MigrationContext.configure(connection).get_current_revision() is not None


def _config() -> Config:
    config = Config()
    # Alembic reads % in options as interpolation, and a path may contain one.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
