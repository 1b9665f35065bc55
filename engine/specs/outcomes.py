"""How a step can come out: the dossier goes on, ends, or waits for somebody.

Also what a wait may be for, what it does to the clock, and what happens when it runs out.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from engine.specs.conditions import ConditionText
from engine.specs.durations import Duration
from engine.specs.model import Boolean, LabelText, Name, Spec
from engine.specs.refusals import refusal

EndName = Literal["returned", "refused", "withdrawn", "stopped", "terminated"]
"""How a dossier can end: result returned, refused, withdrawn by the applicant, stopped by the
authority, or terminated because a wait ran out."""
WaitKind = Literal["supplement", "payment", "external"]
ClockEffect = Literal["stop", "run", "restart"]
"""What a wait does to the dossier's clock: stands still, goes on, or starts again from zero when the
wait is over (a supplement, NĐ 61/2018 Đ17)."""


class Expiry(Spec):
    """What happens when a wait runs out: the dossier ends, or goes on."""

    after: Duration
    end: EndName | None = None
    to: Name | None = None

    @model_validator(mode="after")
    def _one_way_out(self) -> Self:
        if (self.end is None) == (self.to is None):
            raise refusal("MC012", "Expected either `end:` or `to:` in `expires:`")
        return self


class Outcome(Spec):
    """A way a step can come out: the dossier goes on, ends, or waits for somebody."""

    to: Name | None = None
    end: EndName | None = None
    ask: WaitKind | None = None
    label: LabelText | None = None
    back_to: Name | None = None
    clock: ClockEffect | None = None
    limit: Duration | None = None
    expires: Expiry | None = None
    note_required: Boolean = False
    undo: Boolean = True

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if sum(value is not None for value in (self.to, self.end, self.ask)) != 1:
            raise refusal("MC012", "Expected exactly one of `to:`, `end:` and `ask:` in an outcome")
        waits = (self.back_to, self.clock, self.limit, self.expires)
        if self.ask is None and any(value is not None for value in waits):
            raise refusal(
                "MC012", "Expected `back_to:`, `clock:`, `limit:` and `expires:` only beside `ask:`"
            )
        return self


class Alternative(Spec):
    """One alternative of a data-decided choice; the one without `when:` is the rest."""

    when: ConditionText | None = None
    to: Name | None = None
    end: EndName | None = None
    label: LabelText | None = None

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.to is None) == (self.end is None):
            raise refusal("MC012", "Expected either `to:` or `end:` in an alternative")
        return self
