"""Dates of campaigns: a day of every year on which something is due."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from engine.messages import Language
from engine.specs.model import Integer, Spec
from engine.specs.refusals import refusal

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class YearlyDate(Spec):
    """A day and month; 29 February means the last day of February in the years that lack it."""

    month: Integer
    day: Integer

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if not 1 <= self.month <= 12 or not 1 <= self.day <= _LONGEST[self.month - 1]:
            raise refusal(
                "MC331",
                "Expected a day and a month that the year has, but found day {day} of month {month}",
                day=self.day,
                month=self.month,
            )
        return self

    def in_words(self, language: Language) -> str:
        """Return the date as a limit is written: by when."""
        return f"{'đến hết ngày' if language == 'vi' else 'by'} {self}"

    def __str__(self) -> str:
        return f"{self.day:02}/{self.month:02}"
