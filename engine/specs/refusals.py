"""How spec models refuse a value: with the code and the message of the finding it becomes."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from engine.messages import message


def refusal(code: str, text: str, **params: object) -> PydanticCustomError:
    """Return the error that the loader turns into the finding ``code`` with this message.

    ``text`` is a catalogue key as in ``engine.messages.message``; the message travels in the context of
    the error under ``message``, so that it can be rendered in either language later.
    """
    refused = message(text, **params)
    return PydanticCustomError(code, "{text}", {"text": str(refused), "message": refused})
