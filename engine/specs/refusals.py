"""How spec models refuse a value: with the code and the message of the finding it becomes."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

from engine.messages import Message, message

_SHOWN_LETTERS = 80


def refusal(code: str, text: str, **params: object) -> PydanticCustomError:
    """Return the error that the loader turns into the finding ``code`` with this message.

    ``text`` is a catalogue key as in ``engine.messages.message``; the message travels in the context of
    the error under ``message``, so that it can be rendered in either language later.
    """
    refused = message(text, **{name: shown(value) for name, value in params.items()})
    return PydanticCustomError(code, "{text}", {"text": str(refused), "message": refused})


def refusal_of(
    code: str, text: Message, help: Message | None = None, *, at: int | None = None
) -> PydanticCustomError:
    """Return the error that the loader turns into the finding ``code``.

    Args:
        code: of the finding.
        text: what is wrong.
        help: what to do, where more can be said than the rule says.
        at: how many letters of the refused text stand before what is wrong with it.
    """
    context = {"text": str(text), "message": text, "help": help, "at": at}
    return PydanticCustomError(code, "{text}", context)


def shown(value: Any) -> object:
    """Return what a message says of a value the author wrote: short texts as they are."""
    match value:
        case str():
            line = " ".join(value.split())
            return line if len(line) <= _SHOWN_LETTERS else f"{line[:_SHOWN_LETTERS]}…"
        case dict():
            return message("a mapping")
        case list() | tuple():
            return message("a list")
        case int() | Message():
            return value
        case _:
            return str(value)
