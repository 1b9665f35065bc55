"""rule, and the forms of findings that other programs read: what an author looks up."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.specs.rules import RULES
from tests.support.command_line import Said, motcua
from tests.support.nets import a_text

_BROKEN = "kind: procedure\ncode: 1.001806\ntitel: Sai\n"


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a space in its name, named from its own folder."""
    monkeypatch.chdir(tmp_path)
    path = Path("thủ tục 1.yaml")
    path.write_text(_BROKEN, encoding="utf-8")
    return path


def test_a_finding_is_explained_with_its_reason_its_remedy_and_an_example() -> None:
    said = motcua("rule", "MC301")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "MC301  Steps longer than the legal limit (warning)"
    assert any(line.startswith("What to do: ") for line in lines)
    assert f"    {RULES['MC301'].example.splitlines()[0]}" in lines


def test_the_legal_source_is_named_where_there_is_one() -> None:
    assert "Legal source: Civil Code 2015, article 148.5" in motcua("rule", "MC311").out
    assert "Legal source" not in motcua("rule", "MC301").out


def test_a_finding_is_explained_in_vietnamese() -> None:
    assert "Cần làm: " in motcua("rule", "MC301", lang="vi").out


def test_all_findings_are_listed_once() -> None:
    rows = motcua("rule").out.splitlines()
    assert [row.split("\t")[0] for row in rows[1:]] == sorted(RULES)


def test_a_finding_is_found_in_small_letters_and_a_misspelt_one_is_suggested() -> None:
    assert motcua("rule", "mc301").code == 0
    refused = motcua("rule", "MC3O1")
    assert refused.code == 1
    assert "Did you mean “MC3" in refused.err


def test_rules_are_told_to_programs() -> None:
    (told,) = motcua("rule", "MC016", "--json").json["rules"]
    assert told["severity"] == "warning"
    assert told["example"] == "code: 1.001806\n"
    assert len(motcua("rule", "--json").json["rules"]) == len(RULES)


def _sarif(said: Said) -> dict[str, object]:
    assert said.code == 1
    (run,) = said.json["runs"]
    assert said.json["version"] == "2.1.0"
    assert isinstance(run, dict)
    return run


def test_sarif_has_what_its_readers_require(broken: Path) -> None:
    said = motcua("check", str(broken), "--format", "sarif")
    run: dict[str, object] = _sarif(said)
    assert set(said.json) == {"$schema", "version", "runs"}
    driver = run["tool"]["driver"]  # type: ignore[index]
    assert (driver["name"], bool(driver["version"])) == ("motcua", True)
    codes = [rule["id"] for rule in driver["rules"]]
    assert len(codes) == len(set(codes))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    concise = motcua("check", str(broken), "--format", "concise").out.splitlines()
    results = run["results"]
    assert isinstance(results, list)
    assert len(results) == len(concise) > 0
    for result, line in zip(results, concise, strict=True):
        assert codes[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        # A URI, so the letters and the space of the name are escaped.
        assert place["artifactLocation"]["uri"] == "th%E1%BB%A7%20t%E1%BB%A5c%201.yaml"
        region = place["region"]
        where = f"{broken}:{region['startLine']}:{region['startColumn']}: {result['ruleId']}"
        assert line.startswith(where)
        assert result["message"]["text"].splitlines()[0] in line


def test_sarif_of_clean_files_is_a_run_without_results(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(
        "kind: calendar\ncode: office\ntitle: Lịch\n", encoding="utf-8"
    )
    said = motcua("check", str(tmp_path), "--format", "sarif")
    assert said.code == 0
    assert said.json["runs"][0]["results"] == []


def test_sarif_of_a_path_from_the_root_is_a_file_uri(broken: Path) -> None:
    run = _sarif(motcua("check", str(broken.resolve()), "--format", "sarif"))
    (location, *_) = run["results"][0]["locations"]  # type: ignore[index]
    assert location["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")


def test_information_lets_the_check_pass_and_is_a_note_for_hosts(tmp_path: Path) -> None:
    file = tmp_path / "procedure.yaml"
    file.write_text(
        a_text("""
            receive: {by: one_stop/reception}
            sign: {by: one_stop/reception}
            return: {by: one_stop/reception}
        """),
        encoding="utf-8",
    )
    concise = motcua("check", str(file), "--format", "concise")
    assert concise.code == 0
    assert concise.out.startswith(
        f"{file}:15:10: MC405 (information) Expected “sign” to be done by"
    )
    assert motcua("check", str(file), "--format", "github").out.startswith("::notice file=")
    (result,) = motcua("check", str(file), "--format", "sarif").json["runs"][0]["results"]
    assert result["level"] == "note"
