"""Appointments: what they span, whether their steps fit, and what an author is told."""

from __future__ import annotations

from datetime import date

import pytest

from engine.catalogue import render
from engine.graph.calendar_truth import prove_calendar
from engine.graph.check import check_procedure
from engine.graph.timeproof import prove_time
from engine.specs.procedures import Procedure
from engine.worktime.work_calendar import WorkCalendar
from tests.support.calendars import vietnamese_rules
from tests.support.nets import a_net, a_text, findings_in
from tests.support.specs import loaded

TOP = """
appointments:
  assessment: {label: {vi: Lần 1, en: First}, limit: 6 working days, from: receive, to: process}
  grant: {limit: 4 working days, from: sign, to: issue}
"""
STEPS = """
receive: {by: d/o, limit: 1 working day, outcomes: {accepted: {to: process}, lacking: {ask: supplement}}}
process: {by: d/o, limit: 5 working days, outcomes: {sent: {to: tax}, fee: {ask: payment, back_to: sign}}}
tax: {ask: external, clock: stop}
sign: {by: d/o, limit: 3 working days, outcomes: {signed: {to: issue}, wrong: {to: process}}}
issue: {by: d/o, limit: 1 working day}
return: {by: d/o, limit: uncounted}
"""


def found(
    steps: str = STEPS, top: str = TOP, limit: str = "10 working days"
) -> list[tuple[str, str]]:
    told = findings_in(a_text(steps, limit=limit, top=top))
    return [(each.code, render(each.message, "en")) for each in told]


def test_an_appointment_spans_the_ways_from_its_first_step_to_its_last():
    net = a_net(STEPS, limit="10 working days", top=TOP)
    assert {node.key: node.appointment for node in net.nodes} == {
        "receive": "assessment",
        "receive.lacking": "assessment",
        "process": "assessment",
        # It leads on, so it begins when the appointment is over.
        "process.fee": None,
        "tax": None,
        "sign": "grant",
        "issue": "grant",
        "return": None,
        "end.returned": None,
    }


def test_parallel_routes_and_their_join_lie_within():
    steps = """
        receive: {by: d/o, next: {all: [survey, consult]}}
        survey: {by: d/o, next: close}
        consult: {by: d/o, next: close}
        close: {by: d/o, join: all, next: tax}
        tax: {ask: external}
        sign: {by: d/o}
    """
    top = TOP.replace("to: process", "to: close").replace("to: issue", "to: sign")
    net = a_net(steps, limit="10 working days", top=top)
    inside = {node.key for node in net.nodes if node.appointment == "assessment"}
    assert inside == {
        "receive",
        "receive.lacking",
        "receive+split",
        "survey",
        "consult",
        "close+join",
        "close",
    }


def test_appointments_that_fit_are_no_finding():
    assert found() == []


