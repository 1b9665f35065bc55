"""Findings an author accepts with a reason: ``accept: {MC301: "the decision prints it so"}``."""

from __future__ import annotations

from collections.abc import Iterable

from engine.messages import message
from engine.specs.findings import Finding, Severity, SourceMap
from engine.specs.procedures import Procedure
from engine.specs.rules import RULES, finding


def without_accepted(
    procedure: Procedure, findings: Iterable[Finding], source: SourceMap, *, judged: tuple[str, ...]
) -> list[Finding]:
    """Return the findings that remain when accepted warnings are dropped.

    An error stays, whatever was accepted. An ``accept:`` entry that silences nothing is a finding
    itself, so that none outlives its reason.

    Args:
        procedure: whose ``accept:`` counts.
        findings: what the checks found.
        source: where the entries are written.
        judged: the beginnings of the codes that these checks give, such as ``MC3``; entries for other
            codes are left to the checks that give them.
    """
    found = list(findings)
    acceptable = {each.code for each in found if each.severity is not Severity.ERROR}
    kept = [
        each
        for each in found
        if each.severity is Severity.ERROR or each.code not in procedure.accept
    ]
    for code in procedure.accept:
        place = source.place("accept", code)
        rule = RULES.get(code)
        if rule is not None and rule.severity is Severity.ERROR:
            text = message("Expected {code} to be mended: an error cannot be accepted", code=code)
            kept.append(finding("MC310", place, text))
        elif code not in acceptable and code.startswith(judged):
            text = message("Expected a finding {code} to accept, but there is none", code=code)
            kept.append(finding("MC309", place, text))
    return kept
