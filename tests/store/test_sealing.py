"""Personal values stand apart from the hashed events: they can be erased, but not changed unnoticed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from engine.core import events as happened
from engine.core.events import Event
from engine.core.evolve import fold
from engine.store.database import Database
from engine.store.sealing import is_whole, salted, seal, unsealed, without_values
from tests.support.databases import sql
from tests.support.journals import MONDAY, offered, received, store

TYPED = happened.WorkItemCompleted(
    at=MONDAY, number=1, by="a", outcome="done", data={"owner": 'Ánh "Hai"\n', "area": 3}
)
ERASED = happened.PersonalDataErased(
    at=MONDAY, by="system", on=date(2027, 11, 20), fields={"owner": "1 year"}, applicant="1 year"
)


def test_what_is_sealed_reads_as_it_was_and_the_events_hold_no_value() -> None:
    events = [received(), TYPED]
    lines, personal = seal(events, {"owner"})
    assert "Ánh" not in lines
    assert '"area":3' in lines
    plain = "\n".join(f"{type(e).__name__} {happened.dump(e).decode()}" for e in events)
    assert [
        json.loads(line.split(" ", 1)[1]) for line in unsealed(lines, personal).split("\n")
    ] == [json.loads(line.split(" ", 1)[1]) for line in plain.split("\n")]


def test_events_without_personal_values_are_stored_as_they_are() -> None:
    lines, personal = seal([TYPED, offered()], ())
    assert personal == ""
    assert unsealed(lines, personal) == lines
    assert '"Ánh \\"Hai\\"\\n"' in lines


def test_the_same_value_is_never_sealed_the_same_way() -> None:
    assert seal([TYPED], {"owner"}) != seal([TYPED], {"owner"})


def test_an_erased_row_is_whole_and_holds_neither_value_nor_salt() -> None:
    lines, personal = seal([received(), TYPED], {"owner"})
    left = without_values(personal, ERASED.fields, ERASED.applicant, ERASED.on)
    assert is_whole(lines, left)
    assert "salt" not in left
    assert "Ánh" not in unsealed(lines, left)
    assert '{"erased_on": "2027-11-20", "kept_for": "1 year"}' in unsealed(lines, left)
    assert without_values(left, ERASED.fields, ERASED.applicant, ERASED.on) == left


def test_nobody_can_type_what_stands_for_a_value() -> None:
    digest = next(iter(json.loads(seal([TYPED], {"owner"}).personal)))
    typed = happened.OpinionGiven(at=MONDAY, number=1, by="a", text=f'{{"$personal":"{digest}"}}')
    lines, personal = seal([TYPED, typed], {"owner"})
    assert is_whole(lines, personal)
    assert typed.text.replace('"', '\\"') in unsealed(lines, personal)


def test_the_hash_of_what_was_asked_depends_on_a_salt_that_goes_too() -> None:
    personal = seal([received()], ()).personal
    assert salted(personal, "hash") != salted(seal([received()], ()).personal, "hash")
    left = without_values(personal, {}, "1 year", ERASED.on)
    assert salted(left, "hash") != salted(personal, "hash")
    assert salted("", "hash") == "hash"


@pytest.mark.parametrize(
    "change",
    [
        "personal = replace(personal, 'Thị Ánh', 'Thị Oanh')",
        "personal = ''",
        "personal = '{}'",
        "personal = '[]'",
        "personal = replace(personal, '\"value\"', '\"worth\"')",
        "events = replace(events, '$personal', '$private')",
    ],
)
def test_a_changed_value_is_found(database: Database, change: str) -> None:
    store(database, [received()])
    sql(database, f"UPDATE journal SET {change}")  # noqa: S608
    with database.reading() as unit:
        assert unit.journal.verify("H01-1")[:1] == [1]


def test_what_is_gone_without_an_event_that_says_so_is_found(database: Database) -> None:
    events: list[Event] = [received(), offered()]
    store(database, events)
    with database.transaction() as unit:
        unit.retention.erase("H01-1", ERASED)
    with database.reading() as unit:
        assert unit.journal.verify("H01-1") == [1]
    store(database, [ERASED], before=fold(events), command_id="erase")
    with database.reading() as unit:
        assert unit.journal.verify("H01-1") == []
