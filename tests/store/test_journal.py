"""The journal keeps what happened, once, and notices when somebody changes it."""

from __future__ import annotations

import pytest

from engine.core import events as happened
from engine.core.events import Event
from engine.core.evolve import fold
from engine.errors import StaleVersionError, StoreError
from engine.store.database import Database
from tests.support.databases import sql
from tests.support.journals import MONDAY, a_long_life, offered, received, store


def a_stored_life(database: Database) -> list[Event]:
    found = None
    for number, events in enumerate(a_long_life()):
        store(database, events, before=found, command_id=f"command-{number}")
        with database.reading() as unit:
            found = unit.dossiers.find("H01-1")
    return [event for events in a_long_life() for event in events]


def test_entries_come_back_in_order_with_who_and_when(database: Database) -> None:
    events = a_stored_life(database)
    with database.reading() as unit:
        entries = unit.journal.entries("H01-1")
    assert [entry.event for entry in entries] == events
    assert [entry.seq for entry in entries] == list(range(1, len(events) + 1))
    assert [entry.at for entry in entries] == [event.at for event in events]
    assert {entry.actor for entry in entries} == {"officer_a"}
    commands = {entry.command_id for entry in entries}
    assert len({entry.digest for entry in entries}) == len(commands) == len(a_long_life())


def test_append_returns_the_digest_that_is_read_back(database: Database) -> None:
    events = a_long_life()[0]
    after = fold(events)
    with database.transaction() as unit:
        unit.dossiers.save(None, after)
        written = unit.journal.append(None, after, command_id="c", actor="a", events=events)
    with database.reading() as unit:
        assert {entry.digest for entry in unit.journal.entries("H01-1")} == {written}


def test_a_command_is_found_with_the_events_it_led_to(database: Database) -> None:
    a_stored_life(database)
    with database.reading() as unit:
        applied = unit.journal.find_command("command-1")
        assert unit.journal.find_command("command-99") is None
    assert applied is not None
    dossier, events, last_seq, *_ = applied
    assert (dossier, events, last_seq) == ("H01-1", a_long_life()[1], 11)


def test_a_command_id_is_used_once_even_on_another_dossier(database: Database) -> None:
    store(database, [received("H01-1")], command_id="the same")
    with pytest.raises(StaleVersionError):
        store(database, [received("H01-2")], command_id="the same")
    with database.reading() as unit:
        assert unit.dossiers.find("H01-2") is None


def test_an_entry_needs_its_dossier(database: Database) -> None:
    events: list[Event] = [received()]
    with pytest.raises(StoreError), database.transaction() as unit:
        unit.journal.append(None, fold(events), command_id="c", actor="a", events=events)


def test_events_that_do_not_add_up_to_the_version_are_refused(database: Database) -> None:
    after = fold([received(), offered()])
    with pytest.raises(ValueError, match="version"), database.transaction() as unit:
        unit.journal.append(None, after, command_id="c", actor="a", events=[received()])


def test_an_untouched_journal_verifies(database: Database) -> None:
    a_stored_life(database)
    store(database, [received("H01-2")])
    with database.reading() as unit:
        assert unit.journal.verify("H01-1") == []
        assert unit.journal.verify("H01-2") == []


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE journal SET actor = 'somebody else' WHERE seq = 1", [1]),
        (
            "UPDATE journal SET events = replace(events, 'StepEntered', 'StepLeft') WHERE seq = 1",
            [1],
        ),
        (
            "UPDATE journal SET events = replace(events, 'officer_a', 'officer_z') WHERE seq = 11",
            [11],
        ),
        ("UPDATE journal SET command_id = 'another' WHERE seq = 1", [1]),
        ("UPDATE journal SET asked = 'something else' WHERE seq = 1", [1]),
        ("UPDATE journal SET at = (SELECT at FROM journal WHERE seq = 42) WHERE seq = 12", [12]),
        ("UPDATE journal SET digest = 'forged' WHERE seq = 12", [12, 16]),
        ("UPDATE journal SET last = last + 1 WHERE seq = 12", [12, 17]),
        ("DELETE FROM journal WHERE seq = 12", [12, 16]),
        ("DELETE FROM journal WHERE seq > 36", [39]),
        ("UPDATE journal SET seq = 99, last = 102 WHERE seq = 12", [12, 16, 44, 99, 103]),
    ],
)
def test_every_change_of_the_record_is_found(
    database: Database, change: str, broken: list[int]
) -> None:
    events = a_stored_life(database)
    assert len(events) == 43
    sql(database, change)
    with database.reading() as unit:
        assert unit.journal.verify("H01-1") == broken


def test_a_journal_copied_to_another_dossier_does_not_verify(database: Database) -> None:
    store(database, [received("H01-1"), offered()])
    store(database, [received("H01-2"), offered()])
    sql(
        database,
        "UPDATE journal SET digest = (SELECT digest FROM journal AS other"
        " WHERE other.dossier = 'H01-1' AND other.seq = journal.seq) WHERE dossier = 'H01-2'",
    )
    with database.reading() as unit:
        assert unit.journal.verify("H01-2") == [1, 3]


def test_an_event_unknown_to_the_version_reads_as_the_same_bytes(database: Database) -> None:
    claimed = happened.WorkItemClaimed(at=MONDAY, number=1, by="Đặng")
    before = store(database, [received(), offered()])
    store(database, [claimed], before=before)
    ((line,),) = sql(database, "SELECT events FROM journal WHERE seq = 3")
    assert line.encode() == b"WorkItemClaimed " + happened.dump(claimed)
