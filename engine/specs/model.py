"""The ground of all spec models: strict, frozen, and fed with strings only.

The loader reads every YAML scalar as a string, so that codes such as ``01`` and ``1.001193`` survive
(see docs/explanation/yaml.md); these types turn strings into values, or refuse them in the
author's terms. A ``PydanticCustomError`` whose type is a finding code becomes that finding.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from engine.messages import Label
from engine.specs.refusals import refusal


class Spec(BaseModel):
    """Base of every spec model: immutable, no unknown keys, no defaults that hide a typo."""

    # Built when first used: a check of one file needs a third of the models by themselves.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )


def described_as(kind: str) -> WithJsonSchema:
    """Return the mark by which ``engine.specs.schema`` finds the JSON Schema of a kind of value."""
    return WithJsonSchema({"x-value": kind})


def _label(value: Any) -> Label:
    match value:
        case Label():
            return value
        case str() if value.strip():
            return Label(value.strip())
        case {"vi": str(vi), **rest} if vi.strip() and set(rest) <= {"en"}:
            en = rest.get("en")
            return Label(vi.strip(), en.strip() if isinstance(en, str) and en.strip() else None)
        case _:
            raise refusal(
                "MC007", "Expected a text, or one text for each language: {{vi: …, en: …}}"
            )


def _boolean(value: Any) -> bool:
    match value:
        case bool():
            return value
        case "true" | "yes":
            return True
        case "false" | "no":
            return False
        case _:
            raise refusal("MC007", "Expected true or false, but found “{found}”", found=value)


def _integer(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    raise refusal("MC007", "Expected a whole number, but found “{found}”", found=value)


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        iso = re.sub(
            r"^(\d{1,2})/(\d{1,2})/(\d{4})$",
            lambda m: f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}",
            value,
        )
        try:
            return date.fromisoformat(iso)
        except ValueError:
            pass
    raise refusal(
        "MC007",
        "Expected a date such as 2025-11-20 or 20/11/2025, but found “{found}”",
        found=value,
    )


def _clock_time(value: Any) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    raise refusal("MC007", "Expected a time of day such as 07:30, but found “{found}”", found=value)


def _name(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value):
        return value
    raise refusal(
        "MC007",
        "Expected a short name of small letters without accents, digits and underscores, such as “appraise”, but found “{found}”",
        found=value,
    )


LabelText = Annotated[Label, BeforeValidator(_label), described_as("label")]
"""A name in Vietnamese, or in both languages."""
Boolean = Annotated[bool, BeforeValidator(_boolean), described_as("boolean")]
Integer = Annotated[int, BeforeValidator(_integer), described_as("integer")]
Date = Annotated[date, BeforeValidator(_date), described_as("date")]
ClockTime = Annotated[time, BeforeValidator(_clock_time), described_as("clock_time")]
Name = Annotated[str, BeforeValidator(_name), described_as("name")]
"""An identifier of the spec: a step, field, group, phase, unit role or position."""
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\s/\\]+$")]
"""A code kept exactly as written."""
