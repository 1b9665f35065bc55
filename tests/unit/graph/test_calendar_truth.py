"""Limits on the calendar: which days of receipt make a table impossible, and how a miss is told."""

from __future__ import annotations

from datetime import date, time

import pytest

from engine.catalogue import render
from engine.graph.calendar_truth import MOST_EFFORT, CalendarTruth, prove_calendar
from engine.graph.check import check_procedure
from engine.graph.effort import Effort
from engine.graph.receiving import receiving_minutes
from engine.graph.tracks import Reading
from engine.specs.findings import Finding
from engine.specs.procedures import Procedure
from engine.worktime.rules import Sessions
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import (
    EIGHT_HOURS,
    MORNING,
    at,
    eight_hour_desk,
    round_the_clock_rules,
    short_desk,
    vietnamese_rules,
)
from tests.support.nets import a_net, a_text
from tests.support.specs import loaded

FIRST, LAST = date(2025, 12, 1), date(2027, 12, 1)
TEN_DAYS = """
    receive: {label: Tiếp nhận, by: one_stop/reception, limit: 4 working hours}
    appraise: {label: Thẩm định, by: department/officer, limit: 9 working days}
    sign: {label: Ký, by: authority/leader, limit: 4 working hours}
    return: {by: one_stop/reception, limit: uncounted}
"""
THREE_TIMES_FIVE_DAYS = """
    receive: {by: one_stop/reception, limit: 5 days}
    appraise: {by: department/officer, limit: 5 days}
    sign: {by: authority/leader, limit: 5 days}
"""


def a_truth(
    steps: str,
    limit: str,
    calendar: WorkCalendar | None = None,
    *,
    reading: Reading = "rows",
    first: date = FIRST,
    last: date = LAST,
    case: int = 0,
    top: str = "",
    effort: Effort | None = None,
) -> CalendarTruth:
    net = a_net(steps, limit=limit, top=top)
    desk = calendar or eight_hour_desk()
    return prove_calendar(
        net, desk, first=first, last=last, case=case, reading=reading, effort=effort
    )


def checked(text: str, calendar: WorkCalendar | None, first: date | None = None) -> list[Finding]:
    found = loaded(text)
    assert isinstance(found.document, Procedure), "\n".join(map(str, found.findings))
    _, findings = check_procedure(found.document, found.source, calendar=calendar, first=first)
    return [each for each in findings if each.code.startswith("MC3")]


def test_ten_working_days_do_not_fit_into_fifteen_days_over_tet() -> None:
    truth = a_truth(TEN_DAYS, "15 days", first=date(2026, 1, 19), last=date(2026, 2, 27))

    assert truth.failing == tuple(date(2026, 2, day) for day in (3, 4, 5, 6, 9, 10, 11, 12, 13))
    assert truth.days == 25
    (miss,) = truth.misses
    assert miss == truth.witness
    # At 07:30 the last four hours end with the office hours of the 23rd; a minute later they do not.
    assert miss.received_at == at("2026-02-03 07:31")
    # 18 February is a holiday, and the last of the closed days is Sunday the 22nd.
    assert miss.due_at == at("2026-02-23 17:00")
    assert miss.ends_at == at("2026-02-24 07:31")
    assert miss.path == ("receive", "appraise", "sign")
    assert str(miss.holiday) == "Giao thừa Tết Nguyên Đán"


def test_the_stages_of_a_miss_tell_when_each_step_uses_up_its_time() -> None:
    witness = a_truth(TEN_DAYS, "15 days", first=date(2026, 2, 10)).witness
    assert witness is not None

    assert [(stage.keys, str(stage.limit), stage.ends_at) for stage in witness.stages] == [
        (("receive",), "4 working hours", at("2026-02-10 11:30")),
        (("appraise",), "9 working days", at("2026-03-02 13:00")),
        (("sign",), "4 working hours", at("2026-03-02 17:00")),
    ]


def test_read_as_a_sum_neighbours_of_one_kind_are_one_stretch() -> None:
    witness = a_truth(TEN_DAYS, "15 days", first=date(2026, 2, 10), reading="sum").witness
    assert witness is not None

    (stage,) = witness.stages
    assert (stage.keys, str(stage.limit)) == (("receive", "appraise", "sign"), "80 working hours")
    assert stage.ends_at == witness.ends_at == at("2026-03-03 07:30")


