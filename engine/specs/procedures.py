"""``kind: procedure``: the rules of one procedure, as an administrator writes them.

These models check form: types, names, which keys go together. What the steps mean together (does
every route end, do the limits add up) is the business of ``engine.graph``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from engine.messages import Label
from engine.specs.alerts import DEFAULT_LADDER, Rung
from engine.specs.appointments import Appointment
from engine.specs.dossier_contents import DossierContents
from engine.specs.durations import UNCOUNTED, Duration
from engine.specs.limits import LimitCase, LimitCasesText, PeriodText
from engine.specs.model import Boolean, Code, Date, LabelText, Name, Spec, Text
from engine.specs.refusals import refusal
from engine.specs.steps import Step
from engine.specs.yearly_dates import YearlyDate


class Decision(Spec):
    """The decision that approved the procedure."""

    number: Text
    date: Date | None = None
    issuer: Text


class Effective(Spec):
    """From when, and until when, dossiers are received under this text."""

    valid_from: Date = Field(alias="from")
    valid_until: Date | None = Field(default=None, alias="until")


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
    limit: LimitCasesText = (LimitCase.model_validate({"is": UNCOUNTED}),)
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
