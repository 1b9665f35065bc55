"""What a dossier of a procedure contains: data, and papers (thành phần hồ sơ)."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.specs.model import Boolean, Integer, LabelText, Name, Spec
from engine.specs.refusals import refusal
from engine.specs.retention import Retention

FieldType = Literal[
    "text", "long_text", "number", "money", "date", "choice", "yes_no", "unit", "units",
    "identity_number", "phone",
]  # fmt: skip


class DossierField(Spec):
    """A piece of data the dossier carries."""

    label: LabelText
    type: FieldType
    required: Boolean = False
    personal: Boolean = Field(
        default=False, description="Personal data: shown only in the dossier itself."
    )
    kept_for: Retention | None = Field(
        default=None,
        description="How long it is kept after the dossier is closed; then it is erased.",
    )
    options: dict[Name, LabelText] = Field(default_factory=dict)
    help: LabelText | None = None

    @model_validator(mode="after")
    def _options_of_choice(self) -> Self:
        if (self.type == "choice") != bool(self.options):
            raise refusal("MC012", "Expected `options:` in a field of type choice, and only there")
        return self

    @model_validator(mode="after")
    def _erased_where_personal(self) -> Self:
        if self.kept_for is not None and not self.personal:
            raise refusal("MC012", "Expected `kept_for:` only in a field with `personal: true`")
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
    applicant_kept_for: Retention | None = Field(
        default=None,
        description="How long name, number, phone, address and email of the applicant are kept.",
    )

    @cached_property
    def personal(self) -> frozenset[str]:
        """Return the names of the fields that hold personal data."""
        return frozenset(name for name, field in self.fields.items() if field.personal)
