"""Puts the help of commands and options into the user's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.catalogue import translate
from engine.messages import Language, Message, message

_WORDS: dict[str, Message] = {
    "ARGUMENTS_PANEL_TITLE": message("Arguments"),
    "OPTIONS_PANEL_TITLE": message("Options"),
    "COMMANDS_PANEL_TITLE": message("Commands"),
    "DEFAULT_STRING": message("[default: {}]"),
    "ENVVAR_STRING": message("[env var: {}]"),
    "REQUIRED_LONG_STRING": message("[required]"),
}
"""What the library that prints help says of its own, and would say in English only."""
_METAVARS: dict[str, Message] = {
    "options_metavar": message("[OPTIONS]"),
    "subcommand_metavar": message("COMMAND [ARGS]..."),
}
_USAGE = message("Usage: ")
_THIS_HELP = message("Show this message and exit.")


def translate_help(command: Any, language: Language) -> None:
    """Translate the help of a command, of its options and of the commands below it, in place."""
    _translate_words(language)
    for owner in _owners(command):
        if hasattr(owner, "get_help_option"):
            _translate_usage(owner, language)
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


def _translate_words(language: Language) -> None:
    # Imported here because it takes long, and only help needs it.
    from typer import rich_utils

    for name, text in _WORDS.items():
        setattr(rich_utils, name, translate(text.text, language))


def _translate_usage(command: Any, language: Language) -> None:
    """Translate the line on how a command is called, and its ``--help``, which both are made when asked for."""
    usage, help_option = command.get_usage, command.get_help_option

    def get_usage(ctx: Any) -> str:
        words = usage(ctx).removeprefix(_USAGE.text)
        return f"{translate(_USAGE.text, language)}{words}"

    def get_help_option(ctx: Any) -> Any:
        option = help_option(ctx)
        if option is not None:
            option.help = translate(_THIS_HELP.text, language)
        return option

    command.get_usage, command.get_help_option = get_usage, get_help_option
    for name, text in _METAVARS.items():
        if getattr(command, name, None) == text.text:
            setattr(command, name, translate(text.text, language))


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
