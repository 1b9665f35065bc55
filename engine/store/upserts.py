"""Inserts that update the row which is already there; both databases know the same clause."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_into(table: Table, connection: Connection) -> Any:
    """Return an insert that can take an ``on conflict`` clause on the database of ``connection``.

    The databases' inserts share no type that has the clause.
    """
    return _INSERTS[connection.dialect.name](table)


def upsert(table: Table, connection: Connection) -> Insert:
    """Return the statement that inserts a row, or updates the one with the same primary key."""
    return _upsert(table, connection.dialect.name)


@cache
def _upsert(table: Table, dialect: str) -> Insert:
    insert: Any = _INSERTS[dialect](table)
    keys = [column.name for column in table.primary_key]
    values = {
        column.name: insert.excluded[column.name] for column in table.c if not column.primary_key
    }
    statement: Insert = insert.on_conflict_do_update(index_elements=keys, set_=values)
    return statement
