"""A file is read whole: each fault with its code at its exact place, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.messages import Label
from engine.specs.durations import Duration
from engine.specs.findings import Severity
from engine.specs.loader import content_digest, load, load_file, load_folder
from engine.specs.parallel import Parallel
from engine.specs.rules_file import FILE_RULES
from tests.support.specs import (
    CALENDAR,
    ORGANISATION,
    PROCEDURE,
    a_procedure,
    an_organisation,
    loaded,
    marked,
    places,
)

BROKEN: dict[str, tuple[str, str, str]] = {
    "indentation": (PROCEDURE, "level: province", " level‹MC001›: province"),
    "a second colon": (PROCEDURE, "field: employment", "field: employment‹MC001›: yes"),
    "a tab": (PROCEDURE, "    by: department/officer", "‹MC001›\tby: department/officer"),
    "a control character": (PROCEDURE, "field: employment", "field: em‹MC001›\x07ployment"),
    "a duplicate key": (PROCEDURE, "level: province", "level: province\n‹MC004›field: land"),
    "a duplicate step": (
        PROCEDURE,
        "  sign:\n",
        "  sign: {by: authority/leader}\n  ‹MC004›sign:\n",
    ),
    "an alias": (PROCEDURE, "field: employment", "field: ‹MC005›*other"),
    "an anchor": (PROCEDURE, "field: employment", "field: ‹MC005›&other employment"),
    "a tag": (PROCEDURE, "field: employment", "field: ‹MC005›!!str employment"),
    "a tag that runs code": (
        PROCEDURE,
        "field: employment",
        "field: ‹MC005›!!python/object/apply:os.system [echo]",
    ),
    "no kind": (PROCEDURE, "kind: procedure\n", "‹MC006›"),
    "another kind": (PROCEDURE, "kind: procedure", "‹MC006›kind: procedur"),
    "a kind that is a list": (PROCEDURE, "kind: procedure", "‹MC006›kind: [procedure]"),
    "a word of a closed list": (PROCEDURE, "level: province", "‹MC007›level: district"),
    "a date": (PROCEDURE, "{from: 2025-12-01}", "{‹MC007›from: 2025-13-01}"),
    "a text for a mapping": (PROCEDURE, "effective: {from: 2025-12-01}", "‹MC007›effective: now"),
    "a mapping for a list": (PROCEDURE, "prints: [receipt]", "‹MC007›prints: {a: receipt}"),
    "a list for a text": (PROCEDURE, "number: 2022/QĐ-UBND", "‹MC007›number: [2022]"),
    "a list for steps that start together": (
        PROCEDURE,
        "next: return",
        "‹MC007›next: [return, sign]",
    ),
    "how many are needed, said where they start": (
        PROCEDURE,
        "next: return",
        "‹MC014›next: {any: [sign, return]}",
    ),
    "several steps without a word between": (PROCEDURE, "next: return", "‹MC007›next: [sign]"),
    "one step that starts together": (PROCEDURE, "next: return", "next: {‹MC007›all: [return]}"),
    "the name of a step": (PROCEDURE, "  sign:\n", "  ‹MC007›Ký:\n"),
    "the name of an item": (PROCEDURE, "[receipt]", "[receipt, ‹MC007›Biên nhận]"),
    "a code with a space": (PROCEDURE, 'code: "1.001806"', '‹MC007›code: "1 001806"'),
    "an empty text": (PROCEDURE, "field: employment", 'field: employment\n‹MC007›source: ""'),
    "a finding code": (
        PROCEDURE,
        "level: province",
        "level: province\naccept: {‹MC007›MC3: the table says so}",
    ),
    "a reason nobody understands": (
        PROCEDURE,
        "level: province",
        "level: province\naccept:\n  ‹MC007›MC301: ok",
    ),
    "a key that is a list": (PROCEDURE, "level: province", "level: province\n? ‹MC007›[a]\n: b"),
    "a status nobody knows": (
        PROCEDURE,
        "limit: 3 working days",
        "limit: 3 working days\n    ‹MC007›status: 11",
    ),
    "a closed status": (
        PROCEDURE,
        "limit: 3 working days",
        "limit: 3 working days\n    ‹MC019›status: 10",
    ),
    "a limit": (PROCEDURE, "limit: 10 working days", "‹MC008›limit: 10 workdays"),
    "a limit of a step": (PROCEDURE, "limit: 3 working days", "‹MC008›limit: three days"),
    "a limit of a case": (
        PROCEDURE,
        "limit: 10 working days",
        "limit: [{when: dossier.urgent, ‹MC008›is: soon}, {is: 3 days}]",
    ),
    "office hours": (CALENDAR, "friday: 07:30-11:30, 13:30-17:00", "‹MC009›friday: morning"),
    "office hours backwards": (
        CALENDAR,
        "friday: 07:30-11:30, 13:30-17:00",
        "‹MC009›friday: 13:30-17:00, 07:30-11:30",
    ),
    "a time zone": (CALENDAR, "hours:", "‹MC007›time_zone: Asia/Cao_Bang\nhours:"),
    "an alert": (
        PROCEDURE,
        "level: province",
        "level: province\nalerts:\n  - {name: a, of: step, ‹MC010›at: early, to: head}",
    ),
    "a performer": (PROCEDURE, "by: department/officer", "‹MC011›by: department officer"),
    "an outcome with two ways": (
        PROCEDURE,
        "complete: {to: route}",
        "‹MC012›complete: {to: route, end: refused}",
    ),
    "a step without a performer": (
        PROCEDURE,
        "  return: {by: one_stop/reception, limit: uncounted}",
        "  ‹MC012›return: {limit: uncounted}",
    ),
    "a condition": (
        PROCEDURE,
        '{when: \'dossier.area == "difficult"',
        "{when: 'dossier.a ‹MC013›=",
    ),
    "a condition with a loop": (
        PROCEDURE,
        "when: 'dossier.area",
        "when: 'dossier.agencies.‹MC160›all(a, true) || dossier.area",
    ),
    "a condition on nothing": (PROCEDURE, "{when: 'dossier.area", "{when: '1 == 1 || ‹MC013›area"),
    "an unknown key": (PROCEDURE, "groups:", "‹MC014›grups:"),
    "a misspelt key that had to be there": (PROCEDURE, "field: employment", "‹MC014›feild: land"),
    "an unknown key of a step": (PROCEDURE, "    next: return", "    ‹MC014›nxt: return"),
    "an unknown weekday": (CALENDAR, "  friday:", "  ‹MC014›fryday:"),
    "a missing key": (PROCEDURE, "field: employment\n", ""),
    "a missing key of a decision": (
        PROCEDURE,
        "decision: {number: 2022/QĐ-UBND, ",
        "‹MC015›decision: {",
    ),
    "a code without quotes": (PROCEDURE, 'code: "1.001806"', "code: ‹MC016›1.001806"),
    "a unit code without quotes": (ORGANISATION, '{code: "11"', "{code: ‹MC016›11"),
    "a list of codes without quotes": (
        PROCEDURE,
        "level: province",
        "level: province\nalso_codes: [‹MC016›1.001807, 1.001807.H05]",
    ),
    "a value that is empty": (PROCEDURE, "field: employment", "‹MC017›field:"),
    "a value that is null": (PROCEDURE, "field: employment", "‹MC017›field: ~"),
    "an item that is empty": (PROCEDURE, "[receipt]", "[receipt, ‹MC017›null]"),
    "a text with a comma inside braces": (
        PROCEDURE,
        "{label: Vốn đầu tư, type",
        "{label: Thẩm định, ‹MC017›dự thảo, type",
    ),
    "a second document": (PROCEDURE, "level: province", "level: province\n‹MC018›---\nkind: x"),
}


@pytest.mark.parametrize(("text", "right", "wrong"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_is_found_at_its_place_and_nothing_else_is(
    text: str, right: str, wrong: str
) -> None:
    assert right in text
    broken, expected = marked(text.replace(right, wrong, 1))
    if not expected:  # what is missing has no place of its own: the mapping it belongs to has
        expected = [("MC015", 1, 1)]
    assert places(loaded(broken).findings) == expected


def test_every_rule_about_files_has_a_broken_file() -> None:
    shown = {code for _, _, wrong in BROKEN.values() for code, _, _ in marked(wrong)[1]}
    tested_as_hostile = {"MC002", "MC003"}
    assert {rule.code for rule in FILE_RULES} - shown == tested_as_hostile


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    broken, expected = marked(
        PROCEDURE.replace('"1.001806"', "‹MC016›1.001806")
        .replace("level:", "‹MC014›levle:")
        .replace("limit: 10 working days", "‹MC008›limit: 10 dys")
        .replace("by: department/officer", "‹MC011›by: officer")
        .replace("limit: uncounted", "‹MC017›limit: ")
    )
    found = loaded(broken)
    assert places(found.findings) == expected
    assert found.document is None


def test_a_typing_error_is_answered_with_the_nearest_key_or_value() -> None:
    helped = {
        "grups": loaded(PROCEDURE.replace("groups:", "grups:")),
        "provnce": loaded(PROCEDURE.replace("level: province", "level: provnce")),
        "procedur": loaded(PROCEDURE.replace("kind: procedure", "kind: procedur")),
    }
    assert {wrong: str(each.findings[0].help) for wrong, each in helped.items()} == {
        "grups": "Did you mean “groups”?",
        "provnce": "Did you mean “province”?",
        "procedur": "Did you mean “procedure”?",
    }


def test_without_a_near_key_all_known_keys_are_named() -> None:
    (found,) = loaded(PROCEDURE.replace("{from: 2025-12-01}", "{from: 2025-12-01, x: y}")).findings
    assert str(found.help) == "Known here are: from, until."


def test_a_comma_in_braces_gets_its_own_help() -> None:
    text = PROCEDURE.replace("{vi: Công nhận cơ sở,", "{vi: Công nhận, cơ sở,")
    (found,) = loaded(text).findings
    assert "comma" in str(found.help)


def test_a_message_never_repeats_a_long_value() -> None:
    (found,) = loaded(PROCEDURE.replace("limit: 10 working days", f"limit: {'x' * 5000}")).findings
    assert len(str(found.message)) < 300


def test_a_code_without_quotes_is_a_warning_and_survives() -> None:
    found = loaded(PROCEDURE.replace('"1.001806"', "1.001800"))
    assert [each.severity for each in found.findings] == [Severity.WARNING]
    assert found.document is not None
    assert found.document.code == "1.001800"


@pytest.mark.parametrize(
    "written", ["01", "010", "1.001193", "no", "7:30", "1e3", "0x1F", "2025-01-01"]
)
def test_codes_survive_exactly_as_written(written: str) -> None:
    organisation = loaded(ORGANISATION.replace("code: H99", f"code: {written}"))
    assert organisation.document is not None
    assert organisation.document.code == written
    assert [each.code for each in organisation.findings] == ["MC016"]


@pytest.mark.parametrize(
    "written", ["1.001806.H05", "H99.03.01", "000.00.00.G22", "LS-2487", "vn-national"]
)
def test_codes_no_program_misreads_need_no_quotes(written: str) -> None:
    assert not loaded(ORGANISATION.replace("code: H99", f"code: {written}")).findings


def test_a_right_procedure_is_read_with_all_it_says() -> None:
    procedure = a_procedure()
    assert procedure.title == Label("Công nhận cơ sở", "Recognition of a firm")
    assert procedure.limit[0].limit == Duration.parse("10 working days")
    assert list(procedure.steps) == ["receive", "check", "route", "consult", "sign", "return"]
    assert procedure.steps["sign"].next == "return"


def test_steps_that_start_together_are_read_as_such() -> None:
    procedure = a_procedure(PROCEDURE.replace("next: return", "next: {all: [return, check]}"))
    assert procedure.steps["sign"].next == Parallel(all=("return", "check"))


def test_lines_may_end_as_on_any_system_and_a_byte_order_mark_may_stand_first() -> None:
    plain = an_organisation()
    text = "\ufeff" + ORGANISATION.replace("\n", "\r\n")
    assert load(text.encode(), Path("o.yaml")).document == plain
    assert load(text, Path("o.yaml")).document == plain


def test_the_source_tells_where_each_key_and_item_stands() -> None:
    source = loaded(PROCEDURE).source
    assert str(source.place("steps", "check", "outcomes", "lacking")) == "spec.yaml:27:7"
    assert str(source.place("steps", "route", "choose", 1, "to")) == "spec.yaml:31:10"
    assert str(source.place("steps", "sign", "not there")) == "spec.yaml:36:3"


def test_files_are_read_from_a_folder_and_unreadable_ones_are_findings(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "b.yaml").write_text(PROCEDURE, encoding="utf-8")
    (tmp_path / "inner" / "c.yml").write_text(CALENDAR, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a specification", encoding="utf-8")
    assert [each.source.file.name for each in load_folder(tmp_path)] == ["b.yaml", "c.yml"]
    assert places(load_file(tmp_path / "missing.yaml").findings) == [("MC001", 1, 1)]


def test_a_version_is_named_by_its_bytes() -> None:
    assert content_digest(b"a") == content_digest(b"a") != content_digest(b"a ")
    assert len(content_digest(b"")) == 64


def test_what_else_is_wrong_is_told_beside_a_misspelt_kind() -> None:
    broken = PROCEDURE.replace("kind: procedure", "kind: procedur").replace(
        "level: province", "level: provinz"
    )
    assert [each.code for each in loaded(broken).findings] == ["MC006", "MC007"]
    assert loaded(broken).document is None


def test_the_kind_of_time_that_was_meant_is_named() -> None:
    advice = {
        wrong: str(loaded(PROCEDURE.replace("10 working days", wrong)).findings[0].help)
        for wrong in ("10 ngày lam việc", "10 workdays", "10")
    }
    assert advice == {
        "10 ngày lam việc": "Did you mean “10 ngày làm việc”?",
        "10 workdays": "Did you mean “10 working days”?",
        "10": "Write the number, a space and the kind of time, for example “7 working days”.",
    }


def test_all_statuses_that_may_be_written_are_named() -> None:
    (told,) = loaded(
        PROCEDURE.replace("limit: 3 working days", "limit: 3 working days\n    status: 11", 1)
    ).findings
    assert "finished, but found “11”" in str(told.message)
