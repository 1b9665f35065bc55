"""An officer sees the work of their posts, what is due first on top."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from engine.core import events as happened
from engine.core.events import Event
from engine.core.lifecycle import ClockStatus, DossierStatus, ItemKind, ItemStatus
from engine.errors import GuardFailedError
from engine.store.database import Database
from engine.store.inbox import InboxFilter, InboxRow, InboxView, OpenView
from tests.support.journals import (
    DAY,
    HOUR,
    MONDAY,
    clock_paused,
    clock_started,
    offered,
    received,
    store,
)

MINE = InboxFilter(
    officer="an",
    posts=frozenset({("H01.20", "specialist"), ("H01.20", "head"), ("H01.10", "desk")}),
    now=MONDAY + DAY,
    today_end=MONDAY + DAY + 8 * HOUR,
    view="unit",
)


def shown(database: Database, wanted: InboxFilter) -> list[str]:
    with database.reading() as unit:
        return [f"{row.dossier}/{row.number}" for row in unit.inbox.list(wanted).rows]


def seen(database: Database, view: InboxView) -> list[str]:
    return shown(database, replace(MINE, view=view))


def claimed(by: str, number: int = 1) -> Event:
    return happened.WorkItemClaimed(at=MONDAY, number=number, by=by)


def step_due(number: int, due_at) -> Event:  # type: ignore[no-untyped-def]
    return clock_started(number, "step", due_at=due_at)


def test_a_row_shows_what_a_clerk_needs(database: Database) -> None:
    dossier_clock = clock_started(1, due_at=MONDAY + 5 * DAY)
    store(
        database,
        [received("A"), dossier_clock, step_due(2, MONDAY + DAY), offered(clock=2), claimed("an")],
    )
    with database.reading() as unit:
        page = unit.inbox.list(MINE)
    assert page.next is None
    assert page.rows == (
        InboxRow(
            dossier="A",
            procedure="land_transfer",
            digest="d1",
            number=1,
            node="examine",
            kind=ItemKind.WORK,
            status=ItemStatus.CLAIMED,
            unit="H01.20",
            position="specialist",
            holder="an",
            applicant_name="Đặng Thị Ánh",
            received_at=MONDAY,
            offered_at=MONDAY,
            ended_at=None,
            due_at=MONDAY + DAY,
            dossier_due_at=MONDAY + 5 * DAY,
            dossier_clock=ClockStatus.RUNNING,
            dossier_status=DossierStatus.REGISTERED,
        ),
    )


def test_only_work_at_the_officers_posts_is_shown(database: Database) -> None:
    store(
        database, [received("A"), offered(), offered(2, unit="H01.30"), offered(3, position="head")]
    )
    store(database, [received("B"), offered(unit="H01.10"), offered(2, kind=ItemKind.AUTOMATIC)])
    assert seen(database, "unit") == ["A/1", "A/3"]
    assert shown(database, replace(MINE, posts=frozenset())) == []
    assert shown(database, replace(MINE, posts=frozenset({("H01.10", "specialist")}))) == ["B/1"]


def test_mine_and_unassigned_divide_the_units_work(database: Database) -> None:
    store(database, [received("A"), offered(), claimed("an")])
    store(database, [received("B"), offered(), claimed("binh")])
    store(database, [received("C"), offered()])
    assert seen(database, "unit") == ["A/1", "B/1", "C/1"]
    assert seen(database, "mine") == ["A/1"]
    assert seen(database, "unassigned") == ["C/1"]


def test_what_is_due_first_comes_first_and_what_is_never_due_last(database: Database) -> None:
    for code, due_at in (("A", 3), ("B", 1), ("C", 2)):
        store(database, [received(code), step_due(1, MONDAY + due_at * DAY), offered(clock=1)])
    store(database, [received("0"), offered()])
    assert seen(database, "unit") == ["B/1", "C/1", "A/1", "0/1"]


def test_overdue_and_due_today_follow_the_step_or_the_dossier(database: Database) -> None:
    now, evening = MINE.now, MINE.today_end
    moments = {
        "late-step": (now - HOUR, now + DAY),
        "late-dossier": (now + DAY, now - HOUR),
        "today-step": (now, now + DAY),
        "today-dossier": (now + DAY, evening - HOUR),
        "later": (evening, evening),
    }
    for code, (step_at, dossier_at) in moments.items():
        events = [clock_started(1, due_at=dossier_at), step_due(2, step_at), offered(clock=2)]
        store(database, [received(code), *events])
    assert seen(database, "overdue") == ["late-step/1", "late-dossier/1"]
    assert seen(database, "due_today") == ["today-step/1", "today-dossier/1"]


def test_a_clock_that_stands_still_makes_nothing_overdue(database: Database) -> None:
    overdue = clock_started(1, due_at=MONDAY)
    before = store(database, [received("A"), overdue, offered()])
    assert seen(database, "overdue") == ["A/1"]
    store(database, [clock_paused(at=MONDAY)], before=before)
    assert seen(database, "overdue") == []
    assert seen(database, "unit") == ["A/1"]


def test_waits_are_shown_to_the_whole_unit_and_are_no_work(database: Database) -> None:
    wait = offered(position="", kind=ItemKind.WAIT, node="wait_supplement")
    store(database, [received("A"), wait])
    store(database, [received("B"), offered(unit="H01.30", kind=ItemKind.WAIT)])
    assert seen(database, "waiting") == ["A/1"]
    assert seen(database, "unit") == []


def test_who_takes_part_sees_the_step_in_a_list_of_its_own(database: Database) -> None:
    part = offered(2, kind=ItemKind.PARTICIPATION)
    store(database, [received("A"), offered(unit="H01.30"), part])
    assert seen(database, "taking_part") == ["A/2"]
    for view in ("unit", "mine", "unassigned", "overdue", "due_today", "waiting"):
        assert seen(database, view) == []


def test_finished_dossiers_wait_to_be_returned(database: Database) -> None:
    finished = happened.StatusChanged(at=MONDAY, status=DossierStatus.FINISHED)
    store(database, [received("A"), finished, offered(unit="H01.10", position="desk")])
    store(database, [received("B"), offered(unit="H01.10", position="desk")])
    assert seen(database, "to_return") == ["A/1"]


def test_done_is_what_the_officer_completed_newest_first(database: Database) -> None:
    for code, by, after in (("A", "an", 1), ("B", "an", 2), ("C", "binh", 3)):
        done = happened.WorkItemCompleted(at=MONDAY + after * HOUR, number=1, by=by, outcome="ok")
        store(database, [received(code), offered(unit="H01.99"), claimed(by), done])
    cancelled = happened.WorkItemCancelled(at=MONDAY, number=1)
    store(database, [received("D"), offered(), claimed("an"), cancelled])
    assert seen(database, "done") == ["B/1", "A/1"]
    assert seen(database, "unit") == []


@pytest.mark.parametrize(
    "typed",
    ["dang", "ĐẶNG", "đặng thị ánh", "anh dang", "Đặng", "0912 345", "001199", "h01-7", ""],
)
def test_a_search_finds_the_dossier_however_it_is_typed(database: Database, typed: str) -> None:
    store(database, [received("H01-7", name="Đặng Thị Ánh"), offered()])
    store(database, [received("H01-8", name="Nguyễn Văn Bình"), offered()])
    expected = ["H01-7/1"] if typed not in {"", "0912 345", "001199"} else ["H01-7/1", "H01-8/1"]
    assert shown(database, replace(MINE, search=typed)) == expected


@pytest.mark.parametrize("typed", ["%", "_", "dang%anh", "' OR 1=1 --", "\\", "/"])
def test_signs_of_the_query_language_are_only_letters_to_a_search(
    database: Database, typed: str
) -> None:
    store(database, [received(), offered()])
    assert shown(database, replace(MINE, search=typed)) == []


def test_counts_agree_with_the_lists(database: Database) -> None:
    now = MINE.now
    for number in range(24):
        code = f"D{number:02}"
        due = now + (number - 8) * 2 * HOUR
        events = [received(code), clock_started(1, due_at=due), step_due(2, due + HOUR)]
        unit = ("H01.20", "H01.10", "H01.30")[number % 3]
        position = "desk" if unit == "H01.10" else "specialist"
        kind = ItemKind.WAIT if number % 5 == 0 else ItemKind.WORK
        kind = ItemKind.PARTICIPATION if number % 11 == 3 else kind
        events.append(offered(unit=unit, position=position, kind=kind, clock=2))
        if number % 4 == 1:
            events.append(claimed("an"))
        if number % 6 == 1:
            events.append(happened.StatusChanged(at=MONDAY, status=DossierStatus.FINISHED))
        store(database, events)
    for wanted in (MINE, replace(MINE, search="d0 anh")):
        with database.reading() as unit_of_work:
            counts = unit_of_work.inbox.counts(wanted)
        listed = {
            view: len(shown(database, replace(wanted, view=view))) for view in get_args(OpenView)
        }
        assert counts == listed
        assert all(counts.values())


def test_nobody_without_a_post_has_anything(database: Database) -> None:
    store(database, [received("A"), offered()])
    with database.reading() as unit:
        counts = unit.inbox.counts(replace(MINE, posts=frozenset()))
    assert counts == dict.fromkeys(get_args(OpenView), 0)


@pytest.mark.parametrize("view", ["unit", "done"])
def test_pages_show_every_item_once_though_due_dates_tie(
    database: Database, view: InboxView
) -> None:
    for number in range(11):
        due = [step_due(1, MONDAY + (number % 3) * DAY)] if number % 4 else []
        events = [received(f"D{number:02}"), *due, offered(clock=1 if due else 0), offered(2)]
        if view == "done":
            at = MONDAY + (number % 3) * HOUR
            events += [
                happened.WorkItemCompleted(at=at, number=item, by="an", outcome="ok")
                for item in (1, 2)
            ]
        store(database, events)
    whole = shown(database, replace(MINE, view=view, limit=100))
    assert len(whole) == 22
    paged: list[str] = []
    after: str | None = None
    while True:
        wanted = replace(MINE, view=view, limit=4, after=after)
        with database.reading() as unit:
            page = unit.inbox.list(wanted)
        paged += [f"{row.dossier}/{row.number}" for row in page.rows]
        after = page.next
        if after is None:
            break
        assert len(page.rows) == 4
    assert paged == whole


def test_a_full_last_page_has_no_next(database: Database) -> None:
    store(database, [received("A"), offered(), offered(2)])
    with database.reading() as unit:
        assert unit.inbox.list(replace(MINE, limit=2)).next is None
        assert unit.inbox.list(replace(MINE, limit=1)).next is not None


@pytest.mark.parametrize("mark", ["", "x", "W10=", "bnVsbA==", "đ", "WyIyMDI2IiwgMSwgIngiXQ=="])
def test_a_mark_that_is_none_is_refused(database: Database, mark: str) -> None:
    with pytest.raises(GuardFailedError), database.reading() as unit:
        unit.inbox.list(replace(MINE, after=mark))


def test_the_inbox_reads_an_index_not_the_table(sqlite_database: Database) -> None:
    from engine.store.inbox import _ROWS, _condition

    with sqlite_database.reading() as unit:
        connection = unit.inbox._connection
        statement = _ROWS.where(_condition("unit", MINE))
        compiled = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(
            str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
        )
    assert "ix_work_item_inbox (unit=? AND position=?)" in plan
    assert "SCAN work_item" not in plan