def test_a_slack_of_some_days_holds_over_every_holiday() -> None:
    truth = a_truth(TEN_DAYS, "25 days")

    assert (truth.failing, truth.misses, truth.witness) == ((), (), None)
    assert (truth.first, truth.last, truth.days) == (FIRST, LAST, 499)


def test_half_days_on_a_short_desk_cost_more_than_the_day_they_add_up_to() -> None:
    rows = a_truth(TEN_DAYS, "10 working days", short_desk())
    summed = a_truth(TEN_DAYS, "10 working days", short_desk(), reading="sum")

    assert len(rows.failing) == rows.days
    assert summed.failing == ()
    assert a_truth(TEN_DAYS, "10 working days", eight_hour_desk()).failing == ()


def test_limits_by_date_that_end_on_a_closed_day_add_up_only_as_a_sum() -> None:
    rows = a_truth(THREE_TIMES_FIVE_DAYS, "15 days")
    assert rows.witness is not None
    # The first five days end on a Saturday and so on Monday; fifteen days end on Tuesday.
    assert rows.witness.received_at == at("2025-12-01 07:30")
    assert rows.witness.stages[0].ends_at == at("2025-12-08 17:00")
    assert a_truth(THREE_TIMES_FIVE_DAYS, "15 days", reading="sum").failing == ()


def test_of_several_sums_by_date_none_is_moved_beyond_the_limit_for_ending_on_a_closed_day() -> (
    None
):
    steps = """
        check: {by: d/o, limit: 1 day, outcomes: {simple: {to: sign}, hard: {to: visit}}}
        visit: {by: d/o, limit: 1 day}
        sign: {by: d/o, limit: 13 days}
    """
    # A simple one may end on Sunday; moved to the end of Monday it would be later than fifteen days.
    assert a_truth(steps, "15 days", reading="sum").failing == ()
    assert a_truth(steps, "15 days", reading="rows").failing != ()


def test_an_earlier_receipt_of_a_day_may_end_later_than_the_last_one() -> None:
    steps = """
        check: {by: d/o, limit: 4 working hours}
        visit: {by: d/o, limit: 5 days}
    """
    tuesday = date(2026, 3, 3)

    truth = a_truth(steps, "148.5 hours", first=tuesday, last=tuesday)

    assert truth.witness is not None
    assert truth.witness.received_at == at("2026-03-03 07:30")
    # The five days of a morning's receipt end on Sunday, and so with the office hours of Monday.
    assert truth.witness.due_at == at("2026-03-09 12:00")
    assert truth.witness.ends_at == at("2026-03-09 17:00")


def test_an_earlier_receipt_of_a_day_may_be_due_later_than_the_last_one() -> None:
    tuesday = date(2026, 3, 3)

    truth = a_truth(
        "visit: {by: d/o, limit: 138.75 hours}",
        "4 working hours + 5 days",
        first=tuesday,
        last=tuesday,
    )

    assert truth.witness is not None
    # Until 13:00 the limit ends on Sunday, and so with the office hours of Monday.
    assert truth.witness.received_at == at("2026-03-03 13:01")
    assert truth.witness.due_at == at("2026-03-09 07:31")
    assert truth.witness.ends_at == at("2026-03-09 07:46")


def test_parallel_work_ends_with_its_latest_part_and_a_group_counts_once() -> None:
    steps = """
        split: {by: d/o, limit: 1 working day, next: {all: [quick, slow]}}
        quick: {by: d/o, limit: 1 working day, next: met}
        slow: {by: d/o, group: shared}
        slower: {by: d/o, group: shared, next: met}
        met: {by: d/o, join: all, limit: 1 working day}
    """
    truth = a_truth(steps, "4 working days", top="groups: {shared: 3 working days}\n")
    assert truth.witness is not None

    assert truth.witness.path == ("split", "slow", "met")
    assert truth.witness.ends_at == at("2025-12-08 07:30")
    assert a_truth(steps, "5 working days", top="groups: {shared: 3 working days}\n").failing == ()


def test_return_edges_waits_and_what_follows_the_result_take_no_time() -> None:
    steps = """
        check:
          by: d/o
          limit: 1 working day
          outcomes: {ok: {to: sign}, lacking: {ask: supplement, limit: 30 days}}
        sign: {by: d/o, limit: 1 working day, outcomes: {on: {to: give}, back: {to: check}}}
        give: {kind: return, by: d/o, limit: uncounted, next: publish}
        publish: {by: d/o, limit: 20 days, after_result: true}
    """
    assert a_truth(steps, "2 working days").failing == ()
    assert len(a_truth(steps, "1 working day").failing) == 499


