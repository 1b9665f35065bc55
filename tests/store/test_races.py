"""Two threads want the same thing: one gets it, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engine.core import events as happened
from engine.core.evolve import fold
from engine.errors import StaleVersionError
from engine.store.database import Database
from tests.support.journals import MONDAY, offered, received, store

OFFICERS = ("officer_a", "officer_b", "officer_c", "officer_d")


def race(attempt: Callable[[str], bool]) -> list[str]:
    """Let all officers try at once, and return those who made it."""
    barrier = Barrier(len(OFFICERS))

    def run(officer: str) -> bool:
        barrier.wait()
        return attempt(officer)

    with ThreadPoolExecutor(len(OFFICERS)) as threads:
        made_it = threads.map(run, OFFICERS)
    return [officer for officer, made in zip(OFFICERS, made_it, strict=True) if made]


def test_of_those_who_read_the_same_version_one_wins(database: Database) -> None:
    for number in range(10):
        before = store(database, [received(f"H01-{number}"), offered()])

        def claim(officer: str, before=before) -> bool:  # type: ignore[no-untyped-def]
            claimed = happened.WorkItemClaimed(at=MONDAY, number=1, by=officer)
            try:
                store(database, [claimed], before=before, command_id=f"{before.code}:{officer}")
            except StaleVersionError:
                return False
            return True

        winners = race(claim)
        with database.reading() as unit:
            kept = unit.dossiers.find(before.code)
        assert kept is not None
        assert winners == [kept.items[1].holder]


def test_commands_that_read_and_write_in_one_transaction_take_turns(database: Database) -> None:
    store(database, [received(), offered()])

    def claim_if_free(officer: str) -> bool:
        with database.transaction() as unit:
            before = unit.dossiers.find("H01-1")
            assert before is not None
            if before.items[1].holder:
                return False
            events = [happened.WorkItemClaimed(at=MONDAY, number=1, by=officer)]
            after = fold(events, before)
            unit.dossiers.save(before, after)
            unit.journal.append(before, after, command_id=officer, actor=officer, events=events)
            return True

    winners = race(claim_if_free)
    with database.reading() as unit:
        assert [entry.actor for entry in unit.journal.entries("H01-1")[2:]] == winners
    assert len(winners) == 1


def test_a_doubled_command_that_waited_finds_its_first_result(database: Database) -> None:
    store(database, [received(), offered()])

    def click(_: str) -> bool:
        with database.transaction() as unit:
            before = unit.dossiers.find("H01-1")
            applied = unit.journal.find_command("click")
            if applied is not None:
                assert applied.last_seq == 3
                return False
            assert before is not None
            events = [happened.WorkItemClaimed(at=MONDAY, number=1, by="officer_a")]
            after = fold(events, before)
            unit.dossiers.save(before, after)
            unit.journal.append(before, after, command_id="click", actor="a", events=events)
            return True

    assert len(race(click)) == 1
