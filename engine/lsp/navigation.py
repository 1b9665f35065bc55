"""Where a name is defined, where it is used, and what changes when it is renamed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lsprotocol import types

from engine.lsp.documents import Document
from engine.lsp.mentions import WITHIN_ITS_FILE, Mention, mention_at, mentions

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def definitions(
    document: Document, offset: int, others: Iterable[Document]
) -> list[types.Location]:
    """Return where the name under the cursor is defined; several places where it is so twice."""
    return [
        _location(where, each) for where, each in _same(document, offset, others) if each.defines
    ]


def references(
    document: Document, offset: int, others: Iterable[Document], *, with_definition: bool
) -> list[types.Location]:
    """Return where the name under the cursor is used."""
    return [
        _location(where, each)
        for where, each in _same(document, offset, others)
        if with_definition or not each.defines
    ]


def highlights(document: Document, offset: int) -> list[types.DocumentHighlight]:
    """Return all places of this document where the name under the cursor stands."""
    return [
        types.DocumentHighlight(
            where.text.range(each.start, each.end),
            types.DocumentHighlightKind.Write if each.defines else types.DocumentHighlightKind.Read,
        )
        for where, each in _same(document, offset, ())
    ]


def renamable(document: Document, offset: int) -> Mention | None:
    """Return the name under the cursor if it can be renamed: it is defined, and only in this file."""
    touched = mention_at(document, offset)
    if touched is None or touched.sort not in WITHIN_ITS_FILE:
        return None
    defined = [each for _, each in _same(document, offset, ()) if each.defines]
    return touched if len(defined) == 1 else None


def can_be_called(document: Document, mention: Mention, name: str) -> bool:
    """Tell whether a name may take the place of another: well formed, and not in use."""
    taken = {each.name for each in mentions(document) if each.sort is mention.sort and each.defines}
    return _NAME.fullmatch(name) is not None and name not in taken - {mention.name}


def renaming(document: Document, mention: Mention, name: str) -> list[types.TextEdit]:
    """Return the edits that give another name to what ``mention`` stands for."""
    return [
        types.TextEdit(where.text.range(each.start, each.end), name)
        for where, each in _same(document, mention.start, ())
    ]


def _same(
    document: Document, offset: int, others: Iterable[Document]
) -> Iterator[tuple[Document, Mention]]:
    touched = mention_at(document, offset)
    if touched is None:
        return
    around = () if touched.sort in WITHIN_ITS_FILE else others
    for where in (document, *around):
        for each in mentions(where):
            if (each.sort, each.name) == (touched.sort, touched.name):
                yield where, each


def _location(document: Document, mention: Mention) -> types.Location:
    return types.Location(document.uri, document.text.range(mention.start, mention.end))
