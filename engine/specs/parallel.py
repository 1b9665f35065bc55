"""Parallel work as an administrator writes it: which steps start together, and how much of it is needed."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from engine.messages import message
from engine.specs.conditions import ConditionText
from engine.specs.durations import Duration
from engine.specs.model import LabelText, Name, Spec, described_as
from engine.specs.refusals import refusal, refusal_of

Needs = Literal["all", "any"] | int
"""How much of parallel work is needed: all of it, whatever is done first, or a number from 2 to 99."""


def _needs(value: Any) -> Any:
    match value:
        case "all" | "any":
            return value
        case int() if 2 <= value <= 99:
            return value
        case str() if re.fullmatch(r"0*([2-9]|[1-9]\d)", value):
            return int(value)
        case "1" | 1:
            raise refusal("MC007", "Expected `any` instead of 1, because the first one is enough")
        case _:
            raise refusal(
                "MC007",
                "Expected `all`, `any` or a number from 2 to 99, but found “{found}”",
                found=value,
            )


NeedsText = Annotated[Needs, BeforeValidator(_needs), described_as("needs")]


class Join(Spec):
    """How much of the parallel work that meets at a step must have arrived before it begins."""

    needs: NeedsText = "all"
    within: Duration | None = None

    @property
    def count(self) -> int | None:
        """Return how many branches are needed; None where all of them are."""
        return needed(self.needs)


def needed(needs: Needs | None) -> int | None:
    """Return a need as a number; None where everything is needed."""
    match needs:
        case None | "all":
            return None
        case "any":
            return 1
        case int():
            return needs


def _join(value: Any) -> Any:
    return value if isinstance(value, dict | Join) else {"needs": value}


JoinText = Annotated[Join, BeforeValidator(_join, json_schema_input_type=NeedsText | Join)]


class Parallel(Spec):
    """All these steps start together."""

    all: tuple[Name, ...] = Field(min_length=2)


class Branch(Spec):
    """One of several steps that may start together; without ``when`` it always starts."""

    when: ConditionText | None = None
    to: Name
    label: LabelText | None = None


class Matching(Spec):
    """Those of the steps start together whose condition holds."""

    matching: tuple[Branch, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _worth_asking(self) -> Self:
        if len({branch.to for branch in self.matching}) < len(self.matching):
            raise refusal("MC012", "Expected each step only once in `matching:`")
        if all(branch.when is None for branch in self.matching):
            raise refusal(
                "MC012",
                "Expected a `when:` in `matching:`; steps that always start stand in `all:`",
            )
        return self


def _next_form(value: Any) -> str:
    if isinstance(value, Matching) or (isinstance(value, dict) and "matching" in value):
        return "matching"
    return "parallel" if isinstance(value, dict | Parallel) else "step"


_AT_THE_JOIN = {"any", "some", "one", "first", "needs", "join"}
"""What an author may write who says at the split how much of the parallel work is needed."""


def _next(value: Any) -> Any:
    if isinstance(value, list | tuple):
        raise refusal(
            "MC007",
            "Expected one step, or `{{all: [survey, consult]}}` for several that start together, but found a list",
        )
    if not isinstance(value, dict) or {"all", "matching"} & value.keys():
        return value
    if (found := next((key for key in value if key in _AT_THE_JOIN), None)) is not None:
        text = message(
            "Expected `all:` or `matching:` below `next:`, but found `{key}:`", key=found
        )
        advice = message(
            "Write `next: {{all: […]}}`, and `join: any` or `join: 2` at the step where the branches meet: there it is said how many must arrive."
        )
        raise refusal_of("MC014", text, advice)
    return value


NextText = Annotated[
    Annotated[Name, Tag("step")]
    | Annotated[Parallel, Tag("parallel")]
    | Annotated[Matching, Tag("matching")],
    Discriminator(_next_form),
    BeforeValidator(_next),
]
"""The step that follows, or the steps that start together."""
