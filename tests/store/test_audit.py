"""An audit finds every row that was changed, deleted, moved, cut off or put in, wherever it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Date, Table, delete, insert, select, text, update

from engine.core import events as happened
from engine.store.audit import Audit, Audited
from engine.store.columns import Instant
from engine.store.database import Database
from engine.store.tables import alert, clock, dossier, journal, stuck, work_item
from tests.support.databases import sql
from tests.support.journals import MONDAY, a_long_life, offered, received, store

AUDITED = (journal, dossier, work_item, clock, alert)
Row = dict[str, Any]


@pytest.fixture
def lives(database: Database) -> Database:
    """A dossier that lived long, between two that hardly began."""
    store(database, [received("H01-0"), offered()])
    found = None
    for number, events in enumerate(a_long_life("H01-1")):
        store(database, events, before=found, command_id=f"command-{number}")
        with database.reading() as unit:
            found = unit.dossiers.find("H01-1")
    store(database, [received("H01-2", name="Trần Văn Bé")])
    return database


@contextmanager
def tampering(database: Database) -> Iterator[Connection]:
    """Give a connection that may do what the tables forbid; all of it is undone."""
    with database._engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        else:
            connection.rollback()
            checks = connection.execute(
                text(
                    "SELECT conrelid::regclass, conname FROM pg_constraint"
                    " WHERE contype = 'c' AND conrelid <> 0"
                )
            )
            for table, name in checks.all():
                connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield connection
        connection.rollback()


def flawed(connection: Connection) -> list[Audited]:
    audited, after = Audit(connection).page("", 100)
    assert after is None
    return [each for each in audited if not each.is_whole]


def other(value: object) -> object:
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, int):
        return value + 1000
    return value + timedelta(microseconds=1) if isinstance(value, datetime) else None


def this_row(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def rows_of(connection: Connection, table: Table) -> list[Row]:
    statement = select(table).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(statement).mappings()]


def found_after(connection: Connection, *changes: Any) -> bool:
    """Tell whether changes are found, and undo them."""
    apart = connection.begin_nested()
    for change in changes:
        connection.execute(change)
    found = bool(flawed(connection))
    apart.rollback()
    return found


def instead(table: Table, name: str, value: object) -> object:
    changed = other(value)
    if changed is None:
        kind = table.c[name].type
        return (
            MONDAY.date()
            if isinstance(kind, Date)
            else MONDAY
            if isinstance(kind, Instant)
            else "x"
        )
    return changed


def test_untouched_dossiers_are_whole(lives: Database) -> None:
    with lives.reading() as unit:
        audited, after = unit.audit.page("", 100)
    assert after is None
    assert [(each.code, each.entries) for each in audited] == [
        ("H01-0", 2),
        ("H01-1", 43),
        ("H01-2", 1),
    ]
    assert all(each.is_whole for each in audited)


@pytest.mark.parametrize("table", AUDITED, ids=lambda table: table.name)
def test_every_change_of_every_column_of_every_row_is_found(lives: Database, table: Table) -> None:
    with tampering(lives) as connection:
        missed = [
            (row, name)
            for row in rows_of(connection, table)
            for name, value in row.items()
            if not found_after(
                connection,
                update(table)
                .where(*this_row(table, row))
                .values({name: instead(table, name, value)}),
            )
        ]
    assert missed == []


@pytest.mark.parametrize("table", AUDITED, ids=lambda table: table.name)
def test_every_deleted_row_is_found(lives: Database, table: Table) -> None:
    with tampering(lives) as connection:
        rows = rows_of(connection, table)
        missed = [
            row
            for row in rows
            if not found_after(connection, delete(table).where(*this_row(table, row)))
        ]
    assert rows
    assert missed == []


def test_every_two_commands_that_change_places_are_found(lives: Database) -> None:
    with tampering(lives) as connection:
        rows = [row for row in rows_of(connection, journal) if row["dossier"] == "H01-1"]
        for one in rows:
            for another in rows:
                if one["seq"] < another["seq"]:
                    assert found_after(connection, *swapped(one, another)), (one, another)


def swapped(one: Row, another: Row) -> list[Any]:
    """Let two commands change places and numbers, each with its own digest."""
    room = {name: one[name] for name in ("seq", "last")}
    place = {name: another[name] for name in ("seq", "last")}

    def moved(row: Row, to: Row) -> Any:
        return update(journal).where(*this_row(journal, row)).values(to)

    aside = {"seq": 900, "last": 900}
    return [moved(one, aside), moved(another, room), moved(one | aside, place)]


@pytest.mark.parametrize("careful", [False, True])
def test_every_end_that_is_cut_off_is_found(lives: Database, careful: bool) -> None:
    """A careful forger also corrects the version and the head of the dossier."""
    with tampering(lives) as connection:
        rows = [row for row in rows_of(connection, journal) if row["dossier"] == "H01-1"]
        for kept in range(len(rows)):
            last = rows[kept - 1] if kept else {"last": 1, "digest": ""}
            cut = delete(journal).where(
                journal.c.dossier == "H01-1", journal.c.seq > (last["last"] if kept else 0)
            )
            corrected = (
                update(dossier)
                .where(dossier.c.code == "H01-1")
                .values(version=last["last"], head=last["digest"])
            )
            changes = [cut, corrected] if careful else [cut]
            assert found_after(connection, *changes), kept


def test_commands_that_are_put_in_are_found(lives: Database) -> None:
    with tampering(lives) as connection:
        for row in rows_of(connection, journal):
            again = row | {"command_id": "put in"}
            behind = again | {"seq": row["seq"] + 100, "last": row["last"] + 100}
            elsewhere = again | {"dossier": "H01-3"}
            for new in (behind, elsewhere):
                assert found_after(connection, insert(journal).values(new))


def test_what_belongs_to_no_dossier_is_found_where_its_dossier_would_be(lives: Database) -> None:
    with tampering(lives) as connection:
        connection.execute(delete(dossier).where(dossier.c.code == "H01-1"))
        assert [each.code for each in flawed(connection)] == ["H01-1"]
        connection.execute(delete(journal).where(journal.c.dossier == "H01-1"))
        assert [each.code for each in flawed(connection)] == ["H01-1"]


def test_a_forged_end_with_a_right_chain_does_not_fit_the_state(lives: Database) -> None:
    forged = happened.WorkItemClaimed(at=MONDAY, number=1, by="officer_z")
    with lives.transaction() as unit:
        found = unit.dossiers.find_whole("H01-0")
        assert found is not None
        unit.journal.append(
            found, happened_to(found, forged), command_id="forged", actor="a", events=[forged]
        )
    sql(
        lives,
        "UPDATE dossier SET version = 3, head = (SELECT digest FROM journal"
        " WHERE command_id = 'forged') WHERE code = 'H01-0'",
    )
    with lives.reading() as unit:
        (audited,) = unit.audit.of(["H01-0"])
    assert audited.broken == ()
    assert audited.differing == ("work_item 1 status", "work_item 1 holder")


def happened_to(found: Any, event: happened.Event) -> Any:
    from engine.core.evolve import evolve

    return evolve(found, event)


def test_an_event_this_program_does_not_know_is_told_as_such(lives: Database) -> None:
    from engine.store.journal import chained

    with tampering(lives) as connection:
        (row,) = [row for row in rows_of(connection, journal) if row["dossier"] == "H01-2"]
        row["events"] = row["events"].replace("DossierReceived", "DossierForged")
        digest = chained("", row)
        connection.execute(
            update(journal)
            .where(*this_row(journal, row))
            .values(events=row["events"], digest=digest)
        )
        connection.execute(update(dossier).where(dossier.c.code == "H01-2").values(head=digest))
        assert [each.differing for each in flawed(connection)] == [("journal",)]


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_of_any_length_audit_each_dossier_once(lives: Database, limit: int) -> None:
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        with lives.reading() as unit:
            audited, after = unit.audit.page(after, limit)
        assert len(audited) <= limit
        seen += [each.code for each in audited]
    assert seen == ["H01-0", "H01-1", "H01-2"]


@pytest.mark.parametrize(("most", "spread"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_a_sample_is_spread_over_all_dossiers(lives: Database, most: int, spread: int) -> None:
    with lives.reading() as unit:
        codes = unit.audit.spread(most)
    assert len(codes) == spread
    assert codes[0] == "H01-0"


def test_a_published_text_that_was_changed_is_found(
    lives: Database, digest_of: Callable[[bytes], str]
) -> None:
    with lives.transaction() as unit:
        unit.publications.add(
            kind="calendar",
            key="H01",
            digest=digest_of(b"kind: calendar"),
            text="kind: calendar",
            effective_from=MONDAY.date(),
            effective_until=None,
            published_at=MONDAY,
            published_by="a",
        )
    with lives.reading() as unit:
        assert unit.audit.changed_publications(digest_of) == []
    sql(lives, "UPDATE publication SET text = 'kind: forged'")
    with lives.reading() as unit:
        assert unit.audit.changed_publications(digest_of) == [("calendar", "H01", 1)]


@pytest.fixture
def digest_of() -> Callable[[bytes], str]:
    from engine.specs.loader import content_digest

    return content_digest


def test_a_clock_the_sweep_put_off_is_no_change_but_any_other_instant_is(lives: Database) -> None:
    with lives.transaction() as unit:
        (whole,) = unit.audit.of(["H01-1"])
        assert whole.is_whole
    with tampering(lives) as connection:
        (row,) = [each for each in rows_of(connection, clock) if each["dossier"] == "H01-1"][:1]
        until = MONDAY + timedelta(days=99)
        moved = update(clock).where(*this_row(clock, row)).values(fires_at=until)
        connection.execute(moved)
        assert flawed(connection)
        connection.execute(
            insert(stuck).values(
                dossier="H01-1",
                number=row["number"],
                since=MONDAY,
                attempts=1,
                next_try_at=until,
                reason="{}",
            )
        )
        assert flawed(connection) == []
