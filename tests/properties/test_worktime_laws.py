"""What must hold of every limit on every calendar: inverses, pauses, explanations."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.worktime.amounts import Allowance, Amount, TimeUnit
from engine.worktime.explain import explain
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import (
    EIGHT_HOURS,
    ROUND_THE_CLOCK,
    SEVEN_AND_A_HALF_HOURS,
    vietnamese_rules,
)

MORNING_ONLY = ((time(7, 30), time(11, 30)),)
KNOWN = {"first_day": date(2024, 1, 1), "last_day": date(2027, 12, 31)}
CALENDARS = (
    WorkCalendar(vietnamese_rules(EIGHT_HOURS, **KNOWN)),
    WorkCalendar(vietnamese_rules(SEVEN_AND_A_HALF_HOURS, saturday=MORNING_ONLY, **KNOWN)),
    WorkCalendar(vietnamese_rules(EIGHT_HOURS, moves_closed_end=False, **KNOWN)),
    WorkCalendar(vietnamese_rules(ROUND_THE_CLOCK, **KNOWN)),
)
MINUTE = timedelta(minutes=1)
A_MINUTE = Amount(TimeUnit.HOUR, 0, 60)
FIRST = datetime(2024, 1, 1, tzinfo=UTC)

calendars = st.sampled_from(CALENDARS)
# Half hours make the edges of sessions likely; the rest of the minutes come by the second strategy.
instants = st.one_of(
    st.integers(0, 2 * 366 * 48).map(lambda count: FIRST + count * 30 * MINUTE),
    st.integers(0, 2 * 366 * 1440 * 60).map(lambda count: FIRST + timedelta(seconds=count)),
)
rests = st.one_of(st.integers(0, 60).map(lambda count: count * 1800), st.integers(0, 100_000))
amounts = st.one_of(
    st.builds(Amount, st.just(TimeUnit.WORKING_DAY), st.integers(0, 40), rests),
    st.builds(Amount, st.just(TimeUnit.DAY), st.integers(0, 40), st.one_of(st.just(0), rests)),
    st.builds(Amount, st.just(TimeUnit.HOUR), st.just(0), rests),
    st.just(Amount(TimeUnit.SAME_DAY, 0, 0)),
)
allowances = st.lists(amounts, min_size=1, max_size=3).map(tuple)
shares = st.floats(0, 1)

many = settings(max_examples=400, deadline=None)


@many
@given(calendars, instants, amounts)
def test_adding_what_was_measured_leads_back_to_the_same_instant(
    calendar: WorkCalendar, start: datetime, amount: Amount
) -> None:
    end = calendar.add(start, (amount,))

    measured = calendar.measure(start, end, amount.unit)

    assert calendar.add(start, (measured,)) == end


@many
@given(calendars, instants, rests)
def test_adding_measured_working_hours_leads_back_to_the_same_instant(
    calendar: WorkCalendar, start: datetime, seconds: int
) -> None:
    end = calendar.add(start, (Amount(TimeUnit.WORKING_DAY, 0, seconds),))

    measured = calendar.measure(start, end, TimeUnit.WORKING_HOUR)

    assert measured.whole == 0
    assert calendar.add(start, (measured,)) == end


@many
@given(calendars, instants, allowances, st.lists(shares, min_size=1, max_size=4))
def test_pausing_and_resuming_at_once_never_moves_the_due_date(
    calendar: WorkCalendar, start: datetime, allowance: Allowance, pauses: list[float]
) -> None:
    due = calendar.add(start, allowance)
    at, left = start, allowance
    for share in pauses:
        paused = at + timedelta(seconds=int((due - at).total_seconds() * share))
        left = calendar.remaining(paused, at, left)
        at = paused

        assert calendar.add(at, left) == due


@many
@given(calendars, instants, allowances, st.integers(0, 10_000_000))
def test_nothing_is_left_from_the_due_instant_on(
    calendar: WorkCalendar, start: datetime, allowance: Allowance, late: int
) -> None:
    due = calendar.add(start, (*allowance, A_MINUTE))

    assert calendar.remaining(due + timedelta(seconds=late), start, (*allowance, A_MINUTE)) == ()


@many
@given(calendars, instants, allowances)
def test_an_explanation_ends_at_the_due_date(
    calendar: WorkCalendar, start: datetime, allowance: Allowance
) -> None:
    explanation = explain(calendar, start, allowance)

    assert explanation.due_at == calendar.add(start, allowance)
    assert explanation.lines[-1].at == explanation.due_at


@many
@given(calendars, instants, instants, allowances)
def test_a_later_start_is_never_due_earlier(
    calendar: WorkCalendar, one: datetime, other: datetime, allowance: Allowance
) -> None:
    earlier, later = sorted((one, other))
    # Where days end on a closed day, the law moves the end to the evening of the next working day,
    # past dossiers that end on that day itself; so something else ends the limit here.
    limit = (*allowance, A_MINUTE)

    assert calendar.add(earlier, limit) <= calendar.add(later, limit)


@many
@given(st.sampled_from([CALENDARS[0], CALENDARS[3]]), instants, st.integers(0, 40))
def test_some_working_days_before_a_due_date_is_that_many_before_it(
    calendar: WorkCalendar, start: datetime, days: int
) -> None:
    amount = Amount(TimeUnit.WORKING_DAY, days, 0)
    opened = calendar.opening(start)

    assert calendar.subtract(calendar.add(opened, (amount,)), amount) == opened


@many
@given(calendars, instants, rests)
def test_office_time_before_an_instant_is_used_when_it_comes(
    calendar: WorkCalendar, start: datetime, seconds: int
) -> None:
    end = calendar.add(start + timedelta(days=40), ())
    amount = Amount(TimeUnit.WORKING_DAY, 0, seconds)

    assert calendar.office_seconds(calendar.subtract(end, amount), end) == seconds


@many
@given(
    calendars,
    instants,
    allowances,
    st.decimals(0, 1, places=2),
    st.sampled_from((TimeUnit.WORKING_DAY, TimeUnit.HOUR)),
)
def test_a_share_of_a_limit_lies_inside_it(
    calendar: WorkCalendar,
    start: datetime,
    allowance: Allowance,
    fraction: Decimal,
    unit: TimeUnit,
) -> None:
    due = calendar.add(start, allowance)

    shared = calendar.share(start, due, fraction, unit)

    assert start <= shared <= due
