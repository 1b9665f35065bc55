"""Arguments and options that several commands share, each spelled the same everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.speech import words
from engine.messages import message

Code = Annotated[str, typer.Argument(metavar="CODE", help="The code of a dossier.")]
Item = Annotated[int, typer.Argument(metavar="ITEM", help="The number of a work item.")]
By = Annotated[str, typer.Option("--officer", help="Who does it.")]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME=VALUE", help="A field of the form; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print stable JSON.")]


def typed_fields(fields: list[str] | None) -> dict[str, object]:
    """Return what ``--field`` options say, by the names of the fields.

    Raises:
        BadParameter: one of them is not ``NAME=VALUE``.
    """
    typed: dict[str, object] = {}
    for given in fields or ():
        name, equals, value = given.partition("=")
        if not equals or not name:
            wrong = message("Expected NAME=VALUE after --field, but found “{found}”", found=given)
            raise typer.BadParameter(words(wrong))
        typed[name.strip()] = value
    return typed
