"""Findings as SARIF 2.1.0, the form in which code hosts and editors take the results of a check."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from engine.catalogue import render
from engine.messages import Language
from engine.specs.findings import Finding, Place, Severity, Stop
from engine.specs.rule import Rule

_LEVELS: dict[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_sarif(findings: Iterable[Finding], rules: Mapping[str, Rule], language: Language) -> str:
    """Return a SARIF log of one run; it describes the rules of which something was found.

    Places relative to the working directory stay relative, so that a host finds them in its tree.
    """
    told = list(findings)
    codes = sorted({finding.code for finding in told})
    driver = {
        "name": "motcua",
        "version": version("motcua"),
        "rules": [_rule(rules[code], language) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code), language) for finding in told],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": render(rule.title, language)},
        "fullDescription": {"text": render(rule.explanation, language)},
        "help": {"text": render(rule.help, language)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, index: int, language: Language) -> dict[str, Any]:
    text = render(finding.message, language)
    if finding.help is not None:
        text = f"{text}\n{render(finding.help, language)}"
    told: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _where(finding.place)}],
    }
    if finding.run:
        stops = [_stop(stop, language) for stop in finding.run]
        told["codeFlows"] = [{"threadFlows": [{"locations": stops}]}]
    return told


def _stop(stop: Stop, language: Language) -> dict[str, Any]:
    """Return a step of a failing run: the standard calls such a run a code flow."""
    text = {"text": render(stop.message, language)}
    return {"location": {"physicalLocation": _where(stop.place), "message": text}}


def _where(place: Place) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(place.file)},
        "region": {"startLine": place.line, "startColumn": place.column},
    }


def _uri(file: Path) -> str:
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())
