"""Every name must lead somewhere; one that does not is found where it is written."""

from __future__ import annotations

import pytest

from engine.specs.loader import Loaded
from engine.specs.references import check_documents, check_procedure
from engine.specs.rules_references import REFERENCE_RULES
from tests.support.specs import (
    CALENDAR,
    ORGANISATION,
    PROCEDURE,
    a_calendar,
    an_organisation,
    loaded,
    marked,
    places,
)

Edit = tuple[str, str]

IN_PROCEDURE: dict[str, Edit] = {
    "next": ("next: return", "‹MC101›next: retrun"),
    "steps that start together": ("next: return", "next: {all: [return, ‹MC101›sgin]}"),
    "the way of an outcome": ("{to: route}", "{‹MC101›to: rout}"),
    "the way back of a wait": ("back_to: check", "‹MC101›back_to: chek"),
    "the way of a choice": ("- {to: sign}", "- {‹MC101›to: sing}"),
    "the way out of a wait": (
        "back_to: check}",
        "back_to: check, expires: {after: 5 days, ‹MC101›to: x}}",
    ),
    "a group": ("    next: return", "    next: return\n    ‹MC102›group: procesing"),
    "a phase": ("    next: return", "    next: return\n    ‹MC102›phase: commune"),
    "a field of a form": ("    next: return", "    next: return\n    form: [area, ‹MC103›aera]"),
    "a field of a condition": ("{when: 'dossier.area", "{when: 'dossier.‹MC103›aera"),
    "a field of the condition of a limit": (
        "limit: 10 working days",
        "limit: [{when: dossier.‹MC103›difficult, is: 33 days}, {is: 23 days}]",
    ),
    "the field of the units": ("for_each: dossier.agencies", "‹MC103›for_each: dossier.agency"),
    "a field that holds no units": ("for_each: dossier.agencies", "‹MC104›for_each: dossier.area"),
    "money compared with a text": (
        '{when: \'dossier.area == "difficult"',
        '{when: \'dossier.investment_vnd >= ‹MC105›"5"',
    ),
    "a number on the left of a text": (
        '{when: \'dossier.area == "difficult"',
        "{when: '‹MC105›5 == dossier.area",
    ),
    "a truth compared with a text": (
        '{when: \'dossier.area == "difficult"',
        '{when: \'dossier.urgent == ‹MC105›"yes"',
    ),
    "several units compared with one": (
        '{when: \'dossier.area == "difficult"',
        '{when: \'dossier.agencies == ‹MC105›"01"',
    ),
    "an option": (
        '{when: \'dossier.area == "difficult"',
        '{when: \'dossier.area != ‹MC109›"dificult"',
    ),
    "an option among several": (
        '{when: \'dossier.area == "difficult"',
        '{when: \'dossier.area in ["normal", ‹MC109›"other"]',
    ),
    "a form type": ("prints: [receipt]", "prints: [receipt, ‹MC106›form_01]"),
    "a rung": (
        "level: province",
        "level: province\nalerts:\n  - {name: a, of: step, at: due, to: head}\n"
        "  - {‹MC107›name: a, of: dossier, at: due, to: head}",
    ),
    "an accepted finding": (
        "level: province",
        "level: province\naccept: {‹MC108›MC999: the table says so}",
    ),
    "an accepted error": (
        "level: province",
        "level: province\naccept: {‹MC108›MC101: the table says so}",
    ),
    "the role of a performer": ("by: department/officer", "‹MC110›by: departement/officer"),
    "the position of a performer": ("by: department/officer", "‹MC111›by: department/oficer"),
    "the role of somebody who takes part": (
        "limit: 1 working day\n",
        "limit: 1 working day\n    participants: [‹MC110›councl/leader]\n",
    ),
    "the position of somebody who takes part": (
        "limit: 1 working day\n",
        "limit: 1 working day\n    participants: [authority/leader, ‹MC111›authority/laeder]\n",
    ),
    "somebody who takes part in what they do": (
        "limit: 1 working day\n",
        "limit: 1 working day\n    participants: [‹MC131›department/officer]\n",
    ),
    "a role nobody plays": (
        "limit: 1 working day\n",
        "limit: 1 working day\n    participants: [‹MC112›consulted/officer]\n",
    ),
    "a calendar": ("level: province", "level: province\n‹MC114›calendar: ofice"),
    "the end of its effect": ("{from: 2025-12-01}", "{from: 2025-12-01, ‹MC117›until: 2025-11-30}"),
}

