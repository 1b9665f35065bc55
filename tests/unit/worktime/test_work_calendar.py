"""How limits are counted: by date, by the clock, over half days, cut-offs and closed days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from engine.messages import Label
from engine.worktime.amounts import Amount, Span, TimeUnit
from engine.worktime.rules import MIDNIGHT_END, CalendarRangeError, CalendarRulesError
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import (
    EIGHT_HOURS,
    SEVEN_AND_A_HALF_HOURS,
    at,
    eight_hour_desk,
    round_the_clock_rules,
    short_desk,
    vietnamese_rules,
)

HOUR = 3600
WORKING_DAY, DAY = TimeUnit.WORKING_DAY, TimeUnit.DAY
MORNING_ONLY = ((time(7, 30), time(11, 30)),)
VN = eight_hour_desk()
SHORT = short_desk()
HALF_SATURDAYS = WorkCalendar(vietnamese_rules(saturday=MORNING_ONLY))


def days(count: int, seconds: int = 0) -> tuple[Amount, ...]:
    return (Amount(DAY, count, seconds),)


def working(count: int, seconds: int = 0) -> tuple[Amount, ...]:
    return (Amount(WORKING_DAY, count, seconds),)


@pytest.mark.parametrize(
    ("amount", "unit", "allowed"),
    [
        ("168", TimeUnit.WORKING_HOUR, Amount(WORKING_DAY, 21, 0)),
        ("4", TimeUnit.WORKING_HOUR, Amount(WORKING_DAY, 0, 4 * HOUR)),
        ("12", TimeUnit.WORKING_HOUR, Amount(WORKING_DAY, 1, 4 * HOUR)),
        ("0.25", WORKING_DAY, Amount(WORKING_DAY, 0, 2 * HOUR)),
        ("10.5", WORKING_DAY, Amount(WORKING_DAY, 10, 4 * HOUR)),
        ("0.5", DAY, Amount(DAY, 0, 4 * HOUR)),
        ("15", DAY, Amount(DAY, 15, 0)),
        ("12", TimeUnit.HOUR, Amount(TimeUnit.HOUR, 0, 12 * HOUR)),
        ("0", TimeUnit.SAME_DAY, Amount(TimeUnit.SAME_DAY, 0, 0)),
    ],
)
def test_a_printed_limit_becomes_whole_days_and_a_rest(
    amount: str, unit: TimeUnit, allowed: Amount
) -> None:
    assert VN.allowance([Span(Decimal(amount), unit)]) == (allowed,)


def test_how_many_hours_make_a_day_is_a_setting_of_the_calendar() -> None:
    seven_hours = WorkCalendar(vietnamese_rules(hours_per_day=7))

    assert seven_hours.allowance([Span(Decimal(15), TimeUnit.WORKING_HOUR)]) == working(2, HOUR)


def test_whole_days_are_counted_by_date_whatever_the_hours_of_the_desk() -> None:
    limit = SHORT.allowance([Span(Decimal(240), TimeUnit.WORKING_HOUR)])

    assert SHORT.add(at("2025-06-02 09:10"), limit) == at("2025-07-14 09:10")


def test_a_rest_of_hours_ends_as_the_morning_ends_not_as_the_afternoon_begins() -> None:
    assert VN.add(at("2025-06-02 07:30"), working(0, 4 * HOUR)) == at("2025-06-02 11:30")


def test_a_rest_of_hours_runs_on_after_lunch_and_over_the_weekend() -> None:
    assert VN.add(at("2025-06-06 15:00"), working(0, 4 * HOUR)) == at("2025-06-09 09:30")


def test_working_days_begin_at_the_next_opening() -> None:
    assert VN.add(at("2025-06-07 10:00"), working(1)) == at("2025-06-10 07:30")


def test_a_half_day_counts_as_a_working_day() -> None:
    assert HALF_SATURDAYS.add(at("2025-06-06 09:00"), working(1)) == at("2025-06-07 09:00")
    assert HALF_SATURDAYS.add(at("2025-06-06 09:00"), working(2)) == at("2025-06-09 09:00")


def test_a_clock_time_after_a_half_day_becomes_the_end_of_that_half_day() -> None:
    assert HALF_SATURDAYS.add(at("2025-06-06 15:00"), working(1)) == at("2025-06-07 11:30")


def test_a_clock_time_before_the_opening_of_a_day_becomes_its_opening() -> None:
    late = vietnamese_rules(saturday=((time(9), time(11)),))

    assert WorkCalendar(late).add(at("2025-06-06 08:00"), working(1)) == at("2025-06-07 09:00")


def test_calendar_days_count_weekends_and_holidays() -> None:
    assert VN.add(at("2025-04-25 09:00"), days(10)) == at("2025-05-05 09:00")


def test_calendar_days_that_end_on_a_closed_day_end_as_the_next_working_day_ends() -> None:
    assert VN.add(at("2025-04-20 09:00"), days(10)) == at("2025-05-05 17:00")


def test_a_calendar_may_keep_the_end_on_a_closed_day() -> None:
    keeping = WorkCalendar(vietnamese_rules(moves_closed_end=False))

    assert keeping.add(at("2025-04-20 09:00"), days(10)) == at("2025-04-30 09:00")


def test_a_closed_day_inside_a_limit_of_two_kinds_does_not_move_the_second_kind() -> None:
    limit = (*days(10), *working(8))

    assert VN.add(at("2025-04-20 09:00"), limit) == at("2025-05-15 07:30")


def test_a_part_of_a_calendar_day_is_office_time() -> None:
    assert VN.add(at("2025-06-02 10:00"), days(1, 4 * HOUR)) == at("2025-06-03 15:30")


def test_hours_never_stop() -> None:
    limit = (Amount(TimeUnit.HOUR, 0, 12 * HOUR),)

    assert VN.add(at("2025-06-07 20:00"), limit) == at("2025-06-08 08:00")


@pytest.mark.parametrize(
    ("received", "closes"),
    [("2025-06-06 09:00", "2025-06-06 17:00"), ("2025-06-06 18:00", "2025-06-09 17:00")],
)
def test_the_same_day_ends_with_its_office_hours(received: str, closes: str) -> None:
    assert VN.add(at(received), (Amount(TimeUnit.SAME_DAY, 0, 0),)) == at(closes)


@pytest.mark.parametrize(
    ("received", "counted_from"),
    [
        ("2025-06-05 15:00", "2025-06-05 15:00"),
        ("2025-06-05 15:01", "2025-06-06 07:30"),
        ("2025-06-06 16:30", "2025-06-09 07:30"),
        ("2025-06-05 06:00", "2025-06-05 07:30"),
        ("2025-06-05 12:00", "2025-06-05 13:00"),
        ("2025-06-07 09:00", "2025-06-09 07:30"),
        ("2026-02-13 15:30", "2026-02-23 07:30"),
    ],
)
def test_after_the_cut_off_a_dossier_is_received_at_the_next_opening(
    received: str, counted_from: str
) -> None:
    assert eight_hour_desk(cut_off=time(15)).reception(at(received)) == at(counted_from)


def test_without_a_cut_off_only_office_hours_decide() -> None:
    assert VN.reception(at("2025-06-05 16:59")) == at("2025-06-05 16:59")
    assert VN.reception(at("2025-06-05 17:00")) == at("2025-06-06 07:30")


def test_time_is_measured_in_whole_days_and_the_rest() -> None:
    start, end = at("2025-06-05 09:00"), at("2025-06-10 08:00")

    assert VN.measure(start, end, WORKING_DAY) == Amount(WORKING_DAY, 2, 7 * HOUR)
    assert VN.measure(start, end, TimeUnit.WORKING_HOUR) == Amount(WORKING_DAY, 0, 23 * HOUR)
    assert VN.measure(start, end, DAY) == Amount(DAY, 4, 7 * HOUR)
    assert VN.measure(start, end, TimeUnit.HOUR) == Amount(TimeUnit.HOUR, 0, 119 * HOUR)


@pytest.mark.parametrize("unit", [WORKING_DAY, TimeUnit.WORKING_HOUR, DAY, TimeUnit.HOUR])
def test_no_time_lies_between_an_instant_and_an_earlier_one(unit: TimeUnit) -> None:
    measured = VN.measure(at("2025-06-10 08:00"), at("2025-06-05 09:00"), unit)

    assert (measured.whole, measured.seconds) == (0, 0)


def test_a_pause_keeps_days_and_hours_and_gives_them_back_later() -> None:
    left = VN.remaining(at("2025-06-04 10:00"), at("2025-06-02 09:00"), working(5))

    assert left == working(2, 7 * HOUR)
    assert VN.add(at("2025-07-02 10:00"), left) == at("2025-07-07 09:00")


def test_a_limit_that_ends_at_an_opening_does_not_end_the_evening_before() -> None:
    start, paused = at("2025-06-02 07:30"), at("2025-06-03 16:00")

    left = VN.remaining(paused, start, working(2))

    assert VN.add(paused, left) == VN.add(start, working(2)) == at("2025-06-04 07:30")


def test_a_pause_on_the_closed_day_that_moved_the_end_keeps_the_moved_end() -> None:
    left = VN.remaining(at("2025-05-01 12:00"), at("2025-04-20 09:00"), days(10))

    assert VN.add(at("2025-05-01 12:00"), left) == at("2025-05-05 17:00")
    assert VN.add(at("2025-06-02 12:00"), left) == at("2025-06-02 17:00")


def test_a_begun_calendar_day_is_kept_as_elapsed_hours() -> None:
    left = VN.remaining(at("2025-06-04 15:00"), at("2025-06-02 09:00"), days(15))

    assert left == (Amount(TimeUnit.HOUR, 0, 18 * HOUR), Amount(DAY, 12, 0))


def test_nothing_is_left_once_the_limit_has_run_out() -> None:
    start = at("2025-06-02 09:00")

    assert VN.remaining(at("2025-06-03 09:00"), start, working(1)) == ()
    assert VN.remaining(at("2025-09-01 09:00"), start, working(1)) == ()


def test_everything_is_left_before_the_start() -> None:
    assert VN.remaining(at("2025-06-01 09:00"), at("2025-06-02 09:00"), working(5)) == working(5)


@pytest.mark.parametrize(
    ("due", "amount", "instant"),
    [
        ("2025-06-09 10:00", Amount(WORKING_DAY, 1, 0), "2025-06-06 10:00"),
        ("2025-05-05 17:00", Amount(WORKING_DAY, 1, 0), "2025-04-29 17:00"),
        ("2025-06-08 12:00", Amount(WORKING_DAY, 1, 0), "2025-06-05 17:00"),
        ("2025-06-09 08:30", Amount(WORKING_DAY, 0, HOUR), "2025-06-09 07:30"),
        ("2025-06-09 08:30", Amount(WORKING_DAY, 0, 4 * HOUR), "2025-06-06 14:00"),
        ("2025-06-09 08:30", Amount(DAY, 2, 0), "2025-06-07 08:30"),
        ("2025-06-09 08:30", Amount(TimeUnit.HOUR, 0, 24 * HOUR), "2025-06-08 08:30"),
        ("2025-06-08 08:30", Amount(TimeUnit.SAME_DAY, 0, 0), "2025-06-06 07:30"),
    ],
)
def test_a_time_before_the_due_date(due: str, amount: Amount, instant: str) -> None:
    assert VN.subtract(at(due), amount) == at(instant)


def test_half_of_a_limit_is_half_of_its_office_time() -> None:
    start, due = at("2025-06-06 13:00"), at("2025-06-09 17:00")

    assert VN.share(start, due, Decimal("0.5"), WORKING_DAY) == at("2025-06-09 09:30")
    assert VN.share(start, due, Decimal("0.5"), TimeUnit.HOUR) == at("2025-06-08 03:00")
    assert VN.share(start, due, Decimal(1), WORKING_DAY) == due


def test_the_receipt_day_does_not_count_between_two_dates() -> None:
    assert VN.working_days_between(date(2025, 4, 25), date(2025, 5, 5)) == 4
    assert VN.working_days_between(date(2025, 5, 5), date(2025, 4, 25)) == -4
    assert VN.working_days_between(date(2025, 5, 5), date(2025, 5, 5)) == 0


def test_a_desk_round_the_clock_never_closes() -> None:
    desk = WorkCalendar(round_the_clock_rules())

    assert desk.opening(at("2025-06-08 03:00")) == at("2025-06-08 03:00")
    assert desk.add(at("2025-06-08 20:00"), working(0, 12 * HOUR)) == at("2025-06-09 08:00")
    assert desk.add(at("2025-06-08 20:00"), (Amount(TimeUnit.SAME_DAY, 0, 0),)) == at(
        "2025-06-09 00:00"
    )


def test_midnight_that_ends_a_late_shift_belongs_to_the_day_it_ends() -> None:
    late_shift = ((time(14), MIDNIGHT_END),)
    desk = WorkCalendar(vietnamese_rules(late_shift, first_day=date(2025, 1, 1)))

    assert desk.subtract(at("2025-06-05 00:00"), Amount(WORKING_DAY, 1, 0)) == at(
        "2025-06-04 00:00"
    )
    assert desk.add(at("2025-06-02 00:00"), days(5)) == at("2025-06-07 00:00")


def test_a_day_worked_by_order_wins_over_its_holiday() -> None:
    rules = vietnamese_rules()
    holiday = date(2025, 9, 2)
    ordered = replace(
        rules, worked_days={**rules.worked_days, holiday: (Label("Trực chiến dịch"), EIGHT_HOURS)}
    )
    calendar = WorkCalendar(ordered)

    assert calendar.is_working_day(holiday)
    assert calendar.day_name(holiday) == Label("Trực chiến dịch")


def test_results_are_in_utc_and_fractions_of_a_second_are_dropped() -> None:
    received = datetime(2025, 6, 5, 2, 0, 0, 750_000, tzinfo=UTC)

    due = VN.add(received, working(1))

    assert due == datetime(2025, 6, 6, 2, tzinfo=UTC)
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    "question",
    [
        lambda: VN.add(at("2018-12-31 23:00"), working(1)),
        lambda: VN.add(at("2028-12-29 09:00"), working(1)),
        lambda: VN.add(at("2028-12-29 09:00"), days(10)),
        lambda: VN.add(at("2028-12-29 16:00"), working(0, 2 * HOUR)),
        lambda: VN.add(at("2028-12-29 09:00"), (Amount(TimeUnit.HOUR, 0, 100 * HOUR),)),
        lambda: VN.opening(at("2028-12-30 09:00")),
        lambda: VN.subtract(at("2019-01-02 09:00"), Amount(WORKING_DAY, 1, 0)),
        lambda: VN.subtract(at("2019-01-02 09:00"), Amount(WORKING_DAY, 0, 2 * HOUR)),
        lambda: VN.subtract(at("2019-01-01 09:00"), Amount(WORKING_DAY, 0, HOUR)),
        lambda: VN.working_days_between(date(2018, 12, 31), date(2019, 1, 10)),
    ],
)
def test_an_answer_beyond_the_known_days_says_which_days_are_known(question) -> None:
    with pytest.raises(CalendarRangeError, match=r"between 01/01/2019 and 31/12/2028"):
        question()


def test_a_unit_that_is_no_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="working_hour"):
        VN.add(at("2025-06-05 09:00"), (Amount(TimeUnit.WORKING_HOUR, 0, HOUR),))


def test_the_version_changes_with_the_rules_and_only_with_them() -> None:
    rules = vietnamese_rules()
    reordered = replace(rules, days_off=dict(reversed(rules.days_off.items())))
    announced = replace(rules, days_off={**rules.days_off, date(2027, 9, 1): Label("Nghỉ")})

    assert WorkCalendar(reordered).version == VN.version
    assert WorkCalendar(announced).version != VN.version
    assert WorkCalendar(replace(rules, cut_off=time(15))).version != VN.version


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"weekly": (((time(13), time(17)), (time(7), time(11))),) * 7}, "overlap"),
        ({"weekly": (((time(7), time(12)), (time(11), time(17))),) * 7}, "overlap"),
        ({"weekly": (((time(7), time(7)),),) * 7}, "overlap"),
        ({"last_day": date(2018, 12, 31)}, "at least one day"),
        ({"time_zone": "Europe/Paris"}, "clock changes"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(change: dict, complaint: str) -> None:
    with pytest.raises(CalendarRulesError, match=complaint):
        WorkCalendar(replace(vietnamese_rules(SEVEN_AND_A_HALF_HOURS), **change))
