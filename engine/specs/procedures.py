"""``kind: procedure``: the rules of one procedure, as an administrator writes them.

These models check form: types, names, which keys go together. What the steps mean together (does
every route end, do the limits add up) is the business of ``engine.graph``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from engine.messages import Label
from engine.specs.alerts import DEFAULT_LADDER, Rung
from engine.specs.appointments import Appointment
from engine.specs.conditions import ConditionText
from engine.specs.durations import UNCOUNTED, Duration
from engine.specs.model import (
    Boolean,
    Code,
    Date,
    Integer,
    LabelText,
    Name,
    Spec,
    Text,
    described_as,
)
from engine.specs.parallel import JoinText, NeedsText, NextText
from engine.specs.refusals import refusal
from engine.specs.starts import Starts
from engine.specs.statuses import OpenStatus
from engine.specs.yearly_dates import YearlyDate

StepKind = Literal[
    "receive", "forward", "assign", "process", "verify", "consult", "council", "review",
    "sign", "approve", "issue", "payout", "publish", "return", "automatic", "wait", "choice",
]  # fmt: skip
EndName = Literal["returned", "refused", "withdrawn", "stopped", "terminated"]
"""How a dossier can end: result returned, refused, withdrawn by the applicant, stopped by the
authority, or terminated because a wait ran out."""
WaitKind = Literal["supplement", "payment", "external"]
ClockEffect = Literal["stop", "run", "restart"]
"""What a wait does to the dossier's clock: stands still, goes on, or starts again from zero when the
wait is over (a supplement, NĐ 61/2018 Đ17)."""
FieldType = Literal[
    "text", "long_text", "number", "money", "date", "choice", "yes_no", "unit", "units",
    "identity_number", "phone",
]  # fmt: skip

_KIND_OF_NAME: dict[str, StepKind] = {
    "receive": "receive", "forward": "forward", "assign": "assign", "appraise": "process",
    "process": "process", "draft": "process", "check": "process", "handle": "process",
    "verify": "verify", "survey": "verify", "consult": "consult", "council": "council",
    "review": "review", "sign": "sign", "approve": "approve", "issue": "issue",
    "payout": "payout", "publish": "publish", "return": "return",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Performer:
    """Who works on a step: a position in the unit that plays a role, written ``department/officer``."""

    role: str
    position: str

    def __str__(self) -> str:
        return f"{self.role}/{self.position}"


def _performer(value: Any) -> Performer:
    if isinstance(value, Performer):
        return value
    match = re.fullmatch(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)", str(value))
    if match is None:
        raise refusal(
            "MC011",
            "Expected who does the step as <unit role>/<position>, such as “department/officer”, but found “{found}”",
            found=value,
        )
    return Performer(match[1], match[2])


PerformerText = Annotated[Performer, BeforeValidator(_performer), described_as("performer")]


class Decision(Spec):
    """The decision that approved the procedure."""

    number: Text
    date: Date | None = None
    issuer: Text


class Effective(Spec):
    """From when, and until when, dossiers are received under this text."""

    valid_from: Date = Field(alias="from")
    valid_until: Date | None = Field(default=None, alias="until")


class LimitCase(Spec):
    """A limit that holds when its condition does; the last case has no condition."""

    when: ConditionText | None = None
    limit: Duration = Field(alias="is")


def _limit_cases(value: Any) -> Any:
    return ({"is": value},) if isinstance(value, str | Duration) else value


_LimitCases = Annotated[tuple[LimitCase, ...], Field(min_length=1)]


class Period(Spec):
    """A time that several steps share, or the limit of a phase; with a name that people read."""

    label: LabelText | None = None
    limit: Duration


def _period(value: Any) -> Any:
    return {"limit": value} if isinstance(value, str | Duration) else value


PeriodText = Annotated[Period, BeforeValidator(_period, json_schema_input_type=Duration | Period)]
"""A time limit, or a mapping that also gives it a label."""


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


class DossierField(Spec):
    """A piece of data the dossier carries."""

    label: LabelText
    type: FieldType
    required: Boolean = False
    personal: Boolean = Field(
        default=False, description="Personal data: shown only in the dossier itself."
    )
    options: dict[Name, LabelText] = Field(default_factory=dict)
    help: LabelText | None = None

    @model_validator(mode="after")
    def _options_of_choice(self) -> Self:
        if (self.type == "choice") != bool(self.options):
            raise refusal("MC012", "Expected `options:` in a field of type choice, and only there")
        return self


class Paper(Spec):
    """A component of the dossier (thành phần hồ sơ)."""

    label: LabelText
    original: Integer = 0
    copies: Integer = 0
    required: Boolean = True
    digitise: Boolean = Field(
        default=False,
        description="It is scanned at reception (NĐ 107/2021, TT 03/2025/TT-VPCP Đ5).",
    )
    replaced_by_data: Boolean = Field(
        default=False, description="Data the office has already stands for it."
    )


class DossierContents(Spec):
    """The data and papers of a dossier."""

    fields: dict[Name, DossierField] = Field(default_factory=dict)
    papers: dict[Name, Paper] = Field(default_factory=dict)


class Procedure(Spec):
    """One procedure, or one variant of it, as approved by one decision."""

    kind: Literal["procedure"]
    code: Code
    variant: Name | None = None
    also_codes: tuple[Code, ...] = ()
    title: LabelText
    decision: Decision
    source: Text | None = Field(
        default=None, description="Where the text of the decision was read."
    )
    effective: Effective
    field: Name = Field(description="The field of administration (lĩnh vực).")
    level: Literal["province", "commune", "interlevel"]
    service: Literal["full", "partial", "information"] = "partial"
    boundary_free: Boolean = False
    calendar: Code | None = Field(
        default=None, description="Without it, the calendar of the receiving desk."
    )
    limit: Annotated[
        _LimitCases, BeforeValidator(_limit_cases, json_schema_input_type=Duration | _LimitCases)
    ] = (LimitCase.model_validate({"is": UNCOUNTED}),)
    due: YearlyDate | None = None
    appointments: dict[Name, Appointment] = Field(default_factory=dict)
    phases: dict[Name, PeriodText] = Field(default_factory=dict)
    groups: dict[Name, PeriodText] = Field(default_factory=dict)
    accept: dict[
        Annotated[str, Field(pattern=r"^MC\d{3}$")],
        Annotated[str, Field(min_length=10, max_length=2000)],
    ] = Field(default_factory=dict)
    dossier: DossierContents = DossierContents()
    steps: dict[Name, Step] = Field(min_length=1)
    alerts: tuple[Rung, ...] = DEFAULT_LADDER

    @model_validator(mode="after")
    def _one_limit_to_part(self) -> Self:
        if ("limit" in self.model_fields_set) == (self.due is not None):
            raise refusal("MC012", "Expected either `limit:` or `due:` in a procedure")
        if self.appointments and self.due is not None:
            raise refusal("MC012", "Expected `limit:` beside `appointments:`, not `due:`")
        if self.appointments and len(self.limit) > 1:
            raise refusal("MC012", "Expected one `limit:` beside `appointments:`, not one by case")
        return self

    @property
    def key(self) -> str:
        """Return the name of the procedure within the program: its code and variant."""
        return f"{self.code}-{self.variant}" if self.variant else self.code

    @property
    def limits(self) -> tuple[Duration | YearlyDate, ...]:
        """Return what the whole procedure may take: a date, or the limit of each case."""
        return (self.due,) if self.due is not None else tuple(case.limit for case in self.limit)

    @property
    def limit_fields(self) -> frozenset[str]:
        """Return the fields the legal limit depends on: asked at reception, and settled from then on."""
        conditions = (case.when for case in self.limit if case.when is not None)
        return frozenset(name for condition in conditions for name in condition.fields)

    def limit_for(self, data: dict[str, Any]) -> Duration:
        """Return the legal limit for a dossier with this data (``{"dossier": {...}}`` names)."""
        for case in self.limit:
            if case.when is None or case.when.holds(data):
                return case.limit
        return self.limit[-1].limit


def national_part(code: str) -> str:
    """Return the national part of a procedure code: ``1.001806`` of ``1.001806.000.00.00.H29``."""
    match = re.match(r"^\d\.\d{6}", code)
    return match[0] if match else code


def period_label(procedure: Procedure, name: str) -> Label:
    """Return the label of a phase or group, or its name where the author gave none."""
    period = procedure.groups.get(name) or procedure.phases.get(name)
    return (period.label if period is not None else None) or Label(name)


def step_label(name: str, step: Step) -> Label:
    """Return the label of a step, or its name where the author gave none."""
    return step.label or Label(name)