IN_ORGANISATION: dict[str, Edit] = {
    "the unit above": (
        'Sở Nội vụ, parent: "00", level: department',
        'Sở Nội vụ, ‹MC113›parent: "0", level: department',
    ),
    "a successor": ("desk: true", 'desk: true, ‹MC113›successor: "99"'),
    "a territory": ('territory: "12"}', '‹MC113›territory: "13"}'),
    "a unit code used twice": (
        "officers:",
        '  - {‹MC116›code: "12", name: Xã C, level: commune}\nofficers:',
    ),
    "units above each other": (
        "name: Tỉnh, level: province",
        'name: Tỉnh, ‹MC115›parent: "11", level: province',
    ),
    "a unit's calendar": ("desk: true", "desk: true, ‹MC114›calendar: desk"),
    "the calendar": ("calendar: office", "‹MC114›calendar: offices"),
    "an officer used twice": ("{id: binh", "{‹MC116›id: an"),
    "the unit of a post": ('[{unit: "02", position', '[{‹MC113›unit: "03", position'),
    "the position of a post": ("position: reception", "‹MC111›position: receptoin"),
    "the end of a post": (
        "position: officer, from: 2025-07-01",
        "position: officer, from: 2025-07-01, ‹MC117›until: 2025-06-30",
    ),
    "the role of a responsibility": ("{role: authority", "{‹MC110›role: autority"),
    "the unit of a responsibility": ('authority, unit: "00"', 'authority, ‹MC113›unit: "000"'),
    "a responsibility of two units": (
        "  - {role: department,",
        '  - {role: authority, ‹MC118›unit: "01", from: 2025-07-01}\n  - {role: department,',
    ),
    "the end of a unit": (
        "desk: true",
        "desk: true, valid_from: 2025-07-01, ‹MC117›valid_until: 2024-01-01",
    ),
}


def _set(procedure: str = PROCEDURE, organisation: str = ORGANISATION) -> list[Loaded]:
    return [
        loaded(CALENDAR, "calendar.yaml"),
        loaded(organisation, "organisation.yaml"),
        loaded(procedure, "procedure.yaml"),
    ]


def test_right_documents_have_no_findings() -> None:
    assert check_documents(_set()) == []


@pytest.mark.parametrize("edit", IN_PROCEDURE.values(), ids=IN_PROCEDURE.keys())
def test_a_name_that_leads_nowhere_is_found_where_the_procedure_writes_it(edit: Edit) -> None:
    assert edit[0] in PROCEDURE
    broken, expected = marked(PROCEDURE.replace(*edit, 1))
    documents = _set(procedure=broken)
    assert not documents[-1].findings
    assert places(check_documents(documents)) == expected


@pytest.mark.parametrize("edit", IN_ORGANISATION.values(), ids=IN_ORGANISATION.keys())
def test_a_code_that_leads_nowhere_is_found_where_the_organisation_writes_it(edit: Edit) -> None:
    assert edit[0] in ORGANISATION
    broken, expected = marked(ORGANISATION.replace(*edit, 1))
    documents = _set(organisation=broken)[:2]
    assert not documents[-1].findings
    assert places(check_documents(documents)) == expected


def test_every_rule_about_references_has_a_broken_document() -> None:
    edits = [*IN_PROCEDURE.values(), *IN_ORGANISATION.values()]
    shown = {code for _, wrong in edits for code, _, _ in marked(wrong)[1]}
    # Told in stories of their own.
    shown |= {"MC112", "MC119", "MC132", "MC133", "MC134"}
    assert {rule.code for rule in REFERENCE_RULES} == shown


