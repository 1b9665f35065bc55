"""What the server offers to change: the one layout, and the corrections that cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from engine.catalogue import render
from engine.lsp.documents import Document
from engine.messages import Language, Message, message
from engine.specs.corrections import corrected, correction
from engine.specs.findings import Finding
from engine.specs.formatting import formatted

SUGGESTION = "Did you mean “{name}”?"


def layout(document: Document) -> list[types.TextEdit]:
    """Return the edit that puts a document into the one layout; none where that is not possible."""
    made = formatted(document.loaded().text, document.path).text
    return _instead(document, made)


def quick_fixes(
    document: Document,
    findings: Iterable[Finding],
    diagnostics: Iterable[types.Diagnostic],
    language: Language,
) -> Iterator[types.CodeAction]:
    """Yield a correction for each of the diagnostics the editor asks about that has one."""
    told = {(each.code, str(each.message).partition("\n")[0]): each for each in diagnostics}
    for finding in findings:
        shown = told.get((finding.code, render(finding.message, language)))
        if shown is None:
            continue
        if (made := correction(document.loaded(), finding)) is not None:
            title = message("Correct: {what}", what=finding.help or finding.message)
            edits = _instead(document, made.decode())
            yield _fix(document, title, edits, shown, language, certain=True)
        elif (edit := _suggested(document, finding, shown)) is not None:
            assert finding.help is not None  # the suggestion stands there
            title = message("Write “{name}”", name=finding.help.params["name"])
            yield _fix(document, title, [edit], shown, language, certain=False)


def fix_all(document: Document, language: Language) -> types.CodeAction | None:
    """Return the action that makes every certain correction, or None where there is none."""
    result = corrected(document.loaded().text, document.path)
    if not result.gone:
        return None
    return types.CodeAction(
        title=render(message("Correct everything that is certain"), language),
        kind=types.CodeActionKind.SourceFixAll,
        edit=types.WorkspaceEdit({document.uri: _instead(document, result.text.decode())}),
    )


def _suggested(
    document: Document, finding: Finding, shown: types.Diagnostic
) -> types.TextEdit | None:
    if finding.help is None or finding.help.text != SUGGESTION:
        return None
    written = finding.message.params.get("found")
    text = document.text
    start, end = text.offset(shown.range.start), text.offset(shown.range.end)
    at = text.content.rfind(str(written), start, end) if written else -1
    if at < 0:
        return None
    new = str(finding.help.params["name"])
    return types.TextEdit(text.range(at, at + len(str(written))), new)


def _fix(
    document: Document,
    title: Message,
    edits: list[types.TextEdit],
    shown: types.Diagnostic,
    language: Language,
    *,
    certain: bool,
) -> types.CodeAction:
    return types.CodeAction(
        title=render(title, language),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown],
        is_preferred=certain,
        edit=types.WorkspaceEdit({document.uri: edits}),
    )


def _instead(document: Document, made: str | None) -> list[types.TextEdit]:
    if made is None or made == document.text.content:
        return []
    return [types.TextEdit(document.text.whole(), made)]
