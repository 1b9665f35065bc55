"""A command on a dossier that is known is written without reading first; that fails where it is not so."""

from __future__ import annotations

import pytest

from engine.core.evolve import fold
from engine.core.state import Dossier
from engine.store.database import Database
from engine.store.unit_of_work import UnitOfWork
from tests.support.databases import opened, sql
from tests.support.journals import a_long_life, store
from tests.support.postgres import PostgresServer


def head_of(database: Database) -> str:
    return str(sql(database, "SELECT head FROM dossier")[0][0])


def send(
    database: Database, before: Dossier, *, head: str, publications: int = 0, command_id: str = "c2"
) -> bool:
    events = a_long_life()[1]
    after = fold(events, before)

    def write(uow: UnitOfWork) -> None:
        new_head = uow.journal.append(
            before, after, command_id=command_id, actor="a", events=events, previous=head
        )
        uow.dossiers.save(before, after, head=new_head, known=(head, publications))

    return database.send(write)


def rows(database: Database) -> list[tuple[int, ...]]:
    return sql(
        database,
        "SELECT (SELECT sum(version) FROM dossier), (SELECT count(*) FROM journal),"
        " (SELECT count(*) FROM work_item), (SELECT count(*) FROM clock)",
    )


def test_what_is_still_as_known_is_written_whole(database: Database) -> None:
    before = store(database, a_long_life()[0])
    assert send(database, before, head=head_of(database))
    with database.reading() as uow:
        found = uow.dossiers.find_whole(before.code)
        assert found == fold(a_long_life()[1], before)
        assert uow.journal.verify(before.code) == []


@pytest.mark.parametrize(
    "different",
    [{"head": "another"}, {"publications": 1}, {"command_id": "H01-1:10"}],
    ids=["another history", "something published", "a command given before"],
)
def test_what_is_different_from_what_was_known_is_not_written_at_all(
    database: Database, different: dict[str, str]
) -> None:
    before = store(database, a_long_life()[0])
    untouched = rows(database)
    assert not send(database, before, **({"head": head_of(database)} | different))  # type: ignore[arg-type]
    assert rows(database) == untouched


def test_a_dossier_somebody_else_moved_on_is_not_written(database: Database) -> None:
    before = store(database, a_long_life()[0])
    head = head_of(database)
    store(database, a_long_life()[1], before=before)
    moved = rows(database)
    assert not send(database, before, head=head)
    assert rows(database) == moved


@pytest.mark.postgres
def test_a_lost_connection_is_no_certain_write(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url, opened(url) as database:
        before = store(database, a_long_life()[0])
        head = head_of(database)
        assert send(database, before, head=head)
        # The pooled connection is ended behind the program's back.
        sql(
            database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        assert not send(database, before, head=head)


def test_a_fault_of_the_program_is_no_doubt_about_the_dossier(database: Database) -> None:
    def write(_: UnitOfWork) -> None:
        raise KeyError("no such column")

    with pytest.raises(KeyError):
        database.send(write)
