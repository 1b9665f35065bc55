"""What may be written for each kind of value, as JSON Schema.

Editors read YAML numbers and truth values where the loader reads texts, so a kind of value accepts every
type that YAML could make of a text the loader accepts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from engine.messages import Message, message
from engine.specs.durations import fixed_limits, kinds_of_time
from engine.specs.retention import fixed_retentions, retention_units
from engine.specs.statuses import OPEN_STATUSES, STATUS_NAMES

SCALARS = ["string", "number", "boolean"]
"""What YAML makes of a text that has no quotes."""
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_AMOUNT = r"((?!0+([.,]0+)?\s)\d{1,5}([.,]\d{1,3})?|[1-9]/[248])"
_HOUR = r"([01]?\d|2[0-3]):[0-5]\d"
_NAME = "^[a-z][a-z0-9_]{0,39}$"

Render = Callable[[Message], str]


def values(render: Render) -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every kind of value by its name, described by ``render``."""
    return {
        name: {"description": render(words), "patternErrorMessage": render(words), **schema}
        for name, (words, schema) in _values().items()
    }


def _values() -> dict[str, tuple[Message, dict[str, Any]]]:
    return {
        "label": (
            message("A text in Vietnamese, or one for each language."),
            {"anyOf": [_not_blank(), _by_language()]},
        ),
        "boolean": (message("True or false."), {"enum": [True, False, "true", "false", "yes", "no"]}),
        "integer": (
            message("A whole number."),
            {
                "type": ["integer", "string"],
                "minimum": 0,
                "maximum": 999_999_999,
                "pattern": r"^\d{1,9}$",
            },
        ),
        "date": (
            message("A date, such as 2025-11-20 or 20/11/2025."),
            {
                # Compact dates and dates by week are ISO 8601 too, and YAML reads the former as numbers.
                "type": ["string", "integer"],
                "pattern": r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|\d{8}|\d{4}-?W\d{2}(-?\d)?)$",
                "minimum": 10_101,
                "maximum": 99_991_231,
                "examples": ["2025-11-20", "20/11/2025"],
            },
        ),
        "clock_time": (
            message("A time of day, such as 07:30."),
            {"type": "string", "pattern": f"^{_HOUR}$", "examples": ["07:30"]},
        ),
        "name": (
            message("A short name of small letters without accents, digits and underscores."),
            {"type": "string", "pattern": _NAME},
        ),
        "time_limit": (
            message("A time limit, such as “7 working days”, “15 ngày” or “uncounted”."),
            {
                "type": "string",
                "pattern": rf"^\s*({_alternatives(fixed_limits())}|{_amounts()})\s*$",
                "examples": ["4 giờ làm việc", "7 ngày làm việc", "15 ngày", *fixed_limits()],
            },
        ),
        "retention": (
            message("How long something is kept, such as “10 years”, “6 tháng” or “permanently”."),
            {
                "type": "string",
                "pattern": rf"^\s*({_alternatives(fixed_retentions())}|0*[1-9]\d{{0,3}}\s+({_alternatives(retention_units())}))\s*$",
                "examples": ["10 năm", "6 tháng", *fixed_retentions()],
            },
        ),
        "moment": (
            message("When an alert is raised, such as “75 %”, “due” or “1 working day before”."),
            {"type": "string", "pattern": _moment()},
        ),
        "performer": (
            message("Who does it: unit role, slash, position, such as “department/officer”."),
            {"type": "string", "pattern": "^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$"},
        ),
        "status": (
            message("A status of the national list for an open dossier, by name or number."),
            {"enum": _open_statuses()},
        ),
        "condition": (
            message("A condition on the dossier, such as “dossier.workers > 100”."),
            {"type": "string", "maxLength": 500, "pattern": r"\bdossier\.[a-z_]"},
        ),
        "needs": (
            message("How much of the parallel work is needed: all, any, or a number from 2 on."),
            {
                "anyOf": [
                    {"enum": ["all", "any"]},
                    {"type": ["integer", "string"], "minimum": 2, "maximum": 99, "pattern": r"^0*([2-9]|[1-9]\d)$"},
                ]
            },
        ),
        "office_hours": (
            message("The sessions of a day, such as “07:30-11:30, 13:30-17:00”, or “closed”."),
            {"type": "string", "pattern": _office_hours(), "examples": ["closed"]},
        ),
    }  # fmt: skip


def _open_statuses() -> list[str | int]:
    numbers = [number for number, name in enumerate(STATUS_NAMES, 1) if name in OPEN_STATUSES]
    return [*OPEN_STATUSES, *numbers, *map(str, numbers)]


def _not_blank() -> dict[str, Any]:
    return {"type": SCALARS, "pattern": r"\S"}


def _by_language() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"vi": _not_blank(), "en": {"type": SCALARS}},
        "required": ["vi"],
        "additionalProperties": False,
    }


def _amounts() -> str:
    kinds = _alternatives(kinds_of_time())
    part = rf"{_AMOUNT}\s+({kinds})"
    return rf"{part}(\s+\+\s+{part})*"


def _alternatives(several: Iterable[str]) -> str:
    return "|".join(_however_typed(words) for words in several)


def _moment() -> str:
    time = _amounts()
    due = "|".join(_however_typed(words) for words in ("due", "đến hạn"))
    after = "|".join(_however_typed(words) for words in ("before", "after"))
    behind = "|".join(_however_typed(words) for words in ("trước", "sau"))
    return rf"^\s*({due}|[1-9]\d?\s*%|({time})\s+({after})|({behind})\s+({time}))\s*$"


def _office_hours() -> str:
    session = r"\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*"
    return rf"^(closed|nghỉ|{session}(,{session})*)$"


def _however_typed(words: str) -> str:
    """Return a pattern for words in small or capital letters, however their accents are composed.

    Patterns of JSON Schema know neither a flag for that nor Unicode's normal forms.
    """
    return r"\s+".join("".join(_letter(each) for each in word) for word in words.split())


def _letter(letter: str) -> str:
    forms = {
        form
        for each in (letter, letter.upper())
        for form in (each, unicodedata.normalize("NFD", each), _tone_apart(each))
    }
    return f"[{letter}{letter.upper()}]" if len(forms) == 2 else f"({'|'.join(sorted(forms))})"


def _tone_apart(letter: str) -> str:
    """Return a letter with its tone behind it, as one of the Vietnamese keyboards types it."""
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in _TONES)
    rest = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", rest) + tone
