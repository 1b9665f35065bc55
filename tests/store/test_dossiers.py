"""A dossier is read back as it was written, and only by whoever read its latest version."""

from __future__ import annotations

import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine.core import events as happened
from engine.core.evolve import fold
from engine.core.lifecycle import OPEN_ITEMS, AlertStatus, ClockStatus
from engine.core.state import Applicant, Dossier
from engine.errors import StaleVersionError, StoreError
from engine.store.database import Database
from tests.support.journals import MONDAY, a_long_life, offered, received, store


def test_after_every_command_the_stored_dossier_is_the_folded_journal(database: Database) -> None:
    whole = Dossier()
    found: Dossier | None = None
    for events in a_long_life():
        whole = fold(events, whole)
        store(database, events, before=found)
        with database.reading() as unit:
            assert unit.dossiers.find_whole(whole.code) == whole
            assert fold(entry.event for entry in unit.journal.entries(whole.code)) == whole
            found = unit.dossiers.find(whole.code)
    assert whole.ended_at is not None


def test_a_command_reads_only_what_is_open(database: Database) -> None:
    whole = Dossier()
    found: Dossier | None = None
    for events in a_long_life():
        whole = fold(events, whole)
        store(database, events, before=found)
        with database.reading() as unit:
            found = unit.dossiers.find(whole.code)
        assert found is not None
        assert found.items == {n: i for n, i in whole.items.items() if i.status in OPEN_ITEMS}
        assert found.clocks == {
            n: c
            for n, c in whole.clocks.items()
            if c.status is not ClockStatus.STOPPED or c.kind == "dossier"
        }
        assert found.alerts == {
            n: a for n, a in whole.alerts.items() if a.status is not AlertStatus.RESOLVED
        }
        assert replace(found, items={}, clocks={}, alerts={}) == replace(
            whole, items={}, clocks={}, alerts={}
        )


def test_an_unknown_dossier_is_not_found(database: Database) -> None:
    with database.reading() as unit:
        assert unit.dossiers.find("H01-9") is None
        assert unit.dossiers.find_whole("H01-9") is None


def test_saving_over_somebody_elses_change_is_a_conflict_and_changes_nothing(
    database: Database,
) -> None:
    before = store(database, [received(), offered()])
    first = store(
        database,
        [happened.WorkItemClaimed(at=MONDAY, number=1, by="officer_a")],
        before=before,
        command_id="first",
    )
    with pytest.raises(StaleVersionError):
        store(
            database,
            [happened.WorkItemClaimed(at=MONDAY, number=1, by="officer_b")],
            before=before,
            command_id="second",
        )
    with database.reading() as unit:
        assert unit.dossiers.find_whole("H01-1") == first
        assert unit.journal.find_command("second") is None


def test_a_code_is_given_to_one_dossier_only(database: Database) -> None:
    store(database, [received()])
    with pytest.raises(StaleVersionError):
        store(database, [received(name="Nguyễn Văn Bình")], command_id="again")


def test_a_corrected_applicant_is_found_under_the_new_name(database: Database) -> None:
    before = store(database, [received(name="Trần Văn Cừ")])
    with database.transaction() as unit:
        unit.dossiers.save(before, replace(before, version=2, applicant=Applicant("Lê Văn Đỗ")))
    with database.reading() as unit:
        assert [row.code for row in unit.overview.search("le do")] == ["H01-1"]
        assert unit.overview.search("tran") == []


def test_a_status_that_does_not_exist_is_kept_out_by_the_database(database: Database) -> None:
    dossier = fold([received(name="Nguyễn Văn Kín")])
    wrong = replace(dossier, status="lost")  # type: ignore[arg-type]
    with (
        pytest.raises(StoreError, match="ck_dossier_status") as refused,
        database.transaction() as unit,
    ):
        unit.dossiers.save(None, wrong)
    assert "Kín" not in str(traceback.format_exception(refused.value))


def test_an_item_cannot_be_over_while_it_is_offered(database: Database) -> None:
    dossier = fold([received(), offered()])
    wrong = replace(dossier, items={1: replace(dossier.items[1], ended_at=MONDAY)})
    with pytest.raises(StoreError, match="ck_work_item_open"), database.transaction() as unit:
        unit.dossiers.save(None, wrong)


def test_serials_count_from_one_in_each_series(database: Database) -> None:
    with database.transaction() as unit:
        assert [unit.dossiers.next_serial("2026") for _ in range(3)] == [1, 2, 3]
        assert unit.dossiers.next_serial("2027") == 1


def test_a_serial_of_an_undone_transaction_is_given_again(database: Database) -> None:
    wrong = replace(fold([received()]), version=-1)
    with pytest.raises(StoreError), database.transaction() as unit:
        unit.dossiers.save(None, replace(wrong, code=f"H01-{unit.dossiers.next_serial('2026')}"))
    with database.transaction() as unit:
        assert unit.dossiers.next_serial("2026") == 1


def test_many_threads_draw_serials_without_gap_or_double(database: Database) -> None:
    def draw(_: int) -> int:
        with database.transaction() as unit:
            return unit.dossiers.next_serial("2026")

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(draw, range(40))) == list(range(1, 41))
