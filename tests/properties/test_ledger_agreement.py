"""The ledger of the legal limit and one kept by hand on the slow calendar agree over ten years.

Random limits, starts, pauses, runnings on and restarts, decided by the core and reckoned a second time day by
day. Set MOTCUA_WALKS for more, and MOTCUA_SEED to replay a failure.
"""

from __future__ import annotations

import os
import random
from datetime import date, datetime, time, timedelta
from functools import cache

from engine.core.figures import figures_of
from engine.graph.net import ProcedureNet
from engine.specs.directory import Directory
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import (
    EIGHT_HOURS,
    HANOI,
    ROUND_THE_CLOCK,
    SEVEN_AND_A_HALF_HOURS,
    vietnamese_rules,
)
from tests.support.random_procedures import LIMITS
from tests.support.seeds import seeded_random
from tests.support.slow_calendar import SlowCalendar
from tests.support.slow_ledger import SlowLedger, amounts
from tests.support.specs import an_organisation
from tests.support.walkers import ORGANISATION, PlayedDossier, played_procedure

WALKS = int(os.environ.get("MOTCUA_WALKS", "1"))
DOSSIERS = 150
YEARS = (date(2018, 1, 1), date(2029, 12, 31))
MORNING = ((time(7, 30), time(11, 30)),)
RULES = tuple(
    vietnamese_rules(sessions, first_day=YEARS[0], last_day=YEARS[1], **more)
    for sessions, more in (
        (EIGHT_HOURS, {"cut_off": time(15)}),
        (SEVEN_AND_A_HALF_HOURS, {"saturday": MORNING}),
        (SEVEN_AND_A_HALF_HOURS, {"moves_closed_end": False, "hours_per_day": 7}),
        (ROUND_THE_CLOCK, {}),
    )
)
STEPS = """\
receive: {by: one_stop/reception, next: work}
work:
  by: department/officer
  outcomes:
    lacking: {ask: supplement, label: Thiếu}
    unpaid: {ask: payment, label: Chờ nộp}
    asked: {ask: external, clock: run, label: Hỏi}
    done: {to: return}
return: {by: one_stop/reception}
"""
WAITS = {
    "lacking": ("provided", "restart"),
    "unpaid": ("paid", "stop"),
    "asked": ("replied", "run"),
}


@cache
def net(limit: str) -> ProcedureNet:
    return played_procedure(STEPS, limit=limit)


@cache
def long_standing() -> Directory:
    return Directory(an_organisation(ORGANISATION.replace("2025-07-01", "2015-01-01")))


def some_time(chance: random.Random) -> timedelta:
    longest = chance.choice([60, 3_600, 86_400, 5 * 86_400, 40 * 86_400])
    return timedelta(seconds=chance.randrange(longest))


def local(at: datetime) -> datetime:
    return at.astimezone(HANOI).replace(tzinfo=None)


def play(chance: random.Random, fast: WorkCalendar, slow: SlowCalendar) -> int:
    limit = chance.choice([each for each in LIMITS if each not in ("uncounted", "same day")])
    begins = datetime(2019, 1, 1, tzinfo=HANOI) + timedelta(
        seconds=chance.randrange(9 * 31_556_952)
    )
    played = PlayedDossier(
        net(limit), now=begins, directory=long_standing(), calendars={"vn": fast}
    )
    played.receive()
    allowed = amounts(played.clock().limit, slow.rules.hours_per_day)
    ledger = SlowLedger(slow, allowed, local(begins))
    # The national index subtracts every wait, where the law counts anew after a supplement.
    index = SlowLedger(slow, allowed, local(begins))
    assert local(played.clock().due_at or begins) == ledger.due, (limit, begins)
    played.now += some_time(chance)
    played.complete("dung", "accepted")
    for _ in range(chance.randint(1, 4)):
        outcome = chance.choice(sorted(WAITS))
        answer, effect = WAITS[outcome]
        played.now += some_time(chance)
        played.complete("binh", outcome)
        if effect != "run":
            ledger.pause(local(played.now))
            index.pause(local(played.now))
        assert due(played) == ledger.due, (limit, begins, outcome, played.now)
        played.now += some_time(chance)
        played.complete("binh" if outcome == "asked" else "dung", answer)
        if effect == "restart":
            ledger.restart(local(played.now))
        elif effect == "stop":
            ledger.resume(local(played.now))
        if effect != "run":
            index.resume(local(played.now))
        figures = figures_of(played.dossier, fast)
        assert figures is not None
        assert local(figures.index_due_at or begins) == index.due, (limit, begins, played.now)
        assert due(played) == ledger.due, (limit, begins, answer, played.now)
    return len(played.journal)


def due(played: PlayedDossier) -> datetime | None:
    due_at = played.clock().due_at
    return local(due_at) if due_at is not None else None


def test_the_ledger_of_the_core_and_one_kept_day_by_day_agree() -> None:
    chance = seeded_random()
    calendars = [(WorkCalendar(rules), SlowCalendar(rules)) for rules in RULES]
    events = sum(play(chance, *chance.choice(calendars)) for _ in range(DOSSIERS * WALKS))
    assert events > 10 * DOSSIERS