def test_a_wait_that_restarts_the_clock_begins_the_count_anew() -> None:
    steps = """
        check: {by: d/o, limit: 3 working days}
        ask: {ask: supplement, clock: restart, expires: {after: 30 days, end: terminated}}
        sign: {by: d/o, limit: 4 working days}
    """
    assert a_truth(steps, "4 working days").failing == ()
    truth = a_truth(steps, "3 working days")
    assert truth.witness is not None
    assert truth.witness.path == ("sign",)


def test_each_case_is_tried_with_the_routes_that_are_open_in_it() -> None:
    steps = """
        check: {by: d/o, limit: 1 working day}
        route: {choose: [{when: 'dossier.area == "hard"', to: visit}, {to: sign}]}
        visit: {by: d/o, limit: 9 working days}
        sign: {by: d/o, limit: 1 working day}
    """
    limit = "[{when: 'dossier.area == \"hard\"', is: 15 days}, {is: 4 days}]"

    assert a_truth(steps, limit, case=0).failing
    assert a_truth(steps, limit, case=1).failing == (
        *a_truth("sign: {by: d/o, limit: 2 working days}", "4 days").failing,
    )


def test_days_are_tried_as_far_as_the_calendar_knows_the_answer() -> None:
    calendar = WorkCalendar(vietnamese_rules(last_day=date(2026, 3, 31)))
    truth = a_truth(TEN_DAYS, "15 days", calendar, first=date(2026, 3, 2))

    assert truth.last == date(2026, 3, 16)
    assert truth.days == 11


def test_the_midnight_that_ends_the_last_known_day_is_still_known() -> None:
    always_open = WorkCalendar(round_the_clock_rules())
    last = date(2027, 12, 31)

    truth = a_truth("handle: {by: d/o, limit: same day}", "same day", always_open, last=last)

    assert (truth.last, truth.failing) == (last, ())


def test_a_procedure_without_times_or_without_a_limit_is_not_tried() -> None:
    untimed = a_truth("receive: {by: one_stop/reception}", "15 days")
    unlimited = a_truth(TEN_DAYS, "uncounted")

    assert [(each.days, each.decided) for each in (untimed, unlimited)] == [(0, True), (0, True)]


TOO_MANY_ROUTES = (
    "".join(
        f"a{n}: {{by: d/o, outcomes: {{x: {{to: b{n}}}, y: {{to: a{n + 1}}}}}}}\n"
        f"b{n}: {{by: d/o, limit: {2**n} working hours}}\n"
        for n in range(12)
    )
    + "a12: {by: d/o}\n"
)


def test_too_many_different_routes_are_said_to_be_undecided() -> None:
    truth = a_truth(TOO_MANY_ROUTES, "15 days")

    assert (truth.decided, truth.days) == (False, 0)
    (found,) = [
        each
        for each in checked(a_text(TOO_MANY_ROUTES, limit="700 days"), eight_hour_desk())
        if each.code.startswith("MC31")
    ]
    assert (found.code, found.severity, found.place.line) == ("MC312", "warning", 12)
    assert "on every day of receipt, but there are too many" in render(found.message, "en")


def test_days_tried_before_the_effort_is_spent_are_told() -> None:
    fitting = a_truth(TEN_DAYS, "25 days", effort=Effort(200), reading="sum")
    failing = a_truth(TEN_DAYS, "15 days", effort=Effort(400), reading="sum")
    whole = a_truth(TEN_DAYS, "15 days", reading="sum")

    assert (fitting.decided, fitting.failing) == (False, ())
    assert 0 < fitting.days < 100
    assert fitting.last < LAST
    assert not failing.decided
    assert failing.failing == whole.failing[: len(failing.failing)] != ()
    assert failing.witness == whole.witness


