"""SARIF as its publisher's own JSON Schema takes it, with the run that shows a fault."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator

from engine.cli.sarif import as_sarif
from engine.messages import LANGUAGES
from engine.specs.findings import Finding, Place
from engine.specs.rules import RULES
from tests.support.command_line import motcua
from tests.support.nets import a_text

_SCHEMA = Path(__file__).parents[1] / "support" / "vendor" / "sarif-schema-2.1.0.json"
_DEADLOCK = """
    receive: {by: one_stop/reception, outcomes: {one: {to: left}, other: {to: right}}}
    left: {by: department/officer, next: meet}
    right: {by: department/officer, next: meet}
    meet: {by: department/officer, join: all}
"""


@cache
def _validator() -> Draft4Validator:
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def _faults(log: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(log)]


def test_a_check_with_a_run_is_what_the_schema_says(tmp_path: Path) -> None:
    file = tmp_path / "thủ tục 1.yaml"
    file.write_text(a_text(_DEADLOCK), encoding="utf-8")
    for language in LANGUAGES:
        log = motcua("check", str(file), "--format", "sarif", lang=language).json
        assert _faults(log) == []
        found = {each["ruleId"]: each for each in log["runs"][0]["results"]}
        ((flow,),) = [each["threadFlows"] for each in found["MC211"]["codeFlows"]]
        lines = [
            stop["location"]["physicalLocation"]["region"]["startLine"]
            for stop in flow["locations"]
        ]
        assert lines == [14, 15]
        assert all(stop["location"]["message"]["text"] for stop in flow["locations"])
        assert "codeFlows" not in found["MC402"]


def test_json_tells_the_run_too(tmp_path: Path) -> None:
    file = tmp_path / "procedure.yaml"
    file.write_text(a_text(_DEADLOCK), encoding="utf-8")
    told = {
        each["code"]: each
        for each in motcua("check", str(file), "--format", "json").json["findings"]
    }
    assert [stop["line"] for stop in told["MC211"]["run"]] == [14, 15]
    assert told["MC211"]["run"][0]["message"]
    assert told["MC402"]["run"] == []


def test_every_rule_is_what_the_schema_says() -> None:
    place = Place(Path("a.yaml"))
    findings = [Finding(rule.code, rule.severity, place, rule.title) for rule in RULES.values()]
    for language in LANGUAGES:
        assert _faults(json.loads(as_sarif(findings, RULES, language))) == []


def test_the_schema_refuses_what_is_none() -> None:
    assert _faults({"version": "2.1.0"})
    assert _faults({"version": "2.1.0", "runs": [{"tool": {}, "results": []}]})
