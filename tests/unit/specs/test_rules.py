"""Each finding code is explained once, in the program and on its page of the reference."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.catalogue import render
from engine.specs.findings import Place, Severity
from engine.specs.rules import RULES, finding
from engine.specs.rules_conditions import CONDITION_RULES
from engine.specs.rules_file import FILE_RULES
from engine.specs.rules_graph import GRAPH_RULES
from engine.specs.rules_law import LAW_RULES
from engine.specs.rules_links import LINK_RULES
from engine.specs.rules_page import rules_page
from engine.specs.rules_references import REFERENCE_RULES
from engine.specs.rules_time_limits import TIME_LIMIT_RULES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "findings.md"


def test_no_code_is_given_to_two_rules() -> None:
    tables = (
        FILE_RULES,
        REFERENCE_RULES,
        LINK_RULES,
        CONDITION_RULES,
        GRAPH_RULES,
        TIME_LIMIT_RULES,
        LAW_RULES,
    )
    codes = [rule.code for table in tables for rule in table]
    assert len(codes) == len(set(codes)) == len(RULES)


def test_a_finding_has_the_severity_and_the_help_of_its_rule() -> None:
    rule = RULES["MC016"]
    found = finding("MC016", Place(Path("a.yaml"), 2, 7), rule.title)
    assert (found.severity, found.help) == (Severity.WARNING, rule.help)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_is_explained_in_both_languages(code: str) -> None:
    rule = RULES[code]
    for text in (rule.title, rule.explanation, rule.help):
        assert render(text, "en")
        assert render(text, "vi") != render(text, "en")


def test_the_page_of_findings_is_current() -> None:
    if os.environ.get("MOTCUA_UPDATE"):
        PAGE.write_text(rules_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == rules_page(), (
        "Expected docs/reference/findings.md to say what the rules say; "
        "run this test with MOTCUA_UPDATE=1 to write it anew"
    )