def test_each_role_is_played_on_the_day_the_procedure_takes_effect() -> None:
    early = PROCEDURE.replace("{from: 2025-12-01}", "{from: 2025-06-30}")
    found = check_documents(_set(early))
    assert places(found) == [("MC112", 23, 5), ("MC112", 37, 5)]
    assert "2025-06-30" in str(found[0].message)


def test_a_field_nobody_is_responsible_for_is_told_beside_those_that_have_somebody() -> None:
    rule = '  - {role: department, unit: "01", from: 2025-07-01}'
    organisation = ORGANISATION.replace(rule, rule.replace("from:", "fields: [employement], from:"))
    found = check_documents(_set(organisation=organisation))
    assert {each.code for each in found} == {"MC112"}
    assert "for the field “employment”" in str(found[0].message)
    assert str(found[0].message).endswith("only for: employement")
    assert str(found[0].help) == "Did you mean “employement”?"


def test_a_role_of_communes_is_played_in_every_commune() -> None:
    procedure = PROCEDURE.replace("by: department/officer", "by: commune/officer")
    assert check_documents(_set(procedure)) == []
    organisation = ORGANISATION.replace(
        '  - {role: commune, unit: "12", territory: "12", from: 2025-07-01}\n', ""
    )
    (found,) = check_documents(_set(procedure, organisation))
    assert found.code == "MC112"
    assert str(found.message).endswith("but there is none for 12")
    assert (found.place.line, found.place.column) == (23, 5)


def test_the_units_that_are_consulted_are_named_by_the_dossier_not_by_the_organisation() -> None:
    assert "role: consulted" not in ORGANISATION
    assert check_documents(_set()) == []
    one_unit = PROCEDURE.replace("    for_each: dossier.agencies\n", "")
    assert [each.code for each in check_documents(_set(one_unit))] == ["MC112"]


def test_the_same_code_in_two_files_is_found_in_the_second() -> None:
    second = loaded(PROCEDURE, "z.yaml")
    variant = loaded(PROCEDURE.replace("title:", "variant: short\ntitle:"), "variant.yaml")
    (found,) = check_documents([*_set(), second, variant])
    assert (found.code, str(found.place)) == ("MC116", "z.yaml:2:1")
    assert "procedure.yaml" in str(found.message)


def test_calendars_that_extend_each_other_are_found() -> None:
    first = loaded(CALENDAR.replace("hours:", "extends: b\nhours:"), "a.yaml")
    second = loaded(
        CALENDAR.replace("office", "b").replace("hours:", "extends: office\nhours:"), "b.yaml"
    )
    found = check_documents([first, second])
    assert [(each.code, str(each.place)) for each in found] == [
        ("MC115", "a.yaml:4:1"),
        ("MC115", "b.yaml:4:1"),
    ]


def test_a_typing_error_is_answered_with_the_nearest_name() -> None:
    documents = _set(PROCEDURE.replace("next: return", "next: retrun"))
    (found,) = check_documents(documents)
    assert str(found.message) == "Expected a step, but found “retrun”"
    assert str(found.help) == "Did you mean “return”?"


def test_a_condition_may_quote_a_text_that_looks_like_a_field() -> None:
    text = PROCEDURE.replace('"difficult" &&', '"difficult" && "dossier.nothing" != "x" &&')
    assert check_documents(_set(text)) == []


def test_a_condition_may_ask_whether_one_unit_is_among_several() -> None:
    text = PROCEDURE.replace('dossier.area == "difficult"', '"01" in dossier.agencies')
    assert check_documents(_set(text)) == []


def test_a_procedure_alone_is_checked_within_itself() -> None:
    broken = loaded(PROCEDURE.replace("department/officer", "nobody/officer"))
    assert check_procedure(broken, None, []) == []
    found = check_procedure(broken, an_organisation(), [a_calendar()])
    assert [each.code for each in found] == ["MC110"]
