"""Whether the printed times add up, pattern by pattern, and each finding at its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.catalogue import render
from engine.graph.effort import Effort
from engine.graph.longest import Charge, longest_routes
from engine.graph.net import Node
from engine.graph.sums import Sum
from engine.specs.durations import Duration
from tests.support.nets import a_net, a_proof, a_text, findings_in
from tests.support.specs import marked, places

SEQUENCE = """
    receive: {label: Tiếp nhận, by: one_stop/reception, limit: 4 working hours}
    appraise: {label: Thẩm định, by: department/officer, limit: 8 working days}
    sign: {label: Ký, by: authority/leader, limit: 4 working hours}
    return: {by: one_stop/reception, limit: uncounted}
"""


def _summed(steps: str, limit: str = "100 working days", top: str = "") -> str:
    return str(a_proof(steps, limit=limit, top=top).total)


def test_hours_and_days_of_work_add_up_to_days():
    proof = a_proof(SEQUENCE, limit="9 working days")
    assert str(proof.total) == "9 working days"
    assert proof.worst.comparison == "equal"
    assert proof.worst_path == ("receive", "appraise", "sign", "return")


def test_a_limit_printed_in_hours_gives_a_sum_in_hours():
    assert _summed(SEQUENCE, limit="72 working hours") == "72 working hours"


def test_parallel_branches_count_by_the_longest():
    steps = """
        a: {by: d/o, limit: 1 day, next: {all: [b, c]}}
        b: {by: d/o, limit: 5 days, next: e}
        c: {by: d/o, limit: 2 days}
        d: {by: d/o, limit: 2 days, next: e}
        e: {by: d/o, limit: 1 day, join: all}
    """
    proof = a_proof(steps, limit="7 days")
    assert (str(proof.total), proof.worst_path) == ("7 days", ("a", "b", "e"))


def test_of_several_ways_the_longest_counts():
    steps = """
        a: {by: d/o, limit: 1 day, outcomes: {short: {to: c}, long: {to: b}, no: {end: refused}}}
        b: {by: d/o, limit: 5 days}
        c: {by: d/o, limit: 1 day}
    """
    assert _summed(steps) == "7 days"


def test_returns_count_zero_times_and_tell_what_each_would_add():
    steps = """
        draft: {by: d/o, limit: 3 days}
        review: {by: d/o, limit: 1 day, outcomes: {agree: {to: sign}, send_back: {to: draft}}}
        sign: {by: d/o, limit: 1 day, outcomes: {agree: {end: returned}, send_back: {to: review}}}
    """
    proof = a_proof(steps, limit="5 days")
    assert str(proof.total) == "5 days"
    assert [(each.path, str(each.adds)) for each in proof.returns] == [
        (("draft", "review"), "4 days"),
        (("review", "sign"), "2 days"),
    ]


def test_waits_do_not_count_unless_the_clock_runs_on():
    steps = """
        a:
          by: d/o
          limit: 1 day
          outcomes:
            ok: {to: b}
            lacking: {ask: supplement, limit: 30 days}
            unpaid: {ask: payment, limit: 30 days, back_to: b}
        b: {by: d/o, limit: 1 day}
    """
    assert _summed(steps) == "2 days"
    assert _summed(steps.replace("ask: payment,", "ask: payment, clock: run,")) == "32 days"


def test_a_wait_that_starts_the_clock_again_starts_the_count_again():
    steps = """
        a: {by: d/o, limit: 3 days, outcomes: {ok: {to: c}, tax: {ask: external, clock: restart, back_to: b}}}
        b: {by: d/o, limit: 1 day, next: c}
        c: {by: d/o, limit: 1 day}
    """
    assert _summed(steps) == "4 days"


def test_rows_that_share_one_time_count_it_once():
    steps = """
        a: {by: d/o, limit: 1 working day}
        b: {by: d/o, group: processing}
        c: {by: d/o, group: processing}
        d: {by: d/o, limit: 1 working day}
    """
    top = "groups: {processing: 7 working days}\n"
    assert _summed(steps, top=top) == "9 working days"


def test_a_phase_bounds_steps_that_have_no_times_of_their_own():
    steps = """
        a: {by: d/o, phase: commune}
        b: {by: d/o, phase: commune}
        c: {by: d/o, phase: province, limit: 4 working hours}
        d: {by: d/o, phase: province, limit: 4 working hours}
    """
    top = "phases: {commune: 2 working days, province: 1 working day}\n"
    proof = a_proof(steps, limit="3 working days", top=top)
    assert (str(proof.total), proof.worst.comparison) == ("3 working days", "equal")
    assert {name: str(total.total) for name, total in proof.phases.items()} == {
        "province": "1 working day"
    }


def test_what_follows_the_return_of_the_result_lies_outside_the_limit():
    steps = """
        sign: {by: d/o, limit: 1 day}
        return: {by: d/o, limit: uncounted, next: publish}
        publish: {by: d/o, limit: 5 days, after_result: true}
    """
    assert _summed(steps) == "1 day"


@pytest.mark.parametrize("part", ["phase", "group"])
def test_a_task_after_the_result_counts_in_no_part_of_the_limit(part: str):
    steps = f"""
        sign: {{by: d/o, limit: 2 days, {part}: whole}}
        return: {{by: d/o, limit: uncounted}}
        publish: {{by: d/o, limit: 5 days, {part}: whole, after_result: true}}
    """
    proof = a_proof(steps, limit="2 days", top=f"{part}s: {{whole: 2 days}}\n")
    total = {**proof.phases, **proof.groups}["whole"]
    assert (str(total.total), total.comparison, total.path) == ("2 days", "equal", ("sign",))
    assert (str(proof.total), proof.worst.comparison) == ("2 days", "equal")


def test_each_case_of_the_limit_is_compared_with_the_routes_open_in_it():
    steps = """
        route:
          choose:
            - {when: 'dossier.area == "difficult"', to: travel}
            - {to: decide}
        travel: {by: d/o, limit: 10 days}
        decide: {by: d/o, limit: 23 days}
    """
    text = a_text(steps).replace(
        "limit: uncounted\n",
        "limit:\n  - {when: 'dossier.area == \"difficult\"', is: 33 days}\n  - {is: 23 days}\n",
        1,
    )
    assert findings_in(text) == []


SUMS = [
    ("5 working days", "40 working hours", "equal"),
    ("6 days", "5 days", "above"),
    ("12 hours", "24 hours", "below"),
    ("15 days + 5 working days", "15 days + 5 working days", "equal"),
    ("10 days", "8 working days", "undecided"),
    ("20 working days", "15 days", "above"),
    ("10 working days", "15 days", "undecided"),
    ("48 hours", "1 day", "above"),
    ("same day", "2 working days", "undecided"),
    ("4 working hours", "same day", "equal"),
    ("9 working hours", "same day", "above"),
]


@pytest.mark.parametrize(("total", "limit", "comparison"), SUMS)
def test_kinds_of_time_are_compared_as_far_as_no_calendar_is_needed(
    total: str, limit: str, comparison: str
):
    both = [Sum.of(Duration.parse(text)) for text in (total, limit)]
    assert both[0].compare(both[1]) == comparison


def test_another_convention_for_the_day_of_work_is_respected():
    total = Sum.of(Duration.parse("2 working days"), 7)
    assert total.working == Decimal(14)
    assert str(total.printed(Duration.parse("1 working day"), 7)) == "2 working days"


BROKEN = {
    "steps that take too long": """
        ‹MC301›limit: 5 working days
        steps:
          a: {by: d/o, limit: 4 working days}
          b: {by: d/o, limit: 2 working days}
    """,
    "steps that take too long in one case": """
        limit:
          - {when: 'dossier.area == "a"', is: 9 days}
          - {‹MC301›is: 3 days}
        steps:
          a: {by: d/o, limit: 9 days}
    """,
    "working days that cannot fit into calendar days": """
        ‹MC301›limit: 15 days
        steps:
          a: {by: d/o, limit: 20 working days}
    """,
    "steps that leave time unused": """
        ‹MC302›limit: 10 working days
        steps:
          a: {by: d/o, limit: 4 working days}
    """,
    "a phase with another subtotal": """
        limit: 1 working day
        phases:
          ‹MC303›commune: 40 working hours
        steps:
          a: {by: d/o, limit: 8 working hours, phase: commune}
    """,
    "a group with too little time": """
        limit: 2 working days
        groups:
          ‹MC304›processing: 2 working days
        steps:
          a: {by: d/o, limit: 3 working days, group: processing}
    """,
    "no step with a time": """
        limit: 2 working days
        ‹MC305›steps:
          a: {by: d/o}
          b: {by: d/o, limit: uncounted}
    """,
    "a wait longer than its step": """
        limit: 10 days
        steps:
          a:
            by: d/o
            limit: 10 days
            outcomes:
              ok: {end: returned}
              ‹MC306›post: {ask: external, clock: run, limit: 15 days}
    """,
    "cases without a rest": """
        ‹MC307›limit:
          - {when: 'dossier.area == "a"', is: 9 days}
        steps:
          a: {by: d/o, limit: 9 days}
    """,
}


@pytest.mark.parametrize("story", BROKEN)
def test_findings_stand_at_the_line_of_the_time_that_differs(story: str):
    head = a_text("").partition("limit:")[0]
    body = "\n".join(line.removeprefix(" " * 8) for line in BROKEN[story].split("\n")).strip()
    text, expected = marked(f"{head}{body}\n")
    assert places(findings_in(text)) == expected


def test_too_long_a_path_is_named_with_the_excess():
    (found,) = findings_in(a_text(SEQUENCE, limit="8 working days"))
    assert str(found.message) == (
        "Expected the steps to fit into 8 ngày làm việc, but they add up to 9 ngày làm việc, "
        "1 ngày làm việc too much: Tiếp nhận → Thẩm định → Ký → return"
    )
    assert render(found.message, "en").startswith(
        "Expected the steps to fit into 8 working days, but they add up to 9 working days, 1 working day too much"
    )


def test_a_sum_the_decision_prints_wrongly_can_be_accepted():
    top = 'accept: {MC301: "Bảng của Quyết định ghi 8 ngày, tổng 9 ngày"}\n'
    assert findings_in(a_text(SEQUENCE, limit="8 working days", top=top)) == []


def test_a_branch_that_is_only_for_another_case_of_the_limit_does_not_count() -> None:
    proof = a_proof(
        """
        a: {by: d/o, limit: 1 day, next: {matching: [{when: dossier.area == "far", to: b}, {to: c}]}}
        b: {by: d/o, limit: 9 days, next: e}
        c: {by: d/o, limit: 2 days, next: e}
        e: {by: d/o, join: all, limit: 1 day}
        """,
        limit='[{when: dossier.area == "far", is: 11 days}, {is: 4 days}]',
    )
    assert [case.total.comparison for case in proof.cases] == ["equal", "equal"]


@pytest.mark.parametrize("join", ["any", "2", "{within: 2 working days}"])
def test_a_phase_within_a_branch_is_as_long_as_its_own_steps(join: str) -> None:
    steps = """
        a: {by: d/o, limit: 1 working day, phase: early, next: {all: [b, c, d]}}
        b: {by: d/o, limit: 5 working days, phase: early, next: e}
        c: {by: d/o, limit: 3 working days, phase: late, next: e}
        d: {by: d/o, limit: 1 working day, next: e}
        e: {by: d/o, limit: 1 working day, join: JOIN}
    """.replace("JOIN", join)
    phases = "phases: {early: 6 working days, late: 3 working days}\n"
    proof = a_proof(steps, limit="9 working days", top=phases)

    assert {name: total.comparison for name, total in proof.phases.items()} == {
        "early": "equal",
        "late": "equal",
    }


def test_with_too_many_routes_to_compare_no_sum_is_said_to_fit() -> None:
    steps = "".join(
        f"c{n}: {{by: d/o, outcomes: {{x: {{to: a{n}}}, y: {{to: b{n}}}}}}}\n"
        f"a{n}: {{by: d/o, limit: {2**n} working hours, next: m{n}}}\n"
        f"b{n}: {{by: d/o, limit: {2**n} hours, next: m{n}}}\n"
        f"m{n}: {{by: d/o}}\n"
        for n in range(12)
    )
    roomy = a_proof(steps, limit="4096 working hours + 4096 hours").cases[0].total
    tight = a_proof(steps, limit="3 days").cases[0].total

    assert (roomy.comparison, tight.comparison) == ("undecided", "above")


def test_once_the_effort_is_spent_one_route_to_each_node_is_followed() -> None:
    net = a_net("""
        check: {by: d/o, outcomes: {near: {to: walk}, far: {to: drive}}}
        walk: {by: d/o, limit: 3 hours, next: sign}
        drive: {by: d/o, limit: 1 working day, next: sign}
        sign: {by: d/o, limit: 2 hours}
    """)

    def charge(node: Node) -> Charge:
        return None, Sum.of(node.limit)

    whole = longest_routes(net, net.start, charge, lambda transition: True)
    rough = longest_routes(net, net.start, charge, lambda transition: True, effort=Effort(0))

    assert (whole.complete, len(whole.routes["sign"])) == (True, 2)
    assert (rough.complete, [each.keys for each in rough.routes["sign"]]) == (
        False,
        [("check", "drive", "sign")],
    )
