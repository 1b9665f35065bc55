"""The models of the specification language, and what their keys may hold, in the words of the reference."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import MinLen

from engine.specs.calendars import CalendarSpec, Sessions
from engine.specs.conditions import ConditionText
from engine.specs.dossier_contents import FieldType
from engine.specs.durations import Duration
from engine.specs.model import Boolean, ClockTime, Code, Date, Integer, LabelText, Name, Spec, Text
from engine.specs.organisation import OrganisationSpec
from engine.specs.parallel import JoinText, NeedsText, NextText
from engine.specs.performers import PerformerText
from engine.specs.procedures import Procedure
from engine.specs.retention import Retention
from engine.specs.steps import StepKind

DOCUMENTS: dict[str, type[Spec]] = {
    "procedure": Procedure,
    "organisation": OrganisationSpec,
    "calendar": CalendarSpec,
}
KEYS_OF = "keys of {}"
"""What stands for the keys of a model until the page knows where they are told."""

_SPOKEN: tuple[tuple[Any, str], ...] = (
    (LabelText, "label"),
    (Boolean, "true or false"),
    (Integer, "whole number"),
    (Date, "date"),
    (ClockTime, "time of day"),
    (Name, "name"),
    (Text, "text"),
    (Code, "code"),
    (Duration, "time limit"),
    (Retention, "time kept"),
    (PerformerText, "performer"),
    (ConditionText, "condition"),
    (Sessions, "office hours"),
    (NextText, "name, or [several](#parallel-work): `{all: […]}`, `{matching: […]}`"),
    (NeedsText, "`all`, `any` or a number"),
    (JoinText, "`all`, `any`, a number, or {keys of Join}"),
    (StepKind, "[kind of step](#kinds-of-steps)"),
    (FieldType, "[type of field](#types-of-fields)"),
    (str, "text"),
)
_SPOKEN_KEYS = {
    ("Procedure", "limit"): "time limit, or list of cases: {keys of LimitCase}",
    ("Procedure", "phases"): "by name: time limit, or {keys of Period}",
    ("Procedure", "groups"): "by name: time limit, or {keys of Period}",
    ("Rung", "at"): "moment",
    ("Step", "status"): "[status](#status)",
    ("Step", "prints"): "list: [type of form](#printed-forms)",
    ("Step", "for_each"): "`dossier.` and a name",
    ("CalendarSpec", "valid"): "two dates",
    ("CalendarSpec", "hours"): "office hours by weekday",
}
_REFUSAL = re.compile(r'refusal\(\s*"MC\d{3}",\s*"(?P<text>[^"]+)"')


def spec_models() -> dict[str, type[Spec]]:
    """Return every model that takes part in a specification, by name."""
    found: dict[str, type[Spec]] = {}
    waiting: list[type[Spec]] = list(DOCUMENTS.values())
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found and model.__name__ != "OfficeHours":
            found[model.__name__] = model
            waiting += [inner for hint in hints(model).values() for inner in models_in(hint)]
    return found


def models_in(hint: Any) -> Iterator[type[Spec]]:
    """Iterate over the models an annotation mentions."""
    if isinstance(hint, type) and issubclass(hint, Spec):
        yield hint
    for inner in get_args(hint):
        yield from models_in(inner)


def hints(model: type[Spec]) -> dict[str, Any]:
    """Return the annotation of each key of a model, as an author writes the key."""
    known = get_type_hints(model, include_extras=True)
    return {field.alias or name: known[name] for name, field in model.model_fields.items()}


def rules_of(model: type[Spec]) -> list[str]:
    """Return the sentences by which a model refuses keys beside each other, as its code says them."""
    said = [match["text"] for match in _REFUSAL.finditer(inspect.getsource(model))]
    return list(dict.fromkeys(text for text in said if text.startswith("Expected ")))


def default_of(model: type[Spec], key: str) -> str:
    """Return what holds where a key is left out."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    field = fields[key]
    if field.is_required():
        return "required"
    match field.get_default(call_default_factory=True):
        case None | () | {} | Spec():
            return "–"
        case bool(value):
            return f"`{str(value).lower()}`"
        case tuple(values) if all(isinstance(each, str) for each in values):
            return f"`[{', '.join(values)}]`"
        case tuple():
            return "–" if key == "limit" else "the usual ladder"
        case value:
            return f"`{value}`"


def type_of(model: type[Spec], key: str) -> str:
    """Return what a key may hold; ``{keys of X}`` stands for the keys of another model."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    spoken = _SPOKEN_KEYS.get((model.__name__, key)) or _spoken(hints(model)[key])
    return spoken + _at_least(fields[key].metadata)


def _at_least(marks: list[Any]) -> str:
    least = [mark.min_length for mark in marks if isinstance(mark, MinLen) and mark.min_length > 1]
    return f", at least {least[0]}" if least else ""


def _spoken(hint: Any) -> str:
    for known, words in _SPOKEN:
        if hint == known:
            return words
    arguments = get_args(hint)
    if get_origin(hint) in {Union, UnionType}:
        return " or ".join(_spoken(each) for each in arguments if each is not NoneType)
    if get_origin(hint) is Literal:
        return ", ".join(f"`{each}`" for each in arguments)
    if get_origin(hint) is tuple:
        return f"list: {_spoken(arguments[0])}"
    if get_origin(hint) is dict:
        return f"by name: {_spoken(arguments[1])}"
    if get_origin(hint) is Annotated:
        return _spoken(arguments[0])
    return f"{{{KEYS_OF.format(hint.__name__)}}}"
