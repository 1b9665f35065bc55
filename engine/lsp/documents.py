"""The documents open in the editor, as it holds them now, saved or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from engine.lsp.recovery import recovered
from engine.lsp.text import Text
from engine.lsp.tree import Tree, tree_of
from engine.specs.documents import model_of
from engine.specs.loader import Loaded, load
from engine.specs.model import Spec

_KIND = re.compile(r"^kind:[ \t]*[\"']?(procedure|organisation|calendar)\b", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A text of one version, with the places of its keys and values.

    Attributes:
        path: the file; a text that was never saved has the name its editor shows.
        version: the editor's number of this text; None for what is read from the disk.
    """

    uri: str
    path: Path
    text: Text
    tree: Tree
    version: int | None = None

    @property
    def model(self) -> type[Spec] | None:
        """The model of such documents, as far as their kind can be read."""
        written = self.tree.scalar("kind")
        if written is None and (found := _KIND.search(self.text.content)) is not None:
            written = found[1]
        return model_of(written)

    def loaded(self) -> Loaded:
        """Return what the loader makes of the text."""
        return self._loaded

    @cached_property
    def _loaded(self) -> Loaded:
        return load(self.text.content, self.path)


def path_of(uri: str) -> Path:
    """Return the file a URI names; a text that was never saved is named by the URI's last part."""
    path = to_fs_path(uri)
    return Path(path) if path and uri.startswith("file:") else Path(uri.rpartition("/")[2])


def read_document(uri: str, content: str, encoding: types.PositionEncodingKind | str) -> Document:
    """Return the document of a text that is not open in the editor."""
    text = Text(content, encoding)
    return Document(uri, path_of(uri), text, tree_of(text))


class OpenDocuments:
    """The open documents by their URIs; of each, also the last text that could be read to its end."""

    def __init__(self) -> None:
        self._now: dict[str, Document] = {}
        self._whole: dict[str, Document] = {}

    def put(self, uri: str, content: str, version: int | None, encoding: str) -> Document:
        """Take note of a text and return its document."""
        text = Text(content, encoding)
        tree = tree_of(text)
        if not tree.whole and (before := self._whole.get(uri)) is not None:
            tree = recovered(tree, text, before.tree, before.text)
        document = Document(uri, path_of(uri), text, tree, version)
        self._now[uri] = document
        if tree.whole:
            self._whole[uri] = document
        return document

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._now.pop(uri, None)
        self._whole.pop(uri, None)

    def find(self, uri: str) -> Document | None:
        """Return an open document, or None."""
        return self._now.get(uri)

    def all(self) -> tuple[Document, ...]:
        """Return all open documents."""
        return tuple(self._now.values())
