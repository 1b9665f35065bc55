"""The server: which question of the protocol is answered by what."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from engine.catalogue import render
from engine.lsp import completion, edits, navigation
from engine.lsp.checking import Checker
from engine.lsp.diagnostics import diagnostic
from engine.lsp.documents import Document, OpenDocuments, read_document
from engine.lsp.hover import hover
from engine.lsp.rule_pages import RulePages
from engine.lsp.surroundings import Surroundings, folder_of
from engine.lsp.symbols import symbols
from engine.messages import LANGUAGES, Language, message
from engine.specs.findings import Finding
from engine.specs.loader import Loaded


class SpecificationServer(LanguageServer):
    """What one editor has open, and the language it is spoken to in."""

    def __init__(self, language: Language, *, chosen: bool) -> None:
        """Begin in a language; ``chosen`` says that whoever started the server asked for it."""
        # The whole text at every change: editors and this library disagree about what ends a line.
        super().__init__(
            "motcua", version("motcua"), text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.language: Language = language
        self.chosen = chosen
        self.opened = OpenDocuments()
        self.around = Surroundings()
        self.pages = RulePages()
        self.checker = Checker(self.opened, self.around, self.publish)

    def publish(self, document: Document, found: tuple[Finding, ...]) -> None:
        """Send what was found in a document, unless it is no specification."""
        shown = found if is_specification(document) else ()
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                document.uri,
                [diagnostic(each, document, self.language, self.pages) for each in shown],
                document.version,
            )
        )

    def speak(self, options: Any) -> None:
        """Change the language where options or settings of the editor name one that is known."""
        wanted = _option(options, "language") or _option(_option(options, "motcua"), "language")
        if wanted in LANGUAGES:
            self.language = wanted

    def take(self, uri: str, content: str, version: int | None) -> Document:
        """Take note of a text of the editor."""
        return self.opened.put(uri, content, version, str(self.encoding))

    @property
    def encoding(self) -> types.PositionEncodingKind | str:
        """The units columns are counted in, as agreed with the editor."""
        return self.workspace.position_encoding or types.PositionEncodingKind.Utf16

    def others(self, document: Document) -> tuple[Loaded, ...]:
        """Return the specifications around a document."""
        return self.around.others(document, self.opened.all())

    def documents_around(self, document: Document) -> Iterator[Document]:
        """Yield the documents around another, the open ones as the editor holds them."""
        opened = {each.path: each for each in self.opened.all()}
        for loaded in self.others(document):
            path = loaded.source.file
            yield opened.get(path) or read_document(
                path.as_uri(), loaded.text.decode("utf-8", "replace"), self.encoding
            )


def is_specification(document: Document) -> bool:
    """Tell whether findings of a document are of interest: it says its kind, or lies among others."""
    return document.model is not None or folder_of(document.path) is not None


def make_server(language: Language, *, chosen: bool = False) -> SpecificationServer:
    """Return a server that speaks ``language`` until the editor asks for another.

    ``chosen`` says that this language was asked for, so the editor's own does not matter.
    """
    server = SpecificationServer(language, chosen=chosen)
    _listen(server)
    _answer(server)
    _change(server)
    return server


def _listen(server: SpecificationServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        if not server.chosen:
            server.speak({"language": (params.locale or "")[:2].lower()})
        server.speak(params.initialization_options)

    @server.feature(types.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.pages.close()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        server.speak(params.settings)
        server.checker.all()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        server.checker.soon(server.take(item.uri, item.text, item.version), after=0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        at = params.text_document
        for change in params.content_changes:
            server.checker.soon(server.take(at.uri, change.text, at.version))

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        document = server.opened.find(params.text_document.uri)
        if document is not None:
            server.checker.soon(document, after=0)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.opened.close(uri)
        server.checker.forget(uri)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        server.checker.all()


def _answer(server: SpecificationServer) -> None:
    def asked(params: Any) -> tuple[Document, int] | None:
        document = server.opened.find(params.text_document.uri)
        if document is None:
            return None
        return document, document.text.offset(params.position)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(params: types.HoverParams) -> types.Hover | None:
        if (at := asked(params)) is None:
            return None
        right = server.checker.last_right(at[0])
        return hover(*at, right, server.others(at[0]), server.language)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def on_definition(params: types.DefinitionParams) -> list[types.Location]:
        at = asked(params)
        return navigation.definitions(*at, server.documents_around(at[0])) if at else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def on_references(params: types.ReferenceParams) -> list[types.Location]:
        if (at := asked(params)) is None:
            return []
        too = params.context.include_declaration
        around = server.documents_around(at[0])
        return navigation.references(*at, around, with_definition=too)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def on_highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        at = asked(params)
        return navigation.highlights(*at) if at else []

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def on_symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        document = server.opened.find(params.text_document.uri)
        return symbols(document, server.language) if document else []

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[" ", "/", ".", "[", "{"]),
    )
    def on_completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        if (at := asked(params)) is None:
            return []
        return completion.completions(*at, server.others(at[0]), server.language)


def _change(server: SpecificationServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def on_formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        document = server.opened.find(params.text_document.uri)
        return edits.layout(document) if document else []

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]),
    )
    def on_code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = server.opened.find(params.text_document.uri)
        if document is None:
            return []
        found = server.checker.findings(document)
        fixes = edits.quick_fixes(document, found, params.context.diagnostics, server.language)
        everything = edits.fix_all(document, server.language)
        return [*fixes, *([everything] if everything is not None else [])]

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def on_prepare_rename(params: types.PrepareRenameParams) -> types.Range | None:
        document = server.opened.find(params.text_document.uri)
        if document is None:
            return None
        named = navigation.renamable(document, document.text.offset(params.position))
        return document.text.range(named.start, named.end) if named else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def on_rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        document = server.opened.find(params.text_document.uri)
        if document is None:
            return None
        named = navigation.renamable(document, document.text.offset(params.position))
        if named is None or not navigation.can_be_called(document, named, params.new_name):
            server.window_show_message(
                types.ShowMessageParams(
                    types.MessageType.Warning, render(_REFUSED, server.language)
                )
            )
            return None
        changes = {document.uri: navigation.renaming(document, named, params.new_name)}
        return types.WorkspaceEdit(changes)


_REFUSED = message(
    "Expected the name of a step, field, group or phase of this file, and a new name of small letters, digits and underscores that is not in use"
)


def _option(options: Any, name: str) -> Any:
    """Return an option of the editor; the library gives objects or dictionaries."""
    return options.get(name) if isinstance(options, dict) else getattr(options, name, None)
