"""The steps of a procedure: what each is, who does it, how long it may take, where it leads.

These models check which keys go together in one step. Whether the steps fit one another is the
business of ``engine.graph``.
"""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.messages import Label
from engine.specs.durations import Duration
from engine.specs.model import Boolean, Integer, LabelText, Name, Spec, Text
from engine.specs.outcomes import Alternative, ClockEffect, Expiry, Outcome, WaitKind
from engine.specs.parallel import JoinText, NeedsText, NextText
from engine.specs.performers import PerformerText
from engine.specs.refusals import refusal
from engine.specs.starts import Starts
from engine.specs.statuses import OpenStatus
from engine.specs.yearly_dates import YearlyDate

StepKind = Literal[
    "receive", "forward", "assign", "process", "verify", "consult", "council", "review",
    "sign", "approve", "issue", "payout", "publish", "return", "automatic", "wait", "choice",
]  # fmt: skip
_KIND_OF_NAME: dict[str, StepKind] = {
    "receive": "receive", "forward": "forward", "assign": "assign", "appraise": "process",
    "process": "process", "draft": "process", "check": "process", "handle": "process",
    "verify": "verify", "survey": "verify", "consult": "consult", "council": "council",
    "review": "review", "sign": "sign", "approve": "approve", "issue": "issue",
    "payout": "payout", "publish": "publish", "return": "return",
}  # fmt: skip


class Retry(Spec):
    """How often an automatic step is tried again, and how long it waits between tries."""

    times: Integer = 3
    delay: Duration = Duration.parse("1 hour")


class Step(Spec):
    """A node where work happens, a wait, an automatic step, or a choice decided by data.

    Which one it is follows from its keys: ``by`` (people), ``run`` (automatic), ``ask`` (a wait),
    ``choose`` (a choice), ``starts`` (another procedure).
    """

    ref: Text | None = Field(default=None, description="The row number printed in the decision.")
    label: LabelText | None = None
    kind: StepKind | None = None
    by: PerformerText | None = None
    participants: tuple[PerformerText, ...] = Field(
        default=(), description="Who takes part beside the one who records the outcome."
    )
    limit: Duration | None = None
    due: YearlyDate | None = None
    next: NextText | None = None
    choose: tuple[Alternative, ...] | None = None
    run: Name | None = None
    parameters: dict[Name, Text] = Field(default_factory=dict, alias="with")
    retry: Retry | None = None
    ask: WaitKind | None = None
    starts: Starts | None = None
    clock: ClockEffect | None = None
    expires: Expiry | None = None
    join: JoinText | None = None
    for_each: Text | None = Field(default=None, pattern=r"^dossier\.[a-z][a-z0-9_]*$")
    needs: NeedsText | None = None
    on_expiry: Literal["proceed"] | None = None
    group: Name | None = None
    phase: Name | None = None
    status: OpenStatus | None = Field(
        default=None, description="The national status shown at this step."
    )
    after_result: Boolean = Field(
        default=False, description="Done after the result is handed over, outside the legal limit."
    )
    form: tuple[Name, ...] = Field(default=(), description="Fields asked at this step.")
    outcomes: dict[Name, Outcome] | None = None
    prints: tuple[Name, ...] = Field(default=(), description="Form types printed at this step.")
    note: Text | None = Field(default=None, description="A remark for whoever reads the spec.")

    @model_validator(mode="after")
    def _one_role(self) -> Self:
        kinds = ("run", "ask", "choose", "starts")
        ways = [name for name in kinds if getattr(self, name) is not None]
        if len(ways) > 1:
            raise refusal(
                "MC012", "Expected only one of `run:`, `ask:`, `choose:` and `starts:` in a step"
            )
        if not ways and self.by is None:
            raise refusal(
                "MC012",
                "Expected `by:` (who does it), or one of `run:`, `ask:`, `choose:` and `starts:`",
            )
        if self.participants and ways:
            raise refusal("MC012", "Expected `participants:` only in a step that somebody does")
        if self.status is not None and self.choose is not None:
            raise refusal("MC012", "Expected no `status:` in a choice, where no dossier rests")
        if "choose" in ways and self.by is not None:
            raise refusal(
                "MC012",
                "Expected `choose:` in a step of its own, below the one that somebody does: there the data decides",
            )
        if "run" in ways and self.by is not None:
            raise refusal("MC012", "Expected no `by:` in a step that nobody does")
        if sum(value is not None for value in (self.next, self.outcomes, self.choose)) > 1:
            raise refusal("MC012", "Expected only one of `next:`, `outcomes:` and `choose:`")
        waits = self.ask is not None or self.starts is not None
        if not waits and (self.clock is not None or self.expires is not None):
            raise refusal(
                "MC012", "Expected `clock:` and `expires:` only beside `ask:` or `starts:`"
            )
        if self.due is not None and (self.limit is not None or self.choose is not None):
            raise refusal("MC012", "Expected `due:` instead of `limit:`, and not in a choice")
        if self.after_result and self.status is not None:
            raise refusal(
                "MC012", "Expected no `status:` after the result: the dossier counts as returned"
            )
        if self.on_expiry is not None and self.for_each is None:
            raise refusal("MC012", "Expected `on_expiry:` only beside `for_each:`")
        if self.needs is not None and self.for_each is None:
            raise refusal("MC012", "Expected `needs:` only beside `for_each:` or in `join:`")
        return self

    def kind_for(self, name: str) -> StepKind:
        """Return the kind written, or the one the keys and the conventional name ``name`` imply."""
        if self.kind is not None:
            return self.kind
        if self.run is not None:
            return "automatic"
        if self.ask is not None or (self.starts is not None and self.starts.wait):
            return "wait"
        if self.starts is not None:
            return "automatic"
        if self.choose is not None:
            return "choice"
        return _KIND_OF_NAME.get(
            re.sub(r"_?\d+$", "", name), _KIND_OF_NAME.get(name.split("_")[0], "process")
        )


def step_label(name: str, step: Step) -> Label:
    """Return the label of a step, or its name where the author gave none."""
    return step.label or Label(name)
