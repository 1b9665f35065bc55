"""Many dossiers are read as each would be, and written all or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.core import events as happened
from engine.core.evolve import fold
from engine.core.state import Dossier
from engine.errors import StaleVersionError
from engine.store.database import Database
from engine.store.unit_of_work import UnitOfWork
from tests.support.databases import sql
from tests.support.journals import MONDAY, a_long_life, offered, received, store


def stored(database: Database, number: int) -> list[Dossier]:
    return [store(database, [received(f"H01-{n}"), offered()]) for n in range(number)]


def claim(unit: UnitOfWork, before: Dossier, head: str, officer: str) -> None:
    events = [happened.WorkItemClaimed(at=MONDAY, number=1, by=officer)]
    after = fold(events, before)
    command_id = f"{before.code}:{officer}"
    new_head = unit.journal.append(
        before, after, command_id=command_id, actor=officer, events=events, previous=head
    )
    unit.dossiers.save(before, after, head=new_head)


def test_what_is_read_of_many_is_what_is_read_of_each(database: Database) -> None:
    lives = a_long_life("H01-1"), a_long_life("H01-2")[:5], a_long_life("H01-3")[:3]
    for life in lives:
        dossier = None
        for events in life:
            dossier = store(database, events, before=dossier)
    codes = ["H01-1", "H01-2", "H01-3", "nobody knows it"]
    with database.transaction() as unit:
        found = unit.many_dossiers.find(codes)
        each = {code: unit.dossiers.find(code) for code in codes[:3]}
    assert {code: one.dossier for code, one in found.items()} == each
    heads = dict(sql(database, "SELECT code, head FROM dossier"))
    assert {code: one.head for code, one in found.items()} == heads


def test_of_many_commands_those_applied_before_are_known(database: Database) -> None:
    stored(database, 2)
    with database.reading() as unit:
        known = unit.journal.find_commands(["H01-0:2", "H01-1:2", "H01-2:2", "%"])
    assert known == {"H01-0:2", "H01-1:2"}


def test_changes_of_many_are_written_together(database: Database) -> None:
    stored(database, 3)
    with database.transaction() as unit:
        found = unit.many_dossiers.find([f"H01-{n}" for n in range(3)])
        with unit.writes.in_bulk():
            for before, head in found.values():
                claim(unit, before, head, "officer_a")
            assert unit.journal.find_commands(["H01-0:officer_a"]) == frozenset()
    assert sql(database, "SELECT DISTINCT holder, status FROM work_item") == [
        ("officer_a", "claimed")
    ]
    with database.reading() as unit:
        assert [unit.journal.verify(f"H01-{n}") for n in range(3)] == [[], [], []]


def test_where_one_of_many_was_changed_by_somebody_else_none_is_written(database: Database) -> None:
    dossiers = stored(database, 3)
    with database.transaction() as unit:
        heads = {code: one.head for code, one in unit.many_dossiers.find(["H01-0"]).items()}
        claim(unit, dossiers[1], "", "officer_b")

    def too_late() -> None:
        with database.transaction() as unit, unit.writes.in_bulk():
            for before in dossiers:
                claim(unit, before, heads.get(before.code, ""), "officer_a")

    with pytest.raises(StaleVersionError):
        too_late()
    assert sql(database, "SELECT DISTINCT holder FROM work_item ORDER BY 1") == [
        ("",),
        ("officer_b",),
    ]


@pytest.mark.postgres
def test_a_dossier_somebody_is_changing_is_passed_over_and_not_waited_for(
    database: Database,
) -> None:
    with database.reading() as unit:
        if unit.connection.dialect.name == "sqlite":
            pytest.skip("SQLite has one writer")
    stored(database, 2)

    def others() -> list[str]:
        with database.transaction() as unit:
            return list(unit.many_dossiers.find(["H01-0", "H01-1"]))

    with ThreadPoolExecutor(1) as threads, database.transaction() as unit:
        unit.dossiers.find("H01-0")
        assert threads.submit(others).result() == ["H01-1"]
