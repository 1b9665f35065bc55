"""Forms between browser and engine: tokens against doubled sending, typed values, faults beside fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4, uuid5

from starlette.datastructures import FormData

from engine.errors import GuardFailedError
from engine.messages import Message, message
from engine.specs.dossier_contents import DossierField
from engine.web.security import TOKEN_FIELD

FORM_FIELD = "form"
PREFIX = "field."
"""Names of the spec's fields in forms begin with this, so that they never meet the form's own."""


def new_token() -> str:
    """Return a new token for a form, from which the ids of its commands follow."""
    return str(uuid4())


def command_id(form: FormData, officer: str, path: str) -> str:
    """Return the command id of a form that was sent.

    The same form sent twice gives the same id, so that a double click acts once; a form that is changed
    and sent again, say after going back in the browser, gives another.

    Raises:
        GuardFailedError: the form carries no token of this console.
    """
    try:
        token = UUID(str(form.get(FORM_FIELD, "")))
    except ValueError:
        raise GuardFailedError(
            message(
                "Expected a form of this console, but it carries no number; open the page again"
            )
        ) from None
    sent = sorted((name, str(value)) for name, value in form.multi_items() if name != TOKEN_FIELD)
    return str(uuid5(token, json.dumps([officer, path, sent])))


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form shows in its fields, and what is wrong with it; empty for a new form."""

    values: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, Message] = field(default_factory=dict)
    told: Message | None = None


def typed_fields(form: FormData, fields: Mapping[str, DossierField]) -> dict[str, object]:
    """Return what was typed into the fields of a spec, by their names in the spec."""
    return {
        name: form.getlist(PREFIX + name)
        if spec.type == "units"
        else str(form.get(PREFIX + name, ""))
        for name, spec in fields.items()
        if PREFIX + name in form
    }


def typed_texts(form: FormData, fields: Mapping[str, DossierField]) -> dict[str, Any]:
    """Return everything typed into a form, to show it again under the same names."""
    units = {PREFIX + name for name, spec in fields.items() if spec.type == "units"}
    return {name: form.getlist(name) if name in units else form[name] for name in form}


def with_prefix(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the values or faults of the spec's fields under the names they have in the form."""
    known = set(names)
    return {PREFIX + name if name in known else name: value for name, value in values.items()}
