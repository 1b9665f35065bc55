"""The time limits of a procedure: one for all, one for each case, one that several steps share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from engine.specs.conditions import ConditionText
from engine.specs.durations import Duration
from engine.specs.model import LabelText, Spec


class LimitCase(Spec):
    """A limit that holds when its condition does; the last case has no condition."""

    when: ConditionText | None = None
    limit: Duration = Field(alias="is")


def _limit_cases(value: Any) -> Any:
    return ({"is": value},) if isinstance(value, str | Duration) else value


_LimitCases = Annotated[tuple[LimitCase, ...], Field(min_length=1)]
LimitCasesText = Annotated[
    _LimitCases, BeforeValidator(_limit_cases, json_schema_input_type=Duration | _LimitCases)
]
"""One time limit, or a list of cases."""


class Period(Spec):
    """A time that several steps share, or the limit of a phase; with a name that people read."""

    label: LabelText | None = None
    limit: Duration


def _period(value: Any) -> Any:
    return {"limit": value} if isinstance(value, str | Duration) else value


PeriodText = Annotated[Period, BeforeValidator(_period, json_schema_input_type=Duration | Period)]
"""A time limit, or a mapping that also gives it a label."""
