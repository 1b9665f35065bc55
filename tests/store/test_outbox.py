"""An effect is handed to one holder at a time, in order, until it is settled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from engine.core.effects import NewOutboxEntry
from engine.errors import ConflictError, NotFoundError
from engine.store.database import Database
from engine.store.outbox import OutboxEntry
from tests.support.databases import BOTH
from tests.support.journals import DAY, HOUR, MONDAY, received, store

LEASE = timedelta(minutes=5)


def add(database: Database, *keys: str, kind: str = "automatic", available_at=MONDAY) -> None:  # type: ignore[no-untyped-def]
    """Add one effect for each key ``dossier:seq``; "" stands for no dossier."""
    with database.transaction() as unit:
        unit.outbox.add(
            NewOutboxEntry(
                dossier=key.partition(":")[0],
                kind=kind,
                key=f"{key}:{kind}",
                payload={"số": 1, "item": [2]},
                available_at=available_at,
            )
            for key in keys
        )


def claim(database: Database, *, now=MONDAY, limit=10, kinds=("automatic",)) -> list[OutboxEntry]:  # type: ignore[no-untyped-def]
    with database.transaction() as unit:
        return unit.outbox.claim(kinds, holder="worker", now=now, lease=LEASE, limit=limit)


def keys(entries: list[OutboxEntry]) -> list[str]:
    return [entry.key.rpartition(":")[0] for entry in entries]


@pytest.fixture(autouse=True)
def _dossiers(database: Database) -> None:
    for code in ("A", "B", "C"):
        store(database, [received(code)])


def test_a_claimed_effect_carries_all_its_worker_needs(database: Database) -> None:
    add(database, "A:1")
    (entry,) = claim(database)
    assert (entry.dossier, entry.kind, entry.key) == ("A", "automatic", "A:1:automatic")
    assert entry.payload == {"số": 1, "item": [2]}
    assert (entry.fence, entry.attempts, entry.created_at) == (1, 1, MONDAY)
    with database.reading() as unit:
        assert unit.outbox.get(entry.id) == entry


def test_an_undone_command_leaves_no_effect(database: Database) -> None:
    add(database, "A:1")
    with pytest.raises(ConflictError):
        add(database, "B:1", "A:1")
    assert keys(claim(database)) == ["A:1"]


def test_the_oldest_effects_are_claimed_first_and_no_more_than_asked(database: Database) -> None:
    add(database, "C:1", "A:1", "B:1")
    assert keys(claim(database, limit=2)) == ["C:1", "A:1"]
    assert keys(claim(database, limit=2)) == ["B:1"]


def test_only_the_asked_kinds_are_claimed(database: Database) -> None:
    add(database, "A:1", kind="notice")
    add(database, "A:2", kind="portal")
    add(database, "A:3")
    assert keys(claim(database, kinds=("notice", "portal"))) == ["A:1", "A:2"]


def test_an_effect_is_not_claimed_before_its_time(database: Database) -> None:
    add(database, "A:1", available_at=MONDAY + HOUR)
    assert claim(database) == []
    assert keys(claim(database, now=MONDAY + HOUR)) == ["A:1"]


def test_effects_of_one_dossier_and_kind_wait_for_each_other(database: Database) -> None:
    add(database, "A:1", "A:2", "B:1")
    add(database, "A:3", kind="notice")
    first = claim(database, kinds=("automatic", "notice"))
    assert keys(first) == ["A:1", "B:1", "A:3"]
    with database.transaction() as unit:
        assert unit.outbox.settle(first[0].id, first[0].fence)
    assert keys(claim(database)) == ["A:2"]


def test_a_postponed_effect_keeps_its_place_in_the_dossier(database: Database) -> None:
    add(database, "A:1", "A:2")
    (first,) = claim(database)
    with database.transaction() as unit:
        assert unit.outbox.postpone(first.id, first.fence, MONDAY + HOUR, "portal is down")
    assert claim(database) == []
    (again,) = claim(database, now=MONDAY + HOUR)
    assert (again.key, again.attempts, again.error) == (first.key, 2, "portal is down")


def test_effects_of_no_dossier_do_not_wait_for_each_other(database: Database) -> None:
    add(database, ":1", ":2")
    assert [entry.dossier for entry in claim(database)] == ["", ""]


def test_a_lease_that_ran_out_is_given_to_the_next(database: Database) -> None:
    add(database, "A:1")
    (first,) = claim(database)
    assert claim(database, now=MONDAY + LEASE - timedelta(microseconds=1)) == []
    (second,) = claim(database, now=MONDAY + LEASE)
    assert (second.id, second.attempts) == (first.id, 2)
    assert second.fence > first.fence


def test_a_holder_that_wakes_late_can_do_nothing(database: Database) -> None:
    add(database, "A:1")
    (late,) = claim(database)
    (current,) = claim(database, now=MONDAY + DAY)
    with database.transaction() as unit:
        assert not unit.outbox.settle(late.id, late.fence)
        assert not unit.outbox.postpone(late.id, late.fence, MONDAY, "late")
        assert not unit.outbox.bury(late.id, late.fence, "late")
        assert unit.outbox.get(current.id) == current
        assert unit.outbox.settle(current.id, current.fence)
        assert not unit.outbox.settle(current.id, current.fence)


def test_a_lease_given_back_cannot_be_used_again(database: Database) -> None:
    add(database, "A:1")
    (entry,) = claim(database)
    with database.transaction() as unit:
        assert unit.outbox.postpone(entry.id, entry.fence, MONDAY, "busy")
        assert not unit.outbox.settle(entry.id, entry.fence)


def test_what_was_settled_is_gone(database: Database) -> None:
    add(database, "A:1")
    (entry,) = claim(database)
    with database.transaction() as unit:
        unit.outbox.settle(entry.id, entry.fence)
    with pytest.raises(NotFoundError), database.reading() as unit:
        unit.outbox.get(entry.id)


def test_a_dead_effect_is_listed_holds_up_nobody_and_can_be_requeued(database: Database) -> None:
    add(database, "A:1", "A:2")
    (bad,) = claim(database)
    with database.transaction() as unit:
        assert unit.outbox.bury(bad.id, bad.fence, "no such address")
        assert [(entry.key, entry.error) for entry in unit.outbox.dead()] == [
            (bad.key, "no such address")
        ]
    assert keys(claim(database, now=MONDAY + DAY)) == ["A:2"]
    with database.transaction() as unit:
        assert unit.outbox.requeue(bad.id)
        assert not unit.outbox.requeue(bad.id)
        assert unit.outbox.dead() == []
    (again,) = claim(database, now=MONDAY + DAY)
    assert (again.key, again.attempts) == (bad.key, 1)


def test_the_wait_of_the_oldest_pending_effect_is_known(database: Database) -> None:
    with database.reading() as unit:
        assert unit.outbox.oldest(MONDAY) is None
    add(database, "A:1")
    add(database, "B:1", available_at=MONDAY + DAY)
    with database.reading() as unit:
        assert unit.outbox.oldest(MONDAY + HOUR) == HOUR
        assert unit.outbox.oldest(MONDAY - HOUR) is None
    (entry,) = claim(database)
    with database.transaction() as unit:
        unit.outbox.bury(entry.id, entry.fence, "")
        assert unit.outbox.oldest(MONDAY + HOUR) is None


def test_workers_that_claim_at_once_share_the_effects_without_overlap(database: Database) -> None:
    for code in range(40):
        store(database, [received(f"D{code}")])
        add(database, f"D{code}:1", f"D{code}:2")
    barrier = Barrier(4)

    def work(_: int) -> list[str]:
        claimed: list[str] = []
        barrier.wait()
        while entries := claim(database, limit=3):
            claimed += keys(entries)
            with database.transaction() as unit:
                assert all(unit.outbox.settle(entry.id, entry.fence) for entry in entries)
        return claimed

    with ThreadPoolExecutor(4) as threads:
        done = [key for keys in threads.map(work, range(4)) for key in keys]
    # A worker that finds the rest held by others may stop early; nothing is done twice.
    while entries := claim(database):
        done += keys(entries)
        with database.transaction() as unit:
            assert all(unit.outbox.settle(entry.id, entry.fence) for entry in entries)
    assert sorted(done) == sorted(f"D{code}:{seq}" for code in range(40) for seq in (1, 2))


# SQLite has one writer at a time, who is waited for.
@pytest.mark.parametrize("database_url", BOTH[1:], indirect=True)
def test_what_another_transaction_is_claiming_is_skipped_not_waited_for(
    database: Database,
) -> None:
    add(database, "A:1", "B:1")
    with database.transaction() as one:
        first = one.outbox.claim(("automatic",), holder="one", now=MONDAY, lease=LEASE, limit=1)
        assert keys(claim(database)) == ["B:1"]
    assert keys(first) == ["A:1"]
