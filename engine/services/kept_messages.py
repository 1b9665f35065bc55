"""Sentences kept in the database until somebody reads them, in that reader's language."""

from __future__ import annotations

import json
from typing import Any

from engine.messages import Label, Message


def kept(sentence: Message) -> str:
    """Return a sentence as a text to keep; what it was made with is kept in words."""
    return json.dumps(_plain(sentence), ensure_ascii=False)


def read(text: str) -> Message:
    """Return the sentence that was kept as ``text``."""
    found = _message(json.loads(text))
    assert isinstance(found, Message)  # only sentences are kept
    return found


def read_or(text: str, otherwise: Message) -> Message:
    """Return the sentence that was kept as ``text``, or another where it is none."""
    try:
        return read(text)
    except (ValueError, TypeError, KeyError, AssertionError):
        return otherwise


def _plain(value: object) -> object:
    match value:
        case Message():
            params = {name: _plain(each) for name, each in value.params.items()}
            return {"text": value.text, "params": params}
        case Label():
            return {"vi": value.vi, "en": value.en}
        case _:
            return str(value)


def _message(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if "vi" in value:
        return Label(value["vi"], value["en"])
    return Message(value["text"], {name: _message(each) for name, each in value["params"].items()})
