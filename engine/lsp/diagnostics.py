"""Findings as editors show them: marked in the text, with help and a link to the rule."""

from __future__ import annotations

from lsprotocol import types

from engine.catalogue import render
from engine.lsp.documents import Document
from engine.lsp.rule_pages import RulePages
from engine.messages import Language
from engine.specs.findings import Finding, Place, Severity, Stop

SOURCE = "motcua"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
}


def diagnostic(
    finding: Finding, document: Document, language: Language, pages: RulePages
) -> types.Diagnostic:
    """Return a finding of a document as a diagnostic; its help stands below its text."""
    text = render(finding.message, language)
    if finding.help is not None:
        text = f"{text}\n{render(finding.help, language)}"
    return types.Diagnostic(
        range=range_of(finding.place, document),
        message=text,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(pages.uri(finding.code, language)),
        source=SOURCE,
        related_information=[_related(stop, document, language) for stop in finding.run] or None,
    )


def _related(
    stop: Stop, document: Document, language: Language
) -> types.DiagnosticRelatedInformation:
    """Return a step of the run that shows a fault, at its line."""
    where = types.Location(document.uri, range_of(stop.place, document))
    return types.DiagnosticRelatedInformation(where, render(stop.message, language))


def range_of(place: Place, document: Document) -> types.Range:
    """Return what to mark: the key with a value on its line, else the key or item, else the line's rest."""
    text = document.text
    start = text.offset_of_place(place.line, place.column)
    line_end = text.end_of_line(start)
    node = document.tree.by_start.get(start)
    if node is not None and node.scalar is not None and node.value.end <= line_end:
        return text.range(start, max(node.value.end, start + 1))
    if node is not None and node.key is not None:
        return text.range(start, node.key.end)
    return text.range(start, line_end if line_end > start else min(start + 1, len(text.content)))
