"""A crowd of open dossiers, copied from one row by row in SQL, as a busy province would have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, text

from engine.services.office import Office
from engine.store import tables

NEVER = datetime(2099, 1, 1, tzinfo=UTC)


def crowd(office: Office, code: str, number: int, due: int) -> None:
    """Add ``number`` copies of the dossier ``code``; of ``due`` of them clocks fire when its own do."""
    with office.database.transaction() as uow:
        connection = uow.dossiers._connection  # noqa: SLF001 - a benchmark may know the store
        for table in (tables.dossier, tables.work_item, tables.clock, tables.journal):
            _copy(connection, table, code, number, due)
        if connection.dialect.name == "postgresql":
            # The server does so by itself, but only within minutes of so many rows.
            connection.execute(text("ANALYZE"))


def _copy(connection: Connection, table: Table, code: str, number: int, due: int) -> None:
    own = "code" if table is tables.dossier else "dossier"
    new_code = "'C' || CAST(n AS TEXT)"
    values: Mapping[str, str] = {
        own: new_code,
        "command_id": f"{new_code} || '-' || seq",
        "fires_at": f"CASE WHEN n <= {due} THEN fires_at WHEN fires_at IS NOT NULL THEN :never END",
    }
    names = [column.name for column in table.c]
    columns = ", ".join(f'"{name}"' for name in names)
    chosen = ", ".join(values.get(name, f'"{name}"') for name in names)
    statement = text(
        "WITH RECURSIVE numbers(n) AS"  # noqa: S608 - names of our own columns
        " (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :number)"
        f' INSERT INTO "{table.name}" ({columns}) SELECT {chosen}'
        f' FROM "{table.name}" CROSS JOIN numbers WHERE "{own}" = :code'
    )
    bound: dict[str, Any] = {"number": number, "code": code}
    if "fires_at" in names:
        never: Any = NEVER
        if connection.dialect.name == "sqlite":
            never = int(NEVER.timestamp()) * 1_000_000
        bound["never"] = never
    connection.execute(statement, bound)
