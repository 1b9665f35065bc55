"""What Alembic runs: migrates over the connection it is handed."""

from __future__ import annotations

from alembic import context

from engine.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite's transactions cover DDL too, since this program begins them itself.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
