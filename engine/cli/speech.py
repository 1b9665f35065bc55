"""How the command line speaks: in the user's language, with Rich on a terminal, plainly elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer

from engine.catalogue import render
from engine.messages import Label, Language, Message

JSON_VERSION = 1
"""Grows when something in the JSON output is renamed or removed; additions do not count."""

_language: ContextVar[Language] = ContextVar("language", default="vi")


def speak(language: Language) -> None:
    """Say everything that follows in ``language``."""
    _language.set(language)


def language() -> Language:
    """Return the language everything is said in."""
    return _language.get()


def words(text: Message | Label | str) -> str:
    """Return a text in the language in force."""
    if isinstance(text, Message):
        return render(text, language())
    return text.in_language(language()) if isinstance(text, Label) else text


def say(text: Message | Label | str) -> None:
    """Print a line on standard output."""
    typer.echo(words(text))


def complain(text: Message | Label | str) -> None:
    """Print a line on standard error."""
    typer.echo(words(text), err=True)


def say_json(**content: Any) -> None:
    """Print an object of JSON with the version of its shape; instants are ISO 8601 in UTC."""
    typer.echo(
        json.dumps({"version": JSON_VERSION, **content}, ensure_ascii=False, default=str, indent=2)
    )


def say_table(headings: Sequence[Message], rows: Iterable[Sequence[Message | Label | str]]) -> None:
    """Print a table: ruled on a terminal, elsewhere one line a row with tabs between the cells."""
    told = [[words(cell) for cell in row] for row in rows]
    titles = [words(heading) for heading in headings]
    if not sys.stdout.isatty():
        for row in (titles, *told):
            typer.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*titles)
    for row in told:
        # As Text, so that brackets in what people typed are not read as markup.
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """Return an instant as people write it, or nothing."""
    return f"{at.astimezone(zone):%H:%M %d/%m/%Y}" if at is not None else ""
