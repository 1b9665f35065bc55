"""How long personal data is kept after a dossier is closed, as an administrator writes it: ``10 years``.

Whole days, months or years by the date, in either language, or ``permanently``. No office hours count.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from engine.messages import Language, message
from engine.specs.refusals import refusal_of, shown
from engine.specs.suggestions import unit_meant

RetentionUnit = Literal["day", "month", "year"]

_WORDS: dict[str, RetentionUnit] = {
    "day": "day",
    "days": "day",
    "ngày": "day",
    "month": "month",
    "months": "month",
    "tháng": "month",
    "year": "year",
    "years": "year",
    "năm": "year",
}
_VIETNAMESE: dict[RetentionUnit, str] = {"day": "ngày", "month": "tháng", "year": "năm"}
_PERMANENTLY = ("permanently", "vĩnh viễn")
_WRITTEN = re.compile(r"0*([1-9]\d{0,3})\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Retention:
    """How long something is kept after a dossier was closed; for good where there is no ``unit``."""

    amount: int = 0
    unit: RetentionUnit | None = None

    def last_day(self, closed_on: date) -> date | None:
        """Return the last legal date on which it is kept, None where it is kept for good.

        A month that lacks the day ends with its last one; what would lie past the last date there is, is
        kept for good too.
        """
        if self.unit is None:
            return None
        try:
            if self.unit == "day":
                return closed_on + timedelta(self.amount)
            months = self.amount * (12 if self.unit == "year" else 1) + closed_on.month - 1
            year, month = closed_on.year + months // 12, months % 12 + 1
            return date(year, month, min(closed_on.day, calendar.monthrange(year, month)[1]))
        except (OverflowError, ValueError):
            return None

    def in_words(self, language: Language) -> str:
        """Return the time as it is written in a spec, for example ``10 năm``."""
        if self.unit is None:
            return _PERMANENTLY[language == "vi"]
        if language == "vi":
            return f"{self.amount} {_VIETNAMESE[self.unit]}"
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    def __str__(self) -> str:
        return self.in_words("en")

    @classmethod
    def parse(cls, text: str) -> Retention:
        """Read a time in either language.

        Raises:
            ValueError: the text is not such a time.
        """
        words = " ".join(unicodedata.normalize("NFC", text).lower().split())
        if words in _PERMANENTLY:
            return cls()
        match = _WRITTEN.fullmatch(words)
        unit = _WORDS.get(match[2]) if match else None
        if match is None or unit is None:
            raise ValueError(text)
        return cls(int(match[1]), unit)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"x-value": "retention"}


def retention_units() -> tuple[str, ...]:
    """Return the words for units that may follow a number, in both languages."""
    return tuple(_WORDS)


def fixed_retentions() -> tuple[str, ...]:
    """Return the times that need no number, in both languages."""
    return _PERMANENTLY


def _validate(value: Any) -> Retention:
    if isinstance(value, Retention):
        return value
    try:
        return Retention.parse(value)
    except (ValueError, TypeError, AttributeError):
        text = message(
            "Expected how long it is kept after the dossier is closed, such as “10 years”, “6 tháng” or “permanently”, but found “{found}”",
            found=shown(value),
        )
        raise refusal_of("MC008", text, unit_meant(value, _WRITTEN, _WORDS)) from None
