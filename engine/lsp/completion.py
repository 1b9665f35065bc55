"""What can be written at the cursor: keys, fixed words, and names that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from engine.catalogue import render
from engine.lsp.cursor import Cursor, cursor_in
from engine.lsp.documents import Document
from engine.lsp.hover import directory_among, key_meaning
from engine.lsp.mentions import Sort, sort_of_value
from engine.lsp.symbols import label_at
from engine.messages import Label, Language
from engine.specs.author_keys import keys_at, words_at
from engine.specs.calendars import CalendarSpec
from engine.specs.directory import DESK_ROLE
from engine.specs.findings import KeyPath, Severity
from engine.specs.loader import Loaded
from engine.specs.procedures import Procedure
from engine.specs.rules import RULES

_FIELD = "dossier."


def completions(
    document: Document, offset: int, others: Iterable[Loaded], language: Language
) -> list[types.CompletionItem]:
    """Return what can be written at a cursor."""
    if document.model is None:
        return []
    cursor = cursor_in(document.text.content, offset)
    around = list(others)
    if cursor.in_value:
        return list(_values(document, cursor, around, language))
    return list(_keys(document, cursor, language))


def _keys(document: Document, cursor: Cursor, language: Language) -> Iterator[types.CompletionItem]:
    assert document.model is not None  # the caller has made sure
    if cursor.path == ("accept",):
        for code, rule in sorted(RULES.items()):
            if rule.severity is not Severity.ERROR:
                yield _item(
                    code, types.CompletionItemKind.Value, render(rule.title, language), f"{code}: "
                )
        return
    written = set(document.tree.keys(*cursor.path))
    for key in keys_at(document.model, cursor.path):
        if key not in written:
            meaning = key_meaning(document, (*cursor.path, key))
            told = render(meaning, language) if meaning is not None else None
            yield _item(key, types.CompletionItemKind.Property, told, f"{key}: ")


def _values(
    document: Document, cursor: Cursor, others: list[Loaded], language: Language
) -> Iterator[types.CompletionItem]:
    assert document.model is not None  # the caller has made sure
    for word in words_at(document.model, cursor.path):
        yield _item(word, types.CompletionItemKind.EnumMember, None)
    if document.model is not Procedure:
        return
    match cursor.path:
        case ("steps", _, "by") | ("steps", _, "participants", int()):
            yield from _performers(cursor, others, language)
        case (*_, "when" | "for_each"):
            prefix = "" if _FIELD in cursor.typed else _FIELD
            for name, label in _named(document, ("dossier", "fields"), language):
                yield _item(f"{prefix}{name}", types.CompletionItemKind.Field, label)
        case path:
            yield from _names(document, path, others, language)


def _names(
    document: Document, path: KeyPath, others: list[Loaded], language: Language
) -> Iterator[types.CompletionItem]:
    match sort_of_value(path):
        case Sort.STEP:
            for name, label in _named(document, ("steps",), language):
                yield _item(name, types.CompletionItemKind.Function, label)
        case Sort.FIELD:
            for name, label in _named(document, ("dossier", "fields"), language):
                yield _item(name, types.CompletionItemKind.Field, label)
        case Sort.GROUP | Sort.PHASE as sort:
            for name, limit in _named(document, (f"{sort}s",), language):
                yield _item(name, types.CompletionItemKind.Value, limit)
        case Sort.PROCEDURE:
            for each in others:
                if isinstance(each.document, Procedure):
                    title = each.document.title.in_language(language)
                    yield _item(each.document.key, types.CompletionItemKind.Module, title)
        case Sort.CALENDAR:
            for each in others:
                if isinstance(each.document, CalendarSpec):
                    title = each.document.title.in_language(language)
                    yield _item(each.document.code, types.CompletionItemKind.Module, title)


def _performers(
    cursor: Cursor, others: list[Loaded], language: Language
) -> Iterator[types.CompletionItem]:
    directory = directory_among(others)
    if directory is None:
        return
    known: dict[str, Label] = directory.spec.positions
    if "/" not in cursor.typed:
        known = {DESK_ROLE: Label(DESK_ROLE), **directory.spec.roles}
    for name, label in known.items():
        slash = "" if "/" in cursor.typed else "/"
        yield _item(f"{name}{slash}", types.CompletionItemKind.Class, label.in_language(language))


def _named(
    document: Document, path: KeyPath, language: Language
) -> Iterator[tuple[str, str | None]]:
    for name in document.tree.keys(*path):
        yield name, label_at(document, (*path, name), language)


def _item(
    label: str, kind: types.CompletionItemKind, detail: str | None, insert: str | None = None
) -> types.CompletionItem:
    return types.CompletionItem(label=label, kind=kind, detail=detail, insert_text=insert)
