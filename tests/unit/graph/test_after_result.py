"""Tasks after the result: where they may stand, and that the legal limit does not count them."""

from __future__ import annotations

import pytest

from engine.graph.check import check_procedure
from engine.graph.timeproof import prove_time
from engine.specs.findings import Finding
from tests.support.nets import a_net
from tests.support.specs import a_procedure, loaded, places
from tests.support.walkers import procedure_text

RIGHT = """\
receive: {by: one_stop/reception, limit: uncounted}
process: {by: department/officer, limit: 10 working days}
return: {by: one_stop/reception, limit: uncounted}
publish: {by: department/officer, limit: 5 working days, after_result: true}
"""


def found_in(steps: str) -> list[Finding]:
    text = procedure_text(steps)
    source = loaded(text).source
    _, found = check_procedure(a_procedure(text), source)
    return [each for each in found if each.code in {"MC251", "MC252"}]


def test_a_return_step_goes_on_to_the_task_below_it():
    net = a_net(RIGHT)
    assert [(t.source, t.target) for t in net.transitions][-2:] == [
        ("return", "publish"),
        ("publish", "end.returned"),
    ]
    assert found_in(RIGHT) == []


def test_a_return_step_ends_the_dossier_where_an_ordinary_step_is_below():
    net = a_net(RIGHT.replace(", after_result: true", ""))
    assert net.outcome("return", "returned").target == "end.returned"  # type: ignore[union-attr]


def test_the_legal_limit_does_not_count_what_comes_after_the_result():
    proof = prove_time(a_net(RIGHT, limit="10 working days"))
    assert (proof.worst.comparison, str(proof.total)) == ("equal", "10 working days")


@pytest.mark.parametrize(
    ("was", "becomes", "codes"),
    [
        ("next: return}", "next: {all: [return, publish]}}", ["MC251"]),
        ("next: return}", "outcomes: {ok: {to: return}, skip: {to: publish}}}", ["MC251"]),
        ("after_result: true}", "after_result: true, next: process}", ["MC252"]),
        ("after_result: true}", "after_result: true, outcomes: {ok: {end: returned}, no: {to: return}}}", ["MC252"]),
        ("after_result: true}", "after_result: true, outcomes: {ok: {end: returned}, no: {to: publish}}}", []),
        ("return: {by: one_stop/reception, limit: uncounted}", "return: {by: one_stop/reception, outcomes: {ok: {to: publish}, bad: {to: process}}}", []),
    ],
)  # fmt: skip
def test_tasks_after_the_result_stand_behind_it_and_lead_nowhere_else(
    was: str, becomes: str, codes: list[str]
):
    steps = RIGHT.replace("limit: 10 working days}", "limit: 10 working days, next: return}")
    assert was in steps
    assert [each.code for each in found_in(steps.replace(was, becomes))] == codes


def test_a_dossier_cannot_begin_after_its_result():
    steps = "receive: {by: one_stop/reception, after_result: true}\n" + RIGHT.split("\n", 1)[1]
    found = found_in(steps)
    assert sorted(each.code for each in found) == ["MC251", "MC252"]
    line = (
        procedure_text(steps)
        .split("\n")
        .index("  receive: {by: one_stop/reception, after_result: true}")
        + 1
    )
    assert {each[1] for each in places(found)} == {line}
