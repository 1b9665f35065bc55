"""check, publish, graph and explain: what authors and administrators type."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.settings import shipped
from tests.support.command_line import Office, motcua, rows

_LAND = shipped("procedure_specs") / "procedures" / "land" / "DT-138-d15.1.yaml"
_MERIT = shipped("procedure_specs") / "procedures" / "people_of_merit" / "2.002755.yaml"
_BROKEN = "kind: procedure\ncode: 1.001806\ntitel: Sai\n"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(_BROKEN, encoding="utf-8")
    return path


def test_shipped_specs_are_clean() -> None:
    said = motcua("check", str(shipped("procedure_specs")))
    assert (said.code, said.out) == (0, "43 files checked, nothing found\n")


def test_findings_are_told_with_place_code_and_help(broken: Path) -> None:
    said = motcua("check", str(broken))
    assert said.code == 1
    assert f"{broken}:3:1: MC" in said.out
    assert "    help: " in said.out
    assert said.out.splitlines()[-1].startswith("Findings: ")


def test_findings_come_in_every_format(broken: Path) -> None:
    concise = motcua("check", str(broken), "--format", "concise").out.splitlines()
    assert all(line.startswith(f"{broken}:") for line in concise)

    told = motcua("check", str(broken), "--format", "json").json
    assert told["version"] == 1
    assert len(told["findings"]) == len(concise)
    assert set(told["findings"][0]) == {
        "code", "severity", "file", "line", "column", "message", "help", "run",
    }  # fmt: skip

    annotated = motcua("check", str(broken), "--format", "github").out.splitlines()
    assert len(annotated) == len(concise)
    assert all(line.startswith(("::error file=", "::warning file=")) for line in annotated)


def test_findings_are_told_in_vietnamese_by_default(broken: Path) -> None:
    assert "gợi ý: " in motcua("check", str(broken), lang="vi").out


def test_an_unknown_format_is_a_wrong_call(broken: Path) -> None:
    assert motcua("check", str(broken), "--format", "xml").code == 2


def test_what_has_an_error_is_not_published(office: Office, broken: Path) -> None:
    before = motcua("graph", "1.001806", "--format", "mermaid").out
    said = motcua("publish", str(broken), "--by", "mai_le")
    assert said.code == 1
    assert f"{broken}:3:1: MC" in said.err
    assert "nothing was published" in said.err
    assert motcua("graph", "1.001806", "--format", "mermaid").out == before


def test_publishing_the_same_again_changes_nothing(office: Office) -> None:
    said = motcua("publish", str(_LAND), "--by", "mai_le")
    assert said.code == 0
    kind, key, version, _ = said.out.splitlines()[1].split("\t")
    assert (kind, key, version) == ("procedure", "DT-138-d15.1", "1")
    assert said.err == "In force as published: 1; new versions: 0; remarks of the check: 0\n"


def test_publishing_tells_what_the_check_remarked(office: Office, tmp_path: Path) -> None:
    loose = tmp_path / "loose.yaml"
    text = _MERIT.read_text(encoding="utf-8")
    loose.write_text(re.sub("^accept:\n(  .*\n)+", "", text, flags=re.M), encoding="utf-8")
    said = motcua("publish", str(loose), "--by", "mai_le")
    assert said.code == 0
    remark, *_, summary = said.err.splitlines()
    assert "MC413 (warning)" in remark
    assert summary == "In force as published: 1; new versions: 1; remarks of the check: 1"


def test_a_file_and_a_published_procedure_are_drawn_alike(office: Office, tmp_path: Path) -> None:
    drawn = tmp_path / "net.svg"
    said = motcua("graph", str(_LAND), "-o", str(drawn))
    assert (said.code, said.out) == (0, "")
    svg = drawn.read_text(encoding="utf-8")
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert motcua("graph", "DT-138-d15.1").out == svg
    assert motcua("graph", "DT-138-d15.1", "--format", "mermaid").out.startswith("flowchart")


def test_a_procedure_goes_out_as_bpmn_and_comes_back(office: Office, tmp_path: Path) -> None:
    drawn, back = tmp_path / "net.bpmn", tmp_path / "back.yaml"
    assert motcua("graph", "DT-138-d15.1", "--format", "bpmn", "-o", str(drawn)).code == 0
    assert "http" not in motcua("import-bpmn", str(drawn)).out
    said = motcua("import-bpmn", str(drawn), "-o", str(back))
    assert (said.code, said.out) == (0, "")
    assert motcua("graph", str(back), "--format", "mermaid", lang="vi").out.count("-->") == (
        motcua("graph", str(_LAND), "--format", "mermaid", lang="vi").out.count("-->")
    )


def test_what_an_import_drops_is_told_and_what_is_no_bpmn_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "drawn.bpmn"
    path.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="P">'
        '<startEvent id="S"/><task id="a" name="A"/><task id="b" name="Lạc"/>'
        '<sequenceFlow id="f" sourceRef="S" targetRef="a"/></process></definitions>',
        encoding="utf-8",
    )
    said = motcua("import-bpmn", str(path))
    assert "dropped: task b “Lạc”: No route from the start reaches it" in said.err
    assert said.out.startswith("kind: procedure\n")
    assert motcua("import-bpmn", str(_LAND)).code == 2
    assert motcua("import-bpmn", str(tmp_path / "none.bpmn")).code == 2


def test_drawing_what_does_not_exist_is_refused(office: Office, broken: Path) -> None:
    assert "found “9.999999”" in motcua("graph", "9.999999").err
    assert motcua("graph", "9.999999").code == 1
    assert motcua("graph", str(broken)).code == 2
    assert motcua("graph", str(_LAND), "-o", str(broken / "net.svg")).code == 2


def test_a_procedure_is_walked_through_the_calendar_over_tet(office: Office) -> None:
    said = motcua("explain", "1.001806", "--received", "2026-02-10T09:00")
    assert said.code == 0
    assert "Legal limit: 10 working days → 09:00 03/03/2026" in said.out
    assert "17/02/2026: Lunar New Year, not counted" in said.out
    # The steps together take exactly the legal limit.
    assert "0.5 working days → 09:00 03/03/2026" in said.out
    assert said.out.count("Due at 09:00 on 03/03/2026") == 2


def test_each_legal_limit_of_a_choice_is_explained(office: Office) -> None:
    said = motcua("explain", "LS-2487", "--received", "2026-03-02T09:00")
    assert "Legal limit [Set up an advisory council: yes]: 27 days" in said.out
    assert "Legal limit: 15 days" in said.out


def test_explaining_needs_something_that_exists(office: Office) -> None:
    assert motcua("explain", "nothing").code == 1
    assert motcua("explain", "1.001806", "--received", "tomorrow").code == 2
    assert "one-stop desk" in motcua("explain", "1.001806", "--desk", "H99.05").err


def test_json_is_stable_and_in_utf_8(broken: Path) -> None:
    text = motcua("check", str(broken), "--format", "json", lang="vi").out
    assert json.loads(text)["files"] == 1
    assert "\\u" not in text


def test_refusals_leave_the_office_as_it_was(office: Office, broken: Path) -> None:
    before = rows(office)
    motcua("publish", str(broken), "--by", "mai_le")
    motcua("graph", "9.999999")
    motcua("explain", "nothing")
    assert rows(office) == before
