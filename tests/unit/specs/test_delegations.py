"""Who acts for whom: what the directory answers, and what a check refuses."""

from __future__ import annotations

from datetime import date

import pytest

from engine.specs.directory import Directory
from engine.specs.organisation_references import organisation_faults
from tests.support.specs import an_organisation, loaded
from tests.support.walkers import ORGANISATION

AWAY = """\
delegations:
  - {by: binh, to: giang, posts: [{unit: "01", position: officer}], from: 2026-03-02, until: 2026-03-06, source: 15/QĐ-SNV}
  - {by: an, to: bach, from: 2026-03-02, until: 2026-03-06, source: 16/QĐ-SNV}
"""
THEN, BEFORE, AFTER = date(2026, 3, 4), date(2026, 3, 1), date(2026, 3, 7)


def directory() -> Directory:
    return Directory(an_organisation(ORGANISATION + AWAY))


def test_the_substitute_holds_the_position_while_the_delegation_lasts() -> None:
    known = directory()
    assert ("01", "officer") in known.posts_of("giang", THEN)
    assert known.holders("01", "officer", THEN) == ("binh", "bach", "giang")
    for day in (BEFORE, AFTER):
        assert ("01", "officer") not in known.posts_of("giang", day)
        assert known.holders("01", "officer", day) == ("binh", "bach")


def test_without_positions_named_all_of_them_are_delegated() -> None:
    known = directory()
    assert ("01", "head") in known.posts_of("bach", THEN)
    assert known.head_of("01", THEN) == ("an", "bach")


def test_it_is_known_for_whom_somebody_acts() -> None:
    known = directory()
    assert known.acts_for("giang", "01", "officer", THEN) == "binh"
    assert known.acts_for("giang", "11", "officer", THEN) == ""
    assert known.acts_for("bach", "01", "officer", THEN) == ""
    assert known.acts_for("giang", "01", "officer", AFTER) == ""


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("by: binh, to: nobody, from: 2026-04-01, until: 2026-04-03", ["MC132"]),
        ("by: binh, to: giang, from: 2026-03-06, until: 2026-03-02", ["MC117"]),
        (
            'by: binh, to: giang, posts: [{unit: "11", position: officer}], from: 2026-03-02, until: 2026-03-06',
            ["MC132"],
        ),
        ("by: binh, to: binh, from: 2026-04-01, until: 2026-04-03", ["MC133"]),
        ("by: bach, to: an, from: 2026-03-06, until: 2026-03-09", ["MC133"]),
        ("by: bach, to: an, from: 2026-03-07, until: 2026-03-09", []),
        ("by: binh, to: bach, from: 2026-03-06, until: 2026-03-09", ["MC134"]),
        ("by: binh, to: bach, from: 2026-03-07, until: 2026-03-09", []),
    ],
)
def test_a_delegation_that_makes_no_sense_is_found(lines: str, codes: list[str]) -> None:
    text = f"{ORGANISATION}{AWAY}  - {{{lines}, source: 17/QĐ-SNV}}\n"
    assert [each.code for each in organisation_faults(an_organisation(text))] == codes


def test_a_delegation_needs_a_paper() -> None:
    text = f"{ORGANISATION}delegations:\n  - {{by: an, to: bach, from: 2026-03-02, until: 2026-03-06}}\n"
    assert loaded(text).findings
