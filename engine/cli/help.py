"""Puts the help of commands and options into the user's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.catalogue import translate
from engine.messages import Language


def translate_help(command: Any, language: Language) -> None:
    """Translate the help of a command, of its options and of the commands below it, in place."""
    for owner in _owners(command):
        for name in ("help", "short_help", "rich_help_panel"):
            text = getattr(owner, name, None)
            if isinstance(text, str):
                setattr(owner, name, _translated(text, language))


def help_texts(command: Any) -> Iterator[str]:
    """Iterate over every paragraph that the help of a command and of those below it can show."""
    for owner in _owners(command):
        for name in ("help", "rich_help_panel"):
            text = getattr(owner, name, None)
            if isinstance(text, str):
                yield from _paragraphs(text)


def _owners(command: Any) -> Iterator[Any]:
    yield command
    yield from command.params
    for below in getattr(command, "commands", {}).values():
        yield from _owners(below)


def _translated(text: str, language: Language) -> str:
    return "\n\n".join(translate(paragraph, language) for paragraph in _paragraphs(text))


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a help text, each on one line."""
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
