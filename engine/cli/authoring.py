"""Commands for whoever writes specifications: the schema for their editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from engine.cli.files import write
from engine.cli.speech import complain
from engine.messages import LANGUAGES, Message, message

if TYPE_CHECKING:
    from engine.specs.schema import SpecKind


def schema(
    kind: Annotated[
        Literal["procedure", "organisation", "calendar"] | None,
        typer.Argument(
            help="The kind of document; without one, one schema for all kinds.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Print the JSON Schema of specifications, with which editors complete and check."""
    import json

    from engine.specs.schema import schema as make

    told: SpecKind | None = kind
    text = json.dumps(make(told, _in_both_languages), ensure_ascii=False, indent=2)
    if output is None:
        typer.echo(text)
        return
    write(output, f"{text}\n")
    complain(message("Written to {path}", path=output))


def _in_both_languages(text: Message) -> str:
    from engine.catalogue import render

    return "\n\n".join(render(text, language) for language in LANGUAGES)
