"""The outline of a document: its steps, or its units, with what is below them."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from engine.lsp.documents import Document
from engine.lsp.tree import Node
from engine.messages import Language
from engine.specs.findings import KeyPath

_KINDS = {
    "steps": types.SymbolKind.Function,
    "outcomes": types.SymbolKind.Event,
    "fields": types.SymbolKind.Field,
    "papers": types.SymbolKind.File,
    "groups": types.SymbolKind.Number,
    "phases": types.SymbolKind.Number,
    "units": types.SymbolKind.Class,
    "officers": types.SymbolKind.Object,
    "roles": types.SymbolKind.Interface,
    "positions": types.SymbolKind.Interface,
    "responsibilities": types.SymbolKind.Property,
    "holidays": types.SymbolKind.Event,
}


def symbols(document: Document, language: Language) -> list[types.DocumentSymbol]:
    """Return the outline; steps carry their labels, who does them, and their limits."""
    return list(_below(document, (), language))


def _below(document: Document, path: KeyPath, language: Language) -> Iterator[types.DocumentSymbol]:
    for node in document.tree.below.get(path, ()):
        own = str(node.path[-1])
        kind = _KINDS.get(str(path[-1])) if path else None
        if kind is None and own not in _KINDS and own != "dossier":
            continue
        yield _symbol(document, node, kind or types.SymbolKind.Namespace, language)


def _symbol(
    document: Document, node: Node, kind: types.SymbolKind, language: Language
) -> types.DocumentSymbol:
    text = document.text
    shown = node.key or node.value
    end = max(node.value.end, shown.end)
    children = list(_below(document, node.path, language))
    extent = text.range(shown.start, end)
    extent.end = max([extent.end, *(child.range.end for child in children)])
    return types.DocumentSymbol(
        name=_name(document, node),
        detail=_detail(document, node, language),
        kind=kind,
        range=extent,
        selection_range=text.range(
            shown.start, shown.end if node.key else min(end, text.end_of_line(shown.start))
        ),
        children=children,
    )


def _name(document: Document, node: Node) -> str:
    if node.key is not None:
        return str(node.path[-1]) or "?"
    named = (
        document.tree.scalar(*node.path, key) for key in ("code", "id", "role", "date", "name")
    )
    return next((name for name in named if name), None) or f"[{node.path[-1]}]"


def _detail(document: Document, node: Node, language: Language) -> str:
    tree = document.tree
    label = label_at(document, node.path, language)
    others = (
        tree.scalar(*node.path, key) for key in ("by", "run", "ask", "limit", "unit", "to", "end")
    )
    return " · ".join(part for part in (label, *others) if part)


def label_at(document: Document, path: KeyPath, language: Language) -> str | None:
    """Return what is written as the name of the thing at a path, in a language where there is a choice."""
    tree = document.tree
    tongues = (language, "vi")
    for key in ("label", "name", "title"):
        told = [tree.scalar(*path, key), *(tree.scalar(*path, key, each) for each in tongues)]
        if found := next((each for each in told if each), None):
            return found
    return next(
        (text for each in tongues if (text := tree.scalar(*path, each))), tree.scalar(*path)
    )
