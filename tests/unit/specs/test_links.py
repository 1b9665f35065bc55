"""Procedures that start one another are checked together: names, data, dates, ends and circles."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.services.catalogue_checking import check_catalogue
from engine.services.check_cache import CheckCache
from engine.services.checking import check_loaded, check_paths
from engine.specs.findings import Finding
from engine.specs.loader import Loaded
from tests.support.linked_office import AWAITS, CHILD, parent_text
from tests.support.specs import loaded


def found(*texts: str) -> list[Finding]:
    documents: list[Loaded] = [loaded(text, f"{number}.yaml") for number, text in enumerate(texts)]
    assert all(each.document for each in documents), [each.findings for each in documents]
    return [
        each
        for each in check_loaded(documents).findings
        if each.code.startswith(("MC14", "MC3")) and each.place.file == Path("0.yaml")
    ]


def codes(*texts: str) -> list[str]:
    return [each.code for each in found(*texts) if each.code.startswith("MC14")]


def test_two_procedures_that_fit_give_no_finding() -> None:
    assert codes(parent_text(), CHILD) == []


def test_nothing_is_said_about_a_file_by_itself() -> None:
    assert codes(parent_text()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ('"9.000001"', '"9.000011"', "MC140"),
        ("amount: price", "amount: prize", "MC142"),
        ("amount: price", "amont: price", "MC142"),
        (", data: {amount: price}", "", "MC143"),
        ("type: money, required: true", "type: money", "MC143"),
        ("type: money, required: true", "type: text, required: true", "MC142"),
        ("from: 2026-01-01", "from: 2025-01-01", "MC144"),
        ("wait: true, ", "", "MC145"),
        ("    outcomes:\n", "    clock: restart\n    outcomes:\n", "MC145"),
        ("      otherwise: {to: check}\n", "", "MC146"),
        ("otherwise: {to", "others: {to", "MC146"),
    ],
)
def test_what_does_not_fit_is_found(right: str, wrong: str, code: str) -> None:
    text = parent_text()
    assert right in text
    assert code in codes(text.replace(right, wrong), CHILD)


ASKED = {
    "at a step after the start": ("  return: {by: one_stop/reception, limit: uncounted", 1),
    "at one of two ways only": ("  paid: {by: one_stop/reception, next: tax", 1),
    "at the step before": ("  before: {by: one_stop/reception", 0),
    "at reception": ("", 0),
}


@pytest.mark.parametrize("place", ASKED)
def test_what_is_passed_on_must_have_been_asked_for_on_every_way(place: str) -> None:
    asking, expected = ASKED[place]
    steps = """\
  before: {by: one_stop/reception, next: two}
  two: {by: one_stop/reception, outcomes: {pay: {to: paid}, free: {to: tax}}}
  paid: {by: one_stop/reception, next: tax}
  tax: {starts: {procedure: "9.000001", data: {amount: price}}}
  return: {by: one_stop/reception, limit: uncounted}
"""
    if asking:
        assert asking in steps
        steps = steps.replace(asking, f"{asking}, form: [price]")
    assert codes(parent_text(steps), CHILD) == ["MC147"] * expected


def test_what_is_not_required_may_be_asked_for_on_some_ways_but_not_only_afterwards() -> None:
    child = CHILD.replace("type: money, required: true", "type: money")
    later = parent_text(AWAITS.replace("limit: uncounted}", "limit: uncounted, form: [price]}"))
    assert codes(later, child) == ["MC147"]
    steps = AWAITS.replace(
        "  tax:\n",
        """\
  two: {by: one_stop/reception, outcomes: {pay: {to: paid}, free: {to: tax}}}
  paid: {by: one_stop/reception, form: [price]}
  tax:
""",
    )
    assert codes(parent_text(steps), child) == []
    assert codes(parent_text(steps), CHILD) == ["MC147"]


def test_a_code_that_is_nearly_right_is_guessed() -> None:
    wrong = parent_text().replace('"9.000001"', '"9.000011"')
    (finding,) = [each for each in found(wrong, CHILD) if each.code == "MC140"]
    assert "9.000001" in str(finding.help)


def test_a_linked_procedure_that_ends_sooner_is_told() -> None:
    child = CHILD.replace("from: 2026-01-01", "from: 2026-01-01, until: 2026-12-31")
    assert codes(parent_text(), child) == ["MC144"]


def test_a_circle_is_told_from_the_procedure_it_starts_at() -> None:
    child = CHILD.replace(
        "  return:", '  again: {starts: {procedure: "9.000002-with_tax"}}\n  return:'
    ).replace("{to: return}", "{to: again}")
    (finding,) = [each for each in found(parent_text(), child) if each.code == "MC141"]
    assert "9.000002-with_tax → 9.000001 → 9.000002-with_tax" in str(finding.message)


def times(text: str) -> list[str]:
    return [each.code for each in found(text, CHILD) if each.code.startswith("MC3")]


def test_awaiting_takes_the_whole_limit_of_the_linked_procedure() -> None:
    """Reception takes half a day, the linked procedure ten, the check at most one more."""
    exact = parent_text().replace("30 working days", "11.5 working days")
    assert times(exact) == []
    assert times(exact.replace("11.5", "11")) == ["MC301"]
    assert times(exact.replace("11.5", "12")) == ["MC302"]


def test_a_clock_that_stands_still_counts_nothing_of_it() -> None:
    still = AWAITS.replace("    outcomes:\n", "    clock: stop\n    outcomes:\n")
    assert times(parent_text(still).replace("30 working days", "1.5 working days")) == []


def test_a_step_shorter_than_what_it_awaits_is_told() -> None:
    short = AWAITS.replace("    outcomes:\n", "    limit: 9 working days\n    outcomes:\n")
    text = parent_text(short).replace("30 working days", "10.5 working days")
    assert times(text) == ["MC340"]
    enough = text.replace("9 working days", "10 working days").replace("10.5", "11.5")
    assert times(enough) == []


def test_a_remembered_catalogue_says_the_same_and_hears_of_a_changed_linked_procedure(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    texts = {"parent.yaml": parent_text(), "child.yaml": CHILD}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    cache = CheckCache(tmp_path / "kept")
    for _ in range(2):
        assert check_catalogue([folder], cache).findings == check_paths([folder]).findings
    shorter = CHILD.replace("limit: 10 working days", "limit: 300 working days")
    (folder / "child.yaml").write_text(shorter, encoding="utf-8")
    again = check_catalogue([folder], cache).findings
    assert "MC301" in [each.code for each in again]
    assert again == check_paths([folder]).findings
