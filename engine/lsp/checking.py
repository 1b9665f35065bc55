"""Checks open documents behind the author's typing: a moment after the last key, one check at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from engine.lsp.documents import Document, OpenDocuments
from engine.lsp.surroundings import Surroundings, findings_in, folder_of
from engine.specs.documents import Document as Specification
from engine.specs.findings import Finding

PAUSE = 0.3
"""Seconds without a change before a text is checked."""

Tell = Callable[[Document, tuple[Finding, ...]], None]


class Checker:
    """Keeps, for every open document, what its last check found and how it last was right.

    Checks run in a thread, so that the editor's questions are answered meanwhile.
    """

    def __init__(self, opened: OpenDocuments, around: Surroundings, tell: Tell) -> None:
        self._opened = opened
        self._around = around
        self._tell = tell
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._running = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._findings: dict[str, tuple[Document, tuple[Finding, ...]]] = {}
        self._right: dict[str, Specification] = {}

    def soon(self, document: Document, *, after: float = PAUSE) -> None:
        """Check a document after a pause, and then the open ones that its names can matter to."""
        folder = folder_of(document.path)
        beside = (
            each
            for each in self._opened.all()
            if folder is not None and each.uri != document.uri and folder_of(each.path) == folder
        )
        for each in (document, *beside):
            self._schedule(each.uri, after)

    def all(self) -> None:
        """Check all open documents at once."""
        for document in self._opened.all():
            self._schedule(document.uri, 0)

    def forget(self, uri: str) -> None:
        """Stop checking a document that was closed."""
        if (handle := self._waiting.pop(uri, None)) is not None:
            handle.cancel()
        self._findings.pop(uri, None)
        self._right.pop(uri, None)

    def findings(self, document: Document) -> tuple[Finding, ...]:
        """Return what was last found in a document, if that was in this very text."""
        checked, found = self._findings.get(document.uri, (None, ()))
        return found if checked is document else ()

    def last_right(self, document: Document) -> Specification | None:
        """Return a document as it was when it could last be read, which may be a moment ago."""
        now = document.loaded().document
        if now is not None:
            self._right[document.uri] = now
        return self._right.get(document.uri)

    def _schedule(self, uri: str, after: float) -> None:
        if (handle := self._waiting.pop(uri, None)) is not None:
            handle.cancel()
        loop = asyncio.get_running_loop()
        self._waiting[uri] = loop.call_later(after, self._start, uri)

    def _start(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        task = asyncio.get_running_loop().create_task(self._check(uri))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _check(self, uri: str) -> None:
        async with self._running:
            document = self._opened.find(uri)
            if document is None:
                return
            opened = self._opened.all()
            found = await asyncio.to_thread(self._found, document, opened)
        if self._opened.find(uri) is document:
            self._findings[uri] = (document, found)
            self._tell(document, found)

    def _found(self, document: Document, opened: tuple[Document, ...]) -> tuple[Finding, ...]:
        self.last_right(document)
        return findings_in(document, self._around.others(document, opened))
