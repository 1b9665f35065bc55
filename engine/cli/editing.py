"""The command an editor starts: the language server."""

from __future__ import annotations

from importlib.util import find_spec

import typer

from engine.cli.speech import language
from engine.errors import SettingsError
from engine.messages import message


def lsp(context: typer.Context) -> None:
    """Check, explain and complete specifications in an editor (Language Server Protocol, over stdio)."""
    if find_spec("pygls") is None:
        raise SettingsError(
            message(
                "Expected the library of the language server, but it is not installed; install it with: pip install 'motcua[lsp]'"
            )
        )
    from engine.lsp.server import make_server

    chosen = context.find_root().params.get("lang") is not None
    make_server(language(), chosen=chosen).start_io()
