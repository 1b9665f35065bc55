"""What is proved of conditions is told at their place, with an example that shows it."""

from __future__ import annotations

import pytest

from engine.catalogue import render
from engine.graph.asking import asked_before
from tests.support.nets import a_net, a_text, findings_in
from tests.support.specs import marked, places

DATA = """
        zone: {label: Khu vực, type: choice, required: true, options: {normal: Thường, island: Đảo}}
        kind: {label: Loại, type: choice, options: {a: A, b: B}}
        investment: {label: Vốn, type: money, required: true}
        depth: {label: Độ sâu, type: number}
        built_on: {label: Ngày xây, type: date}
        urgent: {label: Khẩn, type: yes_no, required: true}
        asked: {label: Được hỏi, type: number}
"""


def a_choice(*alternatives: str) -> str:
    """Return the text of a procedure that chooses by some alternatives right at reception."""
    listed = "".join(f"\n    - {each}" for each in alternatives)
    sign = "sign: {by: authority/leader, form: [asked]}"
    return a_text(f"route:\n  ‹MC203›choose:{listed}\n{sign}", fields=DATA)


TO = "to: sign}"
BROKEN = {
    "an option without a way": (
        [f"{{when: 'dossier.zone == \"normal\"', {TO}"],
        'MC203 dossier.zone = "island"',
    ),
    "a field that may be empty": (
        [f"{{when: 'dossier.kind == \"a\"', {TO}", f"{{when: 'dossier.kind == \"b\"', {TO}"],
        "MC203 dossier.kind left empty",
    ),
    "an amount between": (
        [
            f"{{when: dossier.investment < 1000, {TO}",
            f"{{when: dossier.investment > 1000, {TO}",
        ],
        "MC203 dossier.investment = 1000",
    ),
}


@pytest.mark.parametrize(("alternatives", "told"), BROKEN.values(), ids=BROKEN)
def test_a_choice_without_a_rest_is_told_with_a_dossier_it_does_not_take(
    alternatives: list[str], told: str
) -> None:
    text, expected = marked(a_choice(*alternatives))
    [found] = findings_in(text)
    assert places([found]) == expected
    code, example = told.split(" ", 1)
    assert found.code == code
    assert f"a dossier with {example} meets none" in render(found.message, "en")


FOUND = {
    "a condition that never holds": (
        "‹MC240›dossier.investment > 100 && dossier.investment < 50",
        "never",
    ),
    "a condition that always holds": (
        "‹MC241›dossier.investment > 100 || dossier.investment <= 100",
        "always",
    ),
    "a condition on what is asked later": ("‹MC243›dossier.asked > 1", "Được hỏi"),
}


@pytest.mark.parametrize(("condition", "word"), FOUND.values(), ids=FOUND)
def test_what_is_proved_of_a_condition_stands_where_the_condition_begins(
    condition: str, word: str
) -> None:
    text, expected = marked(
        a_choice(f"{{when: '{condition}', {TO}", "{end: refused}").replace("‹MC203›", "")
    )
    [found] = findings_in(text)
    assert places([found]) == expected
    assert word in render(found.message, "en")


def test_a_choice_that_takes_every_dossier_needs_no_rest() -> None:
    text = a_choice("{when: dossier.urgent, to: sign}", "{when: '!dossier.urgent', end: refused}")
    assert findings_in(text.replace("‹MC203›", "")) == []


def test_a_rest_for_which_nothing_is_left_is_found() -> None:
    text, expected = marked(
        a_choice(
            "{when: dossier.urgent, to: sign}",
            "{when: '!dossier.urgent', end: refused}",
            "‹MC244›{to: sign}",
        ).replace("‹MC203›", "")
    )
    assert places(findings_in(text)) == expected


def test_an_alternative_that_others_cover_together_is_never_taken() -> None:
    text, expected = marked(
        a_choice(
            "{when: dossier.investment < 1000, to: sign}",
            "{when: dossier.investment > 100, end: refused}",
            "‹MC204›{when: 'dossier.investment == 500', to: sign}",
        ).replace("‹MC203›", "")
    )
    found = [each for each in findings_in(text) if each.code != "MC242"]
    assert places(found) == expected


def test_overlapping_limits_are_told_with_a_value_for_which_both_hold() -> None:
    text, expected = marked(
        a_text(
            "sign: {by: authority/leader, limit: 1 day}",
            limit="\n"
            "  - {when: dossier.investment >= 800000000000, is: 1 day}\n"
            "  - {when: ‹MC242›dossier.investment <= 800000000000, is: 1 day}\n",
            fields=DATA,
        )
    )
    [found] = findings_in(text)
    assert places([found]) == expected
    assert "with dossier.investment = 800000000000 both" in render(found.message, "en")


def test_a_special_case_above_the_general_one_is_no_overlap() -> None:
    text = a_choice(
        "{when: dossier.investment > 1000, to: sign}",
        "{when: dossier.investment > 100, end: refused}",
        "{to: sign}",
    )
    assert findings_in(text.replace("‹MC203›", "")) == []


def test_what_a_branch_asked_is_known_where_the_branches_meet() -> None:
    net = a_net(
        """
        receive: {by: one_stop/reception, next: {all: [survey, consult]}}
        survey: {by: department/officer, form: [depth], next: conclude}
        consult: {by: department/officer, form: [built_on], next: conclude}
        conclude:
          by: department/officer
          form: [asked]
          join: all
          outcomes: {agree: {to: sign}, ask: {ask: supplement, back_to: again}}
        again: {by: department/officer, next: sign}
        sign: {by: authority/leader}
    """,
        fields=DATA,
    )
    asked = asked_before(net)
    at_reception = {"area", "units", "zone", "kind", "investment", "urgent"}
    assert asked["survey"] == at_reception
    assert asked["conclude"] == at_reception | {"depth", "built_on"}
    assert asked["again"] == at_reception | {"depth", "built_on"}
    assert asked["sign"] == at_reception | {"depth", "built_on"}


def test_what_a_branch_asked_that_need_not_come_is_not_known_behind_the_join() -> None:
    net = a_net(
        """
        receive: {by: one_stop/reception, next: {matching: [{when: dossier.urgent, to: survey}, {to: consult}]}}
        survey: {by: department/officer, form: [depth], next: conclude}
        consult: {by: department/officer, form: [built_on], next: conclude}
        conclude: {by: department/officer, join: all}
    """,
        fields=DATA,
    )
    assert "depth" not in asked_before(net)["conclude"]
    assert "built_on" in asked_before(net)["conclude"]


def test_a_branch_that_always_starts_by_its_condition_is_found() -> None:
    text, expected = marked(
        a_text(
            """
            receive:
              by: one_stop/reception
              next:
                matching:
                  - {when: '‹MC241›dossier.urgent || !dossier.urgent', to: survey}
                  - {when: '‹MC240›dossier.urgent && !dossier.urgent', to: consult}
            survey: {by: department/officer, next: conclude}
            consult: {by: department/officer, next: conclude}
            conclude: {by: department/officer, join: all}
        """,
            fields=DATA,
        )
    )
    assert places(findings_in(text)) == expected
