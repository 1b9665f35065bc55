"""The tables of keys in the reference of the specification language, held against the models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from engine.specs.calendars import CalendarSpec, Sessions
from engine.specs.conditions import ConditionText
from engine.specs.durations import Duration
from engine.specs.model import Boolean, ClockTime, Code, Date, Integer, LabelText, Name, Spec, Text
from engine.specs.organisation import OrganisationSpec
from engine.specs.parallel import JoinText, NeedsText, NextText
from engine.specs.procedures import (
    FieldType,
    PerformerText,
    Procedure,
    StepKind,
)

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
    (PerformerText, "performer"),
    (ConditionText, "condition"),
    (Sessions, "office hours"),
    (NextText, "name, `{all: […]}` or `{matching: […]}`"),
    (NeedsText, "`all`, `any` or a number"),
    (JoinText, "`all`, `any`, a number, or keys below"),
    (StepKind, "kind of step"),
    (FieldType, "type of field"),
    (str, "text"),
)
_SPOKEN_KEYS = {
    ("Procedure", "limit"): "time limit, or list of cases",
    ("Procedure", "phases"): "by name: time limit, or keys below",
    ("Procedure", "groups"): "by name: time limit, or keys below",
    ("Rung", "at"): "moment",
    ("Step", "status"): "[status](#status)",
    ("Step", "for_each"): "`dossier.` and a name",
    ("CalendarSpec", "valid"): "two dates",
    ("CalendarSpec", "hours"): "office hours by weekday",
}
_TABLE = re.compile(
    r"<!-- keys of (?P<model>\w+) -->\n(?P<head>\|.*\n\|[-|]+\|\n)(?P<rows>(?:\|.*\n)+)"
)


@dataclass(frozen=True)
class Row:
    """A line of a table: what the models say of a key, and what the page says of it."""

    key: str
    type: str
    default: str
    meaning: str = ""
    example: str = ""

    def __str__(self) -> str:
        cells = (f"`{self.key}`", self.type, self.default, self.meaning, self.example)
        return "| " + " | ".join(cells) + " |"


def spec_models() -> dict[str, type[Spec]]:
    """Return every model that takes part in a specification, by name."""
    found: dict[str, type[Spec]] = {}
    waiting: list[type[Spec]] = [Procedure, OrganisationSpec, CalendarSpec]
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found and model.__name__ != "OfficeHours":
            found[model.__name__] = model
            waiting += [inner for hint in hints(model).values() for inner in _models_in(hint)]
    return found


def _models_in(hint: Any) -> Iterator[type[Spec]]:
    if isinstance(hint, type) and issubclass(hint, Spec):
        yield hint
    for inner in get_args(hint):
        yield from _models_in(inner)


def hints(model: type[Spec]) -> dict[str, Any]:
    """Return the annotation of each key of a model, as an author writes the key."""
    known = get_type_hints(model, include_extras=True)
    return {field.alias or name: known[name] for name, field in model.model_fields.items()}


def rows_of(model: type[Spec]) -> list[Row]:
    """Return what a model says of its keys, in its order."""
    return [
        Row(key, _SPOKEN_KEYS.get((model.__name__, key)) or _spoken(hint), _default(model, key))
        for key, hint in hints(model).items()
    ]


def _default(model: type[Spec], key: str) -> str:
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
            return "the usual ladder"
        case value:
            return f"`{value}`"


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
    return "keys below"


def tables(page: str) -> dict[str, list[Row]]:
    """Return the rows of each table of keys on a page, by the name of its model."""
    return {match["model"]: _rows(match["rows"]) for match in _TABLE.finditer(page)}


def _rows(text: str) -> list[Row]:
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    return [Row(key.strip("`"), *rest) for key, *rest in cells]


def with_current_tables(page: str) -> str:
    """Return a page whose tables say what the models say, with the words of the page kept."""
    models = spec_models()

    def written(match: re.Match[str]) -> str:
        said = {row.key: row for row in _rows(match["rows"])}
        rows = [
            replace(row, meaning=said[row.key].meaning, example=said[row.key].example)
            if row.key in said
            else row
            for row in rows_of(models[match["model"]])
        ]
        lines = "".join(f"{row}\n" for row in rows)
        return f"<!-- keys of {match['model']} -->\n{match['head']}{lines}"

    return _TABLE.sub(written, page)
