"""``kind: calendar``: office hours, public holidays, swapped working days, and legal settings."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from engine.specs.model import (
    Boolean,
    ClockTime,
    Code,
    Date,
    Integer,
    LabelText,
    Spec,
    Text,
    described_as,
)
from engine.specs.refusals import refusal

_LONGEST_YEARS = 50
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class OfficeHours(Spec):
    """One session of work on a day, from ``start`` up to but not including ``end``."""

    start: ClockTime
    end: ClockTime


def _sessions(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value in {"closed", "nghỉ"}:
        return ()
    sessions = [
        re.fullmatch(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})", part.strip())
        for part in value.split(",")
    ]
    if not all(sessions):
        raise refusal(
            "MC009",
            "Expected office hours such as “07:30-11:30, 13:30-17:00” or “closed”, but found “{found}”",
            found=value,
        )
    return tuple({"start": match[1], "end": match[2]} for match in sessions if match)


def _in_order(sessions: tuple[OfficeHours, ...]) -> tuple[OfficeHours, ...]:
    edges = [edge for session in sessions for edge in (session.start, session.end)]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise refusal(
            "MC009",
            "Expected office hours that end after they begin and follow one another, but found “{found}”",
            found=", ".join(f"{each.start:%H:%M}-{each.end:%H:%M}" for each in sessions),
        )
    return sessions


_Written = Annotated[str, described_as("office_hours")]
Sessions = Annotated[
    tuple[OfficeHours, ...],
    BeforeValidator(_sessions, json_schema_input_type=_Written | tuple[OfficeHours, ...]),
    AfterValidator(_in_order),
]
"""The sessions of a day in order; empty where the office is closed."""


class DayOff(Spec):
    """A day without work: a public holiday, or a working day given away in a swap."""

    on: Date
    name: LabelText
    source: Text


class WorkedDay(Spec):
    """A day of the weekend that is worked, with the decision that ordered it."""

    on: Date
    name: LabelText
    source: Text
    hours: Sessions | None = Field(default=None, description="Without it, the hours of `like`.")
    like: Literal["monday", "tuesday", "wednesday", "thursday", "friday"] = "monday"


class CutOff(Spec):
    """After this time of day a dossier counts as received at the next opening of a working day."""

    after: ClockTime
    source: Text


class CalendarSpec(Spec):
    """A working calendar. One that ``extends`` another changes only what it says itself."""

    kind: Literal["calendar"]
    code: Code
    title: LabelText
    extends: Code | None = None
    time_zone: Text | None = None
    hours: dict[
        Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        Sessions,
    ] = Field(
        default_factory=dict,
        description="Office hours of each weekday; a weekday left out is as in the calendar that is "
        "extended, or closed.",
    )
    public_holidays: Boolean | None = Field(
        default=None,
        description="Take the public holidays of Viet Nam from the `holidays` package.",
    )
    days_off: tuple[DayOff, ...] = ()
    worked_days: tuple[WorkedDay, ...] = ()
    cut_off: CutOff | None = None
    hours_per_day: Integer | None = Field(
        default=None,
        description="Working hours that make one working day by convention; 8 by default.",
    )
    closed_day_end: Literal["next_working_day", "keep"] | None = Field(
        default=None,
        description="Where a limit in calendar days ends on a closed day: move it to the end of the next "
        "working day (Civil Code 2015, article 148.5), or keep it.",
    )
    valid: tuple[Date, Date] | None = Field(
        default=None,
        description="First and last day the calendar knows; the holidays beyond are not decided.",
    )

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, value: str | None) -> str | None:
        try:
            return value and ZoneInfo(value).key
        except (ValueError, OSError, KeyError):
            raise refusal(
                "MC007",
                "Expected a time zone such as Asia/Ho_Chi_Minh, but found “{found}”",
                found=value,
            ) from None

    @field_validator("hours_per_day")
    @classmethod
    def _hours_of_a_day(cls, value: int | None) -> int | None:
        if value is not None and not 1 <= value <= 24:
            raise refusal("MC007", "Expected 1 to 24 hours a day, but found {found}", found=value)
        return value

    @field_validator("valid")
    @classmethod
    def _bounded(cls, value: tuple[date, date] | None) -> tuple[date, date] | None:
        # The calendar becomes a table of its days; an endless one would exhaust the machine.
        if value is not None and value[1].year - value[0].year > _LONGEST_YEARS:
            raise refusal("MC007", "Expected at most {count} years", count=_LONGEST_YEARS)
        return value
