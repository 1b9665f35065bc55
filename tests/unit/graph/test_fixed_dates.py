"""Dates instead of limits: which exist, and that a step is not due after its procedure."""

from __future__ import annotations

import pytest

from engine.graph.timeproof import prove_time
from tests.support.nets import a_net, a_text, findings_in
from tests.support.specs import loaded

STEPS = "receive: {by: d/o}\nsign: {by: d/o, due: {month: 6, day: 15}}\n"


def text(due: str, steps: str = STEPS) -> str:
    return a_text(steps, limit="–", top=f"due: {due}\n").replace("limit: –\n", "")


@pytest.mark.parametrize(
    ("due", "codes"),
    [
        ("{month: 7, day: 31}", []),
        ("{month: 2, day: 29}", []),
        ("{month: 2, day: 30}", ["MC331"]),
        ("{month: 4, day: 31}", ["MC331"]),
        ("{month: 13, day: 1}", ["MC331"]),
        ("{month: 0, day: 1}", ["MC331"]),
        ("{month: 1, day: 0}", ["MC331"]),
    ],
)
def test_a_date_is_one_that_some_year_has(due: str, codes: list[str]):
    assert [each.code for each in loaded(text(due)).findings] == codes


@pytest.mark.parametrize(
    ("month", "day", "step", "codes"),
    [
        (7, 31, "{month: 6, day: 15}", []),
        (7, 31, "{month: 7, day: 31}", []),
        (7, 31, "{month: 8, day: 1}", ["MC332"]),
        # A season over the turn of the year.
        (1, 31, "{month: 12, day: 15}", []),
        (12, 15, "{month: 1, day: 31}", ["MC332"]),
    ],
)
def test_a_step_is_not_due_shortly_after_its_procedure(
    month: int, day: int, step: str, codes: list[str]
):
    steps = STEPS.replace("{month: 6, day: 15}", step)
    written = text(f"{{month: {month}, day: {day}}}", steps)
    assert [each.code for each in findings_in(written)] == codes


def test_a_task_after_the_result_may_be_due_later():
    steps = (
        STEPS
        + "return: {by: d/o}\npublish: {by: d/o, due: {month: 9, day: 30}, after_result: true}\n"
    )
    assert findings_in(text("{month: 7, day: 31}", steps)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        a_text(STEPS, limit="5 days", top="due: {month: 7, day: 31}\n"),
        a_text(STEPS).replace("limit: uncounted\n", ""),
        a_text(STEPS.replace("by: d/o, due", "by: d/o, limit: 5 days, due")),
        text("{month: 7, day: 31}").replace(
            "steps:", "appointments: {one: {limit: 1 day, from: receive, to: sign}}\nsteps:"
        ),
    ],
)
def test_a_date_stands_instead_of_a_limit(wrong: str):
    assert [each.code for each in loaded(wrong).findings] == ["MC012"]


def test_dates_add_nothing_to_the_sums():
    proof = prove_time(
        a_net(STEPS.replace("receive: {by: d/o}", "receive: {by: d/o, limit: 2 days}"))
    )
    assert str(proof.total) == "2 days"
