"""Time limits as an administrator writes them: ``4 working hours``, ``15 ngày + 8 ngày làm việc``.

Four kinds of time are never converted into each other silently. The only convention is the one the
published decisions print themselves: 8 working hours are 1 working day (a setting of the calendar).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from engine.messages import Language, message
from engine.specs.refusals import refusal_of, shown
from engine.specs.suggestions import unit_meant
from engine.worktime.amounts import Span, TimeUnit

_WORDS: dict[str, TimeUnit] = {
    "working hour": TimeUnit.WORKING_HOUR,
    "working hours": TimeUnit.WORKING_HOUR,
    "giờ làm việc": TimeUnit.WORKING_HOUR,
    "working day": TimeUnit.WORKING_DAY,
    "working days": TimeUnit.WORKING_DAY,
    "ngày làm việc": TimeUnit.WORKING_DAY,
    "day": TimeUnit.DAY,
    "days": TimeUnit.DAY,
    "ngày": TimeUnit.DAY,
    "hour": TimeUnit.HOUR,
    "hours": TimeUnit.HOUR,
    "giờ": TimeUnit.HOUR,
}
_PRINTED: dict[Language, dict[TimeUnit, tuple[str, str]]] = {
    "en": {
        TimeUnit.WORKING_HOUR: ("working hour", "working hours"),
        TimeUnit.WORKING_DAY: ("working day", "working days"),
        TimeUnit.DAY: ("day", "days"),
        TimeUnit.HOUR: ("hour", "hours"),
    },
    "vi": {
        TimeUnit.WORKING_HOUR: ("giờ làm việc",) * 2,
        TimeUnit.WORKING_DAY: ("ngày làm việc",) * 2,
        TimeUnit.DAY: ("ngày",) * 2,
        TimeUnit.HOUR: ("giờ",) * 2,
    },
}
_SAME_DAY = {"same day", "trong ngày"}
_UNCOUNTED = {"uncounted", "không tính thời gian", "không tính"}
_PART = re.compile(r"(\d{1,5}(?:[.,]\d{1,3})?|[1-9]/[248])\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Duration:
    """A time limit: parts run one after the other. No parts means the step is not counted."""

    parts: tuple[Span, ...]

    @property
    def counted(self) -> bool:
        """Tell whether the limit bounds anything at all."""
        return bool(self.parts)

    def total(self, unit: TimeUnit) -> Decimal:
        """Return the sum of the parts of one kind; other kinds do not count."""
        return sum((part.amount for part in self.parts if part.unit is unit), Decimal(0))

    def in_words(self, language: Language) -> str:
        """Return the limit as it is written in a spec, for example ``7 ngày làm việc``."""
        if not self.parts:
            return "uncounted" if language == "en" else "không tính thời gian"
        return " + ".join(_in_words(part, language) for part in self.parts)

    def __str__(self) -> str:
        return self.in_words("en")

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read a limit in either language.

        Raises:
            ValueError: the text is not a time limit.
        """
        words = " ".join(unicodedata.normalize("NFC", text).lower().split())
        if words in _UNCOUNTED:
            return UNCOUNTED
        if words in _SAME_DAY:
            return cls((Span(Decimal(0), TimeUnit.SAME_DAY),))
        return cls(tuple(_parse_part(part) for part in words.split(" + ")))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"x-value": "time_limit"}


UNCOUNTED = Duration(())


def kinds_of_time() -> tuple[str, ...]:
    """Return the words for kinds of time that may follow a number, in both languages."""
    return tuple(_WORDS)


def fixed_limits() -> tuple[str, ...]:
    """Return the time limits that need no number, in both languages."""
    return tuple(sorted(_SAME_DAY | _UNCOUNTED))


def _parse_part(text: str) -> Span:
    match = _PART.fullmatch(text.strip())
    unit = _WORDS.get(match[2].strip()) if match else None
    if match is None or unit is None:
        raise ValueError(text)
    amount = _amount(match[1])
    if amount <= 0:
        raise ValueError(text)
    return Span(amount, unit)


def _amount(written: str) -> Decimal:
    """Return a number with a point or a comma, or a fraction such as the 1/2 of older decisions."""
    whole, _, parts = written.replace(",", ".").partition("/")
    return Decimal(whole) / Decimal(parts or 1)


def _in_words(span: Span, language: Language) -> str:
    if span.unit is TimeUnit.SAME_DAY:
        return "same day" if language == "en" else "trong ngày"
    one, many = _PRINTED[language][span.unit]
    number = f"{span.amount.normalize():f}"
    shown = number if language == "en" else number.replace(".", ",")
    return f"{shown} {one if span.amount == 1 else many}"


def _validate(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    try:
        return Duration.parse(value)
    except (ValueError, TypeError, AttributeError):
        text = message(
            "Expected a time limit such as “4 working hours”, “7 ngày làm việc”, “15 days”, “12 hours”, “same day” or “uncounted”, but found “{found}”",
            found=shown(value),
        )
        raise refusal_of("MC008", text, unit_meant(value, _PART, _WORDS)) from None
