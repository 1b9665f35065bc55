"""The option by which papers are named that were handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.speech import words
from engine.messages import message

if TYPE_CHECKING:
    from engine.core.state import HandedIn
    from engine.specs.procedures import Procedure

Papers = Annotated[
    list[str] | None,
    typer.Option(
        "--paper",
        metavar="NAME[=ORIGINALS,COPIES]",
        help="A paper that was handed in, as asked for or in these numbers; may be repeated.",
    ),
]


def handed_in(given: list[str] | None, procedure: Procedure) -> dict[str, HandedIn]:
    """Return what the options say was handed in; a name alone means as many as are asked for."""
    from engine.core.papers import as_required
    from engine.core.state import HandedIn

    found: dict[str, HandedIn] = {}
    for each in given or ():
        name, equals, counts = each.partition("=")
        numbers = counts.split(",")
        if equals and not (len(numbers) == 2 and all(n.strip().isdecimal() for n in numbers)):
            wrong = message(
                "Expected NAME or NAME=ORIGINALS,COPIES after --paper, but found “{found}”",
                found=each,
            )
            raise typer.BadParameter(words(wrong))
        if equals:
            found[name.strip()] = HandedIn(int(numbers[0]), int(numbers[1]))
        else:
            paper = procedure.dossier.papers.get(name)
            found[name.strip()] = as_required(paper) if paper else HandedIn()
    return found