def test_each_appointment_is_compared_with_its_own_steps():
    proof = prove_time(a_net(STEPS, limit="10 working days", top=TOP))
    assert {name: (total.comparison, total.path) for name, total in proof.appointments.items()} == {
        "assessment": ("equal", ("receive", "process")),
        "grant": ("equal", ("sign", "issue")),
    }


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("limit: 5 working days", "limit: 6 working days", [("MC301", "the steps of “First” to fit into 6 working days")]),
        ("limit: 3 working days", "limit: 2 working days", [("MC302", "the steps of “grant” to add up to 4 working days")]),
        ("limit: uncounted", "limit: 1 working day", [("MC322", "“return” to belong to an appointment")]),
        ("limit: 4 working days, from: sign", "limit: 4 working days, from: issue", [("MC302", "steps of “grant”"), ("MC322", "“sign” to belong")]),
        ("from: sign, to: issue", "from: issue, to: sign", [("MC323", "a way from “issue” to “sign”")]),
        ("from: sign", "from: process", [("MC324", "“process” in one appointment, but both “First” and “grant”")]),
        ("limit: 6 working days", "limit: 7 working days", [("MC302", "steps of “First”"), ("MC321", "add up to 10 working days, but they add up to 11")]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_the_appointment(
    was: str, becomes: str, told: list[tuple[str, str]]
):
    assert was in STEPS + TOP
    heard = found(STEPS.replace(was, becomes, 1), TOP.replace(was, becomes, 1))
    assert sorted(code for code, _ in heard) == sorted(code for code, _ in told)
    for code, words in told:
        assert any(code == each and words in text for each, text in heard), heard


def test_appointments_that_run_side_by_side_are_told():
    steps = """
        receive: {by: d/o, limit: 1 working day, next: {all: [survey, consult]}}
        survey: {by: d/o, limit: 5 working days, next: sign}
        consult: {by: d/o, limit: 2 working days, next: sign}
        sign: {by: d/o, join: any, limit: 2 working days}
    """
    top = """
        appointments:
          one: {limit: 6 working days, from: receive, to: survey}
          two: {limit: 4 working days, from: consult, to: sign}
    """
    assert found(steps, top) == [
        (
            "MC324",
            "Expected one appointment after the other, but “one” and “two” can run at the same time in the branches that begin after “receive”",
        )
    ]


@pytest.mark.parametrize("border", ["survey", "close"])
def test_alternatives_and_branches_within_one_appointment_are_not_side_by_side(border: str):
    steps = """
        receive: {by: d/o, limit: 1 working day, outcomes: {a: {to: survey}, b: {to: consult}}}
        survey: {by: d/o, limit: 5 working days, next: {all: [close, draft]}}
        close: {by: d/o, limit: 4 working days, next: sign}
        draft: {by: d/o, limit: 4 working days, next: sign}
        consult: {by: d/o, limit: 9 working days, next: end}
        sign: {by: d/o, join: all, limit: uncounted, next: end}
        end: {by: d/o, limit: uncounted}
    """
    top = """
        appointments:
          one: {limit: 6 working days, from: receive, to: survey}
          two: {limit: 4 working days, from: survey+, to: sign}
          three: {limit: 9 working days, from: consult, to: consult}
    """.replace("survey+", "close" if border == "survey" else "draft")
    assert not [each for each in found(steps, top) if each[0] == "MC324" and "same time" in each[1]]


def test_a_step_that_does_not_exist_is_told():
    text = a_text(STEPS, limit="10 working days", top=TOP.replace("from: sign", "from: sing"))
    procedure = loaded(text)
    assert isinstance(procedure.document, Procedure)
    assert check_procedure(procedure.document, procedure.source)[0].node("sign").appointment is None


def test_an_answer_in_one_appointment_does_not_empty_another():
    steps = STEPS.replace("issue: {by", "more: {ask: supplement}\nissue: {by").replace(
        "signed: {to: issue}", "signed: {to: more}"
    )
    proof = prove_time(a_net(steps, limit="10 working days", top=TOP))
    totals = {name: str(total.total) for name, total in proof.appointments.items()}
    # What was done of the second appointment before the supplement does not count any more.
    assert totals == {"assessment": "6 working days", "grant": "1 working day"}


def test_an_appointment_is_tried_on_the_calendar_by_itself():
    top = TOP.replace("limit: 4 working days", "limit: 6 days")
    net = a_net(STEPS, limit="6 working days + 6 days", top=top)
    calendar = WorkCalendar(vietnamese_rules())
    first, last = date(2026, 2, 2), date(2026, 2, 27)
    early = prove_calendar(net, calendar, first=first, last=last, appointment="assessment")
    late = prove_calendar(net, calendar, first=first, last=last, appointment="grant", reading="sum")
    assert (early.failing, str(late.limit)) == ((), "6 days")
    assert late.witness is not None
    assert late.witness.path == ("sign", "issue")
    assert date(2026, 2, 11) in late.failing


def test_the_finding_of_the_calendar_names_the_appointment():
    top = TOP.replace("limit: 4 working days", "limit: 6 days")
    text = a_text(STEPS, limit="6 working days + 6 days", top=top)
    procedure = loaded(text)
    assert isinstance(procedure.document, Procedure)
    calendar = WorkCalendar(vietnamese_rules())
    _, told = check_procedure(
        procedure.document, procedure.source, calendar=calendar, first=date(2026, 2, 2)
    )
    (missed,) = [each for each in told if each.code == "MC311"]
    assert render(missed.message, "en").startswith("“grant”: ")
