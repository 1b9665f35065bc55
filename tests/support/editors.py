"""An editor: a real client that talks to ``motcua lsp`` over its standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.support.catalogues import ROOT

__all__ = ["specs"]

_PATIENCE = 60.0


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A folder with some of the shipped specifications."""
    made = tmp_path / "procedure_specs"
    for part in (
        "calendars",
        "organisation",
        "procedures/social_protection",
        "procedures/minerals",
    ):
        copytree(ROOT / "procedure_specs" / part, made / part)
    return made


class Editor(LanguageClient):
    """What an author does in an editor, and what the server said about it."""

    def __init__(self) -> None:
        super().__init__("editor of the tests", "1")
        self.said: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []
        self.texts: dict[str, tuple[str, int]] = {}

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, with another text than it has on the disk if one is given."""
        content = path.read_text(encoding="utf-8") if text is None else text
        uri = path.as_uri()
        self.texts[uri] = (content, 1)
        item = types.TextDocumentItem(uri, "yaml", 1, content)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def type(self, uri: str, content: str) -> None:
        """Replace the text of an open file."""
        version = self.texts[uri][1] + 1
        self.texts[uri] = (content, version)
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, uri),
                [types.TextDocumentContentChangeWholeDocument(content)],
            )
        )

    async def diagnostics(self, uri: str, until: set[str] | None = None) -> list[types.Diagnostic]:
        """Wait for what is said about the text as it is now; with codes, until it is these."""
        while True:
            told = await asyncio.wait_for(self.said.get(), _PATIENCE)
            is_current = told.uri == uri and told.version == self.texts[uri][1]
            if is_current and until in (None, {each.code for each in told.diagnostics}):
                return list(told.diagnostics)

    def at(self, uri: str, words: str, *, into: int = 0) -> dict[str, Any]:
        """Return the parameters of a question about the first place where some words stand."""
        content = self.texts[uri][0]
        offset = content.index(words) + into
        line = content.count("\n", 0, offset)
        before = content[content.rfind("\n", 0, offset) + 1 : offset]
        column = len(before.encode("utf-16-le")) // 2
        return {
            "text_document": types.TextDocumentIdentifier(uri),
            "position": types.Position(line, column),
        }

    def marked(self, uri: str, where: types.Range) -> str:
        """Return the words of a range, counted in UTF-16 as the protocol says."""
        lines = self.texts[uri][0].encode("utf-16-le").split("\n".encode("utf-16-le"))
        assert where.start.line == where.end.line
        line = lines[where.start.line]
        return line[where.start.character * 2 : where.end.character * 2].decode("utf-16-le")

    def changed(self, uri: str, edits: Any) -> str:
        """Return the text after some edits."""
        lines = [f"{line}\n" for line in self.texts[uri][0].split("\n")]
        starts = [sum(len(line) for line in lines[:n]) for n in range(len(lines) + 1)]

        def offset(position: types.Position) -> int:
            if position.line >= len(lines):
                return len(self.texts[uri][0])
            raw = lines[position.line].encode("utf-16-le")[: position.character * 2]
            return starts[position.line] + len(raw.decode("utf-16-le"))

        text = self.texts[uri][0]
        for edit in sorted(edits, key=lambda each: offset(each.range.start), reverse=True):
            text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
        return text


@asynccontextmanager
async def editor(
    folder: Path, *, locale: str | None = "en", options: Any = None, arguments: tuple[str, ...] = ()
) -> AsyncIterator[Editor]:
    """Start the server as an editor does, and end it as one does."""
    client = Editor()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def told(params: types.PublishDiagnosticsParams) -> None:
        client.said.put_nowait(params)

    @client.feature(types.WINDOW_SHOW_MESSAGE)
    def shown(params: types.ShowMessageParams) -> None:
        client.messages.append(params.message)

    @client.feature(types.WINDOW_LOG_MESSAGE)
    def logged(params: types.LogMessageParams) -> None:
        client.messages.append(params.message)

    run = "from engine.cli.app import main; main()"
    await client.start_io(sys.executable, "-c", run, *arguments, "lsp", cwd=ROOT)
    try:
        await client.initialize_async(
            types.InitializeParams(
                capabilities=types.ClientCapabilities(),
                locale=locale,
                root_uri=folder.as_uri(),
                initialization_options=options,
            )
        )
        client.initialized(types.InitializedParams())
        yield client
        await client.shutdown_async(None)
        client.exit(None)
        await asyncio.wait_for(client._server.wait(), _PATIENCE)
    finally:
        if client._server.returncode is None:
            client._server.kill()
        await client.stop()
