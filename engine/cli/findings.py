"""Findings as text: in full for people, concise, as JSON, and as annotations of GitHub and Gitea.

SARIF has a module of its own.
"""

from __future__ import annotations

from typing import Any, Literal

from engine.catalogue import render
from engine.messages import Language, Message, message
from engine.specs.findings import Finding, Severity

_SEVERITIES: dict[Severity, Message] = {
    Severity.ERROR: message("error"),
    Severity.WARNING: message("warning"),
    Severity.INFORMATION: message("information"),
}
_ANNOTATIONS: dict[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
}
FindingFormat = Literal["full", "concise", "json", "github", "sarif"]


def shown_in_full(finding: Finding, language: Language) -> str:
    """Return a finding on a line, with what to do about it on the next."""
    first = concise(finding, language)
    if finding.help is None:
        return first
    advice = render(message("help: {advice}", advice=finding.help), language)
    return f"{first}\n    {advice}"


def concise(finding: Finding, language: Language) -> str:
    """Return ``file:line:column: CODE text``, which editors can follow."""
    mark = (
        ""
        if finding.severity is Severity.ERROR
        else f" ({render(severity_word(finding.severity), language)})"
    )
    return f"{finding.place}: {finding.code}{mark} {render(finding.message, language)}"


def annotation(finding: Finding, language: Language) -> str:
    """Return a finding as a command of a workflow log, which marks the line in a merge request."""
    place = finding.place
    text = _escaped(render(finding.message, language))
    where = f"file={_escaped_value(str(place.file))},line={place.line},col={place.column}"
    return f"::{_ANNOTATIONS[finding.severity]} {where},title={finding.code}::{text}"


def as_json(finding: Finding, language: Language) -> dict[str, Any]:
    """Return a finding as plain values; ``run`` leads to the fault step by step, where a run shows it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": str(finding.place.file),
        "line": finding.place.line,
        "column": finding.place.column,
        "message": render(finding.message, language),
        "help": render(finding.help, language) if finding.help else None,
        "run": [
            {
                "line": stop.place.line,
                "column": stop.place.column,
                "message": render(stop.message, language),
            }
            for stop in finding.run
        ],
    }


def severity_word(severity: Severity) -> Message:
    """Return what a severity is called."""
    return _SEVERITIES[severity]


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_value(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
