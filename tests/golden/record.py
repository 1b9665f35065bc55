"""Records journals of dossiers that go through constructs of the specification language.

``python -m tests.golden.record NAME`` writes ``tests/golden/NAME.json`` from the stories below; a file that is
there already is never written again. A release that adds constructs writes its own stories here, instead of
those that were recorded before, and its own file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from engine.core import commands as asked
from engine.core.events import dump
from engine.messages import Label
from engine.specs.directory import Directory
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import vietnamese_rules
from tests.support.golden import shown
from tests.support.specs import an_organisation
from tests.support.walkers import ORGANISATION, PlayedDossier, received

FOLDER = Path(__file__).parent


def by_conditions_and_matching_routes() -> PlayedDossier:
    """A choice by data, then only the routes that apply, met by two of three before the deadline."""
    played = received(
        """\
        receive: {by: one_stop/reception, form: [area], next: sort}
        sort: {choose: [{when: 'dossier.area == "difficult"', to: survey}, {to: begin}]}
        survey: {by: commune/officer, limit: 2 working days, next: begin}
        begin: {by: department/head, next: {matching: [{when: 'dossier.area == "difficult"', to: a}, {to: b}, {to: c}]}}
        a: {by: department/officer, limit: 2 working days, next: meet}
        b: {by: commune/officer, limit: 2 working days, next: meet}
        c: {by: department/head, limit: 2 working days, next: meet}
        meet: {by: authority/leader, join: {needs: 2, within: 3 working days}, next: give}
        give: {kind: return, by: one_stop/reception}
        """
    )
    played.complete("dung", "accepted", data={"area": "difficult"})
    played.later(hours=5)
    played.complete("giang", "done")
    played.later(hours=3)
    played.complete("an", "done")
    played.later(days=1)
    played.complete("binh", "done")
    played.complete("giang", "done")
    played.later(hours=2)
    played.complete("chi", "done")
    played.complete("dung", "returned")
    return played


def out_of_time_at_a_join() -> PlayedDossier:
    """All routes are waited for, until the time for them is over."""
    played = received(
        """\
        receive: {by: one_stop/reception, next: {all: [a, b]}}
        a: {by: department/officer, limit: 1 working day, next: meet}
        b: {by: commune/officer, limit: 1 working day, next: meet}
        meet: {by: authority/leader, join: {needs: all, within: 2 working days}, next: give}
        give: {kind: return, by: one_stop/reception}
        """
    )
    played.complete("dung", "accepted")
    played.later(hours=4)
    played.complete("binh", "done")
    played.later(days=4)
    played.fire()
    played.complete("chi", "done")
    played.complete("dung", "returned")
    return played


def two_appointments_with_a_payment_between() -> PlayedDossier:
    """The legal limit in two parts, a payment between them, and publication after the result."""
    played = received(
        """\
        receive: {by: one_stop/reception, next: work}
        work: {by: department/officer, limit: 5 working days, participants: [authority/leader], next: pay}
        pay: {ask: payment, next: finish}
        finish: {by: department/head, limit: 2 working days, next: give}
        give: {kind: return, by: one_stop/reception, next: publish}
        publish: {by: commune/officer, limit: 5 working days, after_result: true}
        """,
        limit="8 working days",
        top="""\
        appointments:
          first: {limit: 5 working days, from: receive, to: work}
          second: {limit: 3 working days, from: finish, to: give}
        """,
    )
    played.complete("dung", "accepted")
    opinion = next(item.number for item in played.open_items if not item.handles)
    played.later(days=1)
    played.ask(asked.GiveOpinion, "chi", number=opinion, text="Thống nhất")
    played.complete("binh", "done")
    played.later(days=6)
    played.complete("dung", "paid")
    played.later(days=2)
    played.complete("an", "done")
    played.complete("dung", "returned")
    played.later(days=10)
    played.fire()
    played.complete("giang", "done")
    return played


def a_supplement_and_a_linked_dossier() -> PlayedDossier:
    """A supplement that begins the limit anew, one that never comes, and a linked dossier between."""
    played = received(
        """\
        receive: {by: one_stop/reception, next: check}
        check:
          by: department/officer
          limit: 3 working days
          outcomes:
            complete: {to: other}
            lacking: {ask: supplement, limit: 5 working days, expires: {after: 10 working days, end: terminated}}
        other: {starts: {procedure: "9.000001", wait: true}, outcomes: {returned: {to: check}, otherwise: {to: check}}}
        give: {kind: return, by: one_stop/reception}
        """
    )
    played.complete("dung", "accepted")
    played.later(days=1)
    played.complete("binh", "lacking")
    played.later(days=3)
    played.complete("dung", "provided")
    played.complete("binh", "complete")
    number = played.open_items[0].number
    linked = {"number": number, "linked": "L1"}
    played.ask(asked.RecordLinkedDossier, None, procedure="9.000001", **linked)
    played.later(days=2)
    played.ask(asked.ReportLinkedEnd, None, end="returned", **linked)
    played.complete("binh", "lacking")
    played.later(days=20)
    played.fire()
    return played


def a_calendar_that_changed() -> PlayedDossier:
    """A day off ordered at short notice moves the due dates, and the alert of the old one is raised anew."""
    played = received(
        """\
        receive: {by: one_stop/reception, next: work}
        work: {by: department/officer, limit: 2 working days, next: give}
        give: {kind: return, by: one_stop/reception}
        """,
        limit="3 working days",
    )
    played.directory = Directory(
        an_organisation(ORGANISATION.replace("[clerk, supervisor]", "[clerk, administrator]", 1))
    )
    played.complete("dung", "accepted")
    played.wait_until("2026-03-04 10:00")
    played.fire()
    rules = vietnamese_rules()
    off = {date(2026, 3, 4): Label("Nghỉ bão", "Storm")}
    changed = WorkCalendar(replace(rules, days_off={**rules.days_off, **off}))
    played.calendars = {**played.calendars, "vn": changed}
    played.ask(asked.RecountDueDates, "an", reason="Công điện 12/CĐ-UBND")
    played.later(days=1)
    played.fire()
    played.complete("binh", "done")
    played.complete("dung", "returned")
    return played


STORIES: tuple[Callable[[], PlayedDossier], ...] = (
    by_conditions_and_matching_routes,
    out_of_time_at_a_join,
    two_appointments_with_a_payment_between,
    a_supplement_and_a_linked_dossier,
    a_calendar_that_changed,
)


def record(path: Path) -> None:
    """Play the stories and write what their journals hold and amount to.

    Raises:
        FileExistsError: the file was recorded already.
    """
    recorded = []
    for story in STORIES:
        played = story()
        events = [[type(event).__name__, json.loads(dump(event))] for event in played.journal]
        name = story.__name__.replace("_", " ")
        recorded.append({"name": name, "events": events, "state": shown(played.dossier)})
    with path.open("x", encoding="utf-8") as file:
        json.dump(recorded, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    record(FOLDER / f"{sys.argv[1]}.json")
