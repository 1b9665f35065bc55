"""The kinds of documents there are, and the model of each."""

from __future__ import annotations

from engine.specs.calendars import CalendarSpec
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure

Document = Procedure | OrganisationSpec | CalendarSpec

Model = type[Procedure] | type[OrganisationSpec] | type[CalendarSpec]

MODELS: dict[str, Model] = {
    "procedure": Procedure,
    "organisation": OrganisationSpec,
    "calendar": CalendarSpec,
}


def model_of(kind: object) -> Model | None:
    """Return the model of the documents of a kind, or None where there is no such kind."""
    return MODELS.get(kind) if isinstance(kind, str) else None
