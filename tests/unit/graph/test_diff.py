"""What one text of a procedure changes in another, told by what it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.catalogue import render
from engine.graph.diff import Change, ProcedureDiff, compare
from engine.messages import Label, Message
from engine.settings import shipped
from engine.specs.durations import Duration
from engine.specs.formatting import formatted
from engine.specs.loader import load, load_file
from engine.specs.procedures import Procedure
from tests.support.specs import PROCEDURE

SHIPPED = sorted((shipped("procedure_specs") / "procedures").rglob("*.yaml"))


def _procedure(text: str) -> Procedure:
    loaded = load(text, Path("procedure.yaml"))
    assert isinstance(loaded.document, Procedure), [str(each) for each in loaded.findings]
    return loaded.document


def _after(*edits: tuple[str, str]) -> ProcedureDiff:
    new = PROCEDURE
    for right, wrong in edits:
        assert new.count(right) == 1, right
        new = new.replace(right, wrong)
    return compare(_procedure(PROCEDURE), _procedure(new))


def _told(change: Change) -> tuple[str, str, str | None, str | None]:
    return change.kind, str(change.what), _side(change.before), _side(change.after)


def _side(value: Message | Label | str | None) -> str | None:
    if isinstance(value, Label):
        return value.in_language("en")
    return render(value, "en") if isinstance(value, Message) else value


def _told_all(found: ProcedureDiff) -> list[tuple[str, str, str | None, str | None]]:
    return [_told(each) for each in found.changes]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_text_differs_from_itself_in_nothing_however_it_is_laid_out(path: Path) -> None:
    old = load_file(path).document
    new = load(formatted(path.read_bytes(), path).text or "", path).document
    assert isinstance(old, Procedure)
    assert isinstance(new, Procedure)
    found = compare(old, new)
    assert found.changes == ()
    assert found.longest_before == found.longest_after


@pytest.mark.parametrize(
    ("right", "wrong", "what", "before", "after"),
    [
        ("limit: 10 working days", "limit: 8 working days", "legal limit", "10 working days", "8 working days"),
        ("level: province", "level: commune", "level", "province", "commune"),
        ("en: Recognition of a firm", "en: Recognition", "title", "Recognition of a firm", "Recognition"),
        ("{from: 2025-12-01}", "{from: 2025-12-01, until: 2026-12-31}", "in force", "from: 01/12/2025", "from: 01/12/2025, until: 31/12/2026"),
        ("processing: 7 working days", "processing: 6 working days", "group processing", "7 working days", "6 working days"),
        ("    by: authority/leader", "    by: department/head", "step sign, who does it", "authority/leader", "department/head"),
        ("    by: authority/leader", "    by: authority/leader\n    participants: [department/head]", "step sign, who takes part", None, "department/head"),
        ("    by: authority/leader", "    by: authority/leader\n    status: 2", "step sign, national status", None, "received"),
        ("type: money", "type: number", "field investment_vnd, type", "money", "number"),
        ("complete: {to: route}", "complete: {to: sign}", "step check, “outcomes complete”", "to: route", "to: sign"),
        ("lacking: {ask: supplement, back_to: check}", "lacking: {ask: supplement, back_to: check, clock: stop}", "step check, “outcomes lacking”", "ask: supplement, back_to: check", "ask: supplement, back_to: check, clock: stop"),
        ("    next: return", "    next: check", "step sign, “next”", "return", "check"),
        ("    prints: [receipt]", "    prints: [receipt, register]", "step receive, forms printed", "receipt", "receipt, register"),
        ("- {to: sign}", "- {end: refused}", "step route, “choose 2”", "to: sign", "end: refused"),
    ],
)  # fmt: skip
def test_one_edit_is_one_change(right: str, wrong: str, what: str, before: str, after: str) -> None:
    assert _told_all(_after((right, wrong))) == [("changed", what, before, after)]


def test_a_step_that_is_new_and_one_that_is_gone_are_told_with_what_they_are() -> None:
    found = _after(
        ("  consult:\n", "  review: {by: department/head, limit: 1 day, next: sign}\n  consult:\n")
    )
    assert _told_all(found) == [("added", "step review", None, "review, department/head, 1 day")]
    found = compare(
        _procedure(PROCEDURE), _procedure(PROCEDURE.replace("  return: {by", "  handover: {by"))
    )
    assert ("renamed", "step", "return", "handover") in _told_all(found)


def test_renaming_a_step_and_the_routes_to_it_is_one_change() -> None:
    found = compare(
        _procedure(PROCEDURE),
        _procedure(
            PROCEDURE.replace("  consult:\n", "  ask_agencies:\n").replace(
                "to: consult", "to: ask_agencies"
            )
        ),
    )
    # Its kind followed from its name, so that changed with it.
    assert _told_all(found) == [
        ("renamed", "step", "consult", "ask_agencies"),
        ("changed", "step ask_agencies, kind", "consult", "process"),
    ]


def test_steps_with_the_same_label_or_row_are_the_same_step() -> None:
    old = PROCEDURE.replace("  sign:\n", '  sign:\n    ref: "5"\n    label: Ký\n')
    for new in (
        old.replace("  sign:\n", "  approve_it:\n").replace("authority/leader", "authority/head"),
        old.replace("  sign:\n", "  approve_it:\n").replace("label: Ký", "label: Phê duyệt"),
    ):
        found = compare(_procedure(old), _procedure(new.replace("to: sign", "to: approve_it")))
        assert ("renamed", "step", "sign", "approve_it") in _told_all(found)
        assert {each.kind for each in found.changes} == {"renamed", "changed"}


def test_the_fewest_steps_that_moved_are_told() -> None:
    text = "".join(f"  s{n}: {{by: a/b, limit: 1 day}}\n" for n in range(5))
    head = PROCEDURE.split("steps:\n")[0] + "steps:\n"
    lines = text.splitlines(keepends=True)
    moved = "".join([lines[4], *lines[:4]])
    found = compare(_procedure(head + text), _procedure(head + moved))
    assert _told_all(found) == [("moved", "step s4", None, "first")]
    found = compare(_procedure(head + moved), _procedure(head + text))
    assert _told_all(found) == [("moved", "step s4", None, "after s3")]


def test_the_longest_route_is_told_before_and_after() -> None:
    found = _after(("limit: 3 working days", "limit: 5 working days"))
    assert found.longest_before is not None
    assert found.longest_after is not None
    assert found.longest_before.path == ("receive", "check", "consult", "sign", "return")
    assert found.longest_before.total == Duration.parse("5 working days")
    assert found.longest_after.total == Duration.parse("7 working days")


def test_without_a_step_that_a_route_leads_to_there_is_no_longest_route() -> None:
    assert _after(("- {to: sign}", "- {to: nowhere}")).longest_after is None


def test_fields_and_papers_come_and_go() -> None:
    edit = ("    urgent: {label: Khẩn, type: yes_no}\n", "")
    assert _told_all(_after(edit)) == [("removed", "field urgent", "Khẩn", None)]
    found = _after(("steps:\n", "  papers:\n    request: {label: Đơn, original: 1}\nsteps:\n"))
    assert _told_all(found) == [("added", "paper request", None, "Đơn")]


def test_options_and_parameters_are_told_by_name() -> None:
    edit = (
        "type: yes_no}",
        "type: choice, options: {high: Cao, low: Thấp}}",
    )
    told = _told_all(_after(edit))
    assert ("changed", "field urgent, options", None, "high: Cao, low: Thấp") in told


def test_alerts_are_told_in_words() -> None:
    edit = (
        "steps:\n",
        "alerts: [{name: soon, of: dossier, at: 1 working day before, to: head}]\nsteps:\n",
    )
    (change,) = _after(edit).changes
    assert _side(change.after) == "soon, dossier, 1 working day before, head"
