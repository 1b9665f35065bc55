"""Consultations whose answers cannot be put together, and circles a dossier would never come out of."""

from __future__ import annotations

import pytest

from tests.support.nets import a_text, findings_in
from tests.support.specs import marked, places

BROKEN = {
    "two outcomes, of which the last answer alone would count": """
        consult:
          by: consulted/officer
          for_each: dossier.units
          ‹MC207›outcomes: {agree: {to: conclude}, object: {end: refused}}
        conclude: {by: department/officer}
    """,
    "the standard outcomes of a reception": """
        receive: {by: one_stop/reception, ‹MC207›for_each: dossier.units}
        conclude: {by: department/officer}
    """,
    "a form that the next answer would overwrite": """
        consult: {by: consulted/officer, for_each: dossier.units, ‹MC207›form: [area]}
        conclude: {by: department/officer}
    """,
    "a consultation, perhaps of nobody, and a choice": """
        receive: {by: one_stop/reception}
        ‹MC210›consult: {by: consulted/officer, for_each: dossier.units}
        enough: {choose: [{when: 'dossier.area == "a"', to: sign}, {to: consult}]}
        sign: {by: authority/leader}
    """,
    "choices that send to each other": """
        receive: {by: one_stop/reception}
        ‹MC210›first: {choose: [{when: 'dossier.area == "a"', to: second}, {to: sign}]}
        second: {choose: [{when: 'dossier.area == "a"', to: first}, {to: sign}]}
        sign: {by: authority/leader}
    """,
    "a choice that sends to itself": """
        receive: {by: one_stop/reception}
        ‹MC210›again: {choose: [{when: 'dossier.area == "a"', to: again}, {to: sign}]}
        sign: {by: authority/leader}
    """,
}


@pytest.mark.parametrize("story", BROKEN)
def test_findings_stand_at_the_line_that_shows_them(story: str):
    text, expected = marked(a_text(BROKEN[story]))
    assert places(findings_in(text)) == expected


@pytest.mark.parametrize(
    "between",
    ["review: {by: department/head}", "wait: {ask: external}", "tell: {run: notify_applicant}"],
)
def test_a_circle_with_work_a_wait_or_a_run_in_it_is_none(between: str):
    text = a_text(f"""
        receive: {{by: one_stop/reception}}
        consult: {{by: consulted/officer, for_each: dossier.units, outcomes: {{given: {{to: {between.split(":")[0]}}}}}}}
        {between}
        enough: {{choose: [{{when: 'dossier.area == "a"', to: sign}}, {{to: consult}}]}}
        sign: {{by: authority/leader}}
    """)
    assert findings_in(text) == []