def test_the_effort_of_a_usual_procedure_is_a_small_part_of_what_it_may_take() -> None:
    assert a_truth(TEN_DAYS, "15 days", reading="sum", effort=Effort(MOST_EFFORT // 40)).decided


@pytest.mark.parametrize(
    ("cut_off", "hours", "expected"),
    [
        (None, EIGHT_HOURS, [(450, 689), (780, 1019)]),
        (time(15), EIGHT_HOURS, [(450, 689), (780, 900)]),
        (time(12), EIGHT_HOURS, [(450, 689), (780, 780)]),
        (time(11), EIGHT_HOURS, [(450, 660)]),
        (time(7), (MORNING,), [(450, 450)]),
    ],
)
def test_a_dossier_counts_as_received_in_office_hours_up_to_the_cut_off(
    cut_off: time | None, hours: Sessions, expected: list[tuple[int, int]]
) -> None:
    calendar = WorkCalendar(vietnamese_rules(hours, cut_off=cut_off))

    assert receiving_minutes(calendar, date(2026, 3, 3)) == expected


def test_a_limit_that_tet_makes_impossible_is_a_warning_with_its_dates() -> None:
    (found,) = checked(a_text(TEN_DAYS, limit="15 days"), eight_hour_desk())

    assert (found.code, found.severity, found.place.line) == ("MC311", "warning", 12)
    told = render(found.message, "en")
    assert told.startswith(
        "Expected the steps to fit into 15 days whenever a dossier is received, but on 60 of 499 "
        "working days from 01/12/2025 to 01/12/2027 they do not: one received at 07:30 19/12/2025 "
        "is due at 17:00 05/01/2026, and the steps may take until 07:30 06/01/2026: "
        "Tiếp nhận → Thẩm định → Ký"
    )
    assert "received on 03/02/2026, due on 23/02/2026, done on 24/02/2026" in told
    assert "Giao thừa Tết Nguyên Đán" in render(found.message, "vi")


def test_the_days_begin_with_the_day_asked_for_and_end_with_the_procedure() -> None:
    text = a_text(TEN_DAYS, limit="15 days")
    until = text.replace("from: 2025-12-01", "from: 2025-12-01, until: 2026-11-30")

    (found,) = checked(until, eight_hour_desk(), date(2026, 3, 2))

    assert "from 02/03/2026 to 30/11/2026" in render(found.message, "en")


def test_without_a_calendar_nothing_is_said_about_days() -> None:
    assert checked(a_text(TEN_DAYS, limit="15 days"), None) == []


def test_what_the_arithmetic_decides_is_not_said_again() -> None:
    codes = [
        [each.code for each in checked(a_text(steps, limit=limit), short_desk())]
        for steps, limit in (
            (TEN_DAYS, "10 working days"),
            (TEN_DAYS, "9 working days"),
            (THREE_TIMES_FIVE_DAYS, "15 days"),
        )
    ]

    assert codes == [[], ["MC301"], []]


def test_an_impossible_limit_can_be_accepted_in_years_in_which_it_is_possible_too() -> None:
    accepted = "accept: {MC311: Quyết định ghi như vậy}\n"

    assert checked(a_text(TEN_DAYS, limit="15 days", top=accepted), eight_hour_desk()) == []
    assert checked(a_text(TEN_DAYS, limit="25 days", top=accepted), eight_hour_desk()) == []


def test_the_first_minute_that_fails_is_found_inside_office_hours() -> None:
    # Twelve hours begun until 10:00 end before the office closes at 22:00.
    long_day = WorkCalendar(vietnamese_rules(((time(8), time(22)),)))
    truth = a_truth("handle: {by: d/o, limit: 12 hours}", "same day", long_day)
    assert truth.witness is not None

    assert truth.witness.received_at == at("2025-12-01 10:01")
    assert truth.witness.ends_at == at("2025-12-01 22:01")


def test_half_an_hour_in_the_middle_of_the_morning_is_found() -> None:
    # A working hour begun after 10:30 ends in the afternoon; after 11:00 so does the limit.
    steps = "handle: {by: d/o, limit: 1 working hour}"
    limit = "0.5 working hours + 1.5 hours"
    noon = WorkCalendar(vietnamese_rules((MORNING, (time(13, 30), time(17, 30))), cut_off=time(12)))

    truth = a_truth(steps, limit, noon)

    assert truth.witness is not None
    assert truth.witness.received_at == at("2025-12-01 10:31")
    assert truth.witness.due_at == at("2025-12-01 12:31")
    assert truth.witness.ends_at == at("2025-12-01 13:31")
    assert len(truth.failing) == truth.days
