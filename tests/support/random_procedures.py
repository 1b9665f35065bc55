"""Small random procedures and calendars, on which a check can be compared with trying everything."""

from __future__ import annotations

import random
from datetime import date, time, timedelta

from engine.graph.net import ProcedureNet
from engine.messages import Label
from engine.worktime.rules import MIDNIGHT_END, CalendarRules, Sessions
from engine.worktime.work_calendar import WorkCalendar
from tests.support.nets import a_net

LIMITS = (
    "4 working hours", "7.75 working hours", "20 working hours", "0.333 working days",
    "0.5 working days", "1 working day", "3 working days", "1 day", "2 days", "5 days", "0.5 days",
    "10 hours", "36 hours", "same day", "1 day + 2 working days", "3 hours + 1 day", "uncounted",
)  # fmt: skip
DAYS: tuple[Sessions, ...] = (
    ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))),
    ((time(7, 30), time(11, 30)), (time(13, 30), time(17))),
    ((time(8), time(12)),),
    ((time(9, 10), time(9, 25)), (time(10), time(16, 45))),
    ((time(14), MIDNIGHT_END),),
    ((time(0), MIDNIGHT_END),),
    (),
)


def a_random_net(source: random.Random, *, appointments: bool = False) -> ProcedureNet:
    """Return a net with choices, parallel work, groups, waits and a return edge, in some order.

    With ``appointments``, its limit is parted into two that meet somewhere.
    """
    blocks = [source.choice(_BLOCKS) for _ in range(source.randint(1, 3))]
    steps = "".join(
        block.replace("#", str(number)).replace("NEXT", f"first{number + 1}")
        for number, block in enumerate(blocks)
    )
    steps += (
        f"first{len(blocks)}: {{by: d/o, limit: LIMIT, next: give}}\n"
        "give: {kind: return, by: d/o, limit: LIMIT, next: tail}\n"
        "tail: {by: d/o, limit: 9 days, after_result: true}\n"
    )
    while "LIMIT" in steps:
        steps = steps.replace("LIMIT", source.choice(LIMITS), 1)
    times = [source.choice(LIMITS[:-1]) for _ in range(4)]
    legal = " + ".join(
        part for part in source.sample(LIMITS[:-4], source.randint(1, 2)) if part != "same day"
    )
    top = (
        f"groups: {{shared: {times[0]}, other: {times[1]}}}\n"
        f"phases: {{early: {times[2]}, late: {times[3]}}}\n"
    )
    if appointments:
        border = source.randint(0, len(blocks) - 1)
        early, late = (source.choice(LIMITS[:-4]) for _ in range(2))
        top += f"""\
appointments:
  early: {{limit: {early}, from: first0, to: first{border}}}
  late: {{limit: {late}, from: first{border + 1}, to: give}}
"""
    return a_net(steps, limit=legal, top=top)


def a_random_calendar(source: random.Random, first_day: date, days: int) -> WorkCalendar:
    """Return a calendar of some days with odd weeks, days off, a worked day off and perhaps a cut-off."""
    monday, *others = (source.choice(DAYS) for _ in range(7))
    monday = monday or DAYS[0]
    tuesday, wednesday, thursday, friday, saturday, sunday = others
    off = [first_day + timedelta(source.randrange(days)) for _ in range(days // 8)]
    worked = first_day + timedelta(source.randrange(days))
    return WorkCalendar(
        CalendarRules(
            code="odd",
            time_zone="Asia/Ho_Chi_Minh",
            weekly=(monday, tuesday, wednesday, thursday, friday, saturday, sunday),
            days_off={day: Label("Nghỉ", "Off") for day in off},
            worked_days={worked: (Label("Làm bù", "Worked"), source.choice(DAYS[:-1]))},
            cut_off=source.choice((None, None, time(15), time(11, 40), time(8, 7))),
            first_day=first_day,
            last_day=first_day + timedelta(days - 1),
            hours_per_day=source.choice((8, 8, 7)),
            moves_closed_end=source.random() < 0.8,
        )
    )


_BLOCKS = (
    "first#: {by: d/o, limit: LIMIT, next: NEXT}\n",
    "first#: {by: d/o, group: shared, next: second#}\nsecond#: {by: d/o, group: shared, next: NEXT}\n",
    "first#: {by: d/o, phase: early, next: second#}\nsecond#: {by: d/o, phase: early, next: NEXT}\n",
    """\
first#: {by: d/o, limit: LIMIT, next: {all: [left#, right#]}}
left#: {by: d/o, limit: LIMIT, next: met#}
right#: {by: d/o, group: other, next: met#}
met#: {by: d/o, join: all, limit: LIMIT, next: NEXT}
""",
    """\
first#: {by: d/o, limit: LIMIT, outcomes: {left: {to: left#}, right: {to: right#}, no: {end: refused}}}
left#: {by: d/o, phase: late, limit: LIMIT, next: NEXT}
right#: {by: d/o, limit: LIMIT, outcomes: {on: {to: NEXT}, back: {to: first#}}}
""",
    """\
first#: {by: d/o, limit: LIMIT, outcomes: {on: {to: wait#}, lacking: {ask: supplement, limit: 9 days}}}
wait#: {ask: external, clock: run, limit: LIMIT, next: NEXT}
""",
    """\
first#: {by: d/o, limit: LIMIT, next: wait#}
wait#: {ask: supplement, clock: restart, expires: {after: 9 days, to: after#}, next: after#}
after#: {by: d/o, limit: LIMIT, next: NEXT}
""",
)
