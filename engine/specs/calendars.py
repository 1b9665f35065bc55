"""``kind: calendar``: office hours, public holidays, swapped working days, and legal settings."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.specs.model import Boolean, ClockTime, Code, Date, Integer, LabelText, Spec, Text
from engine.specs.refusals import refusal

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


Sessions = Annotated[tuple[OfficeHours, ...], BeforeValidator(_sessions)]
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
        description="Office hours of each weekday; a weekday left out is closed.",
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
