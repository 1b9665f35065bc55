"""One change between two texts of a procedure, and how its two sides are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from engine.graph.telling import in_words
from engine.messages import Label, Message, message
from engine.specs.alerts import Rung, RungMoment
from engine.specs.condition_words import condition_in_words
from engine.specs.conditions import Condition
from engine.specs.dossier_contents import DossierField
from engine.specs.durations import Duration
from engine.specs.findings import KeyPath
from engine.specs.limits import LimitCase
from engine.specs.model import Spec
from engine.specs.performers import Performer
from engine.specs.retention import Retention
from engine.specs.yearly_dates import YearlyDate

ChangeKind = Literal["added", "removed", "renamed", "moved", "changed"]
Value = Message | Label | str
"""A side of a change: everything but a text is put into words in the language of the reader."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different; ``path`` leads to it in the text that has it."""

    kind: ChangeKind
    path: KeyPath
    what: Message
    before: Value | None = None
    after: Value | None = None


def changed(
    kind: Literal["added", "removed"], path: KeyPath, what: Message, value: Value
) -> Change:
    """Return something that is new, or gone."""
    sides = (None, value) if kind == "added" else (value, None)
    return Change(kind, path, what, *sides)


def differing(path: KeyPath, what: Message, before: Any, after: Any) -> Iterator[Change]:
    """Yield the change from one value to another, if they differ."""
    if isinstance(before, Label) and isinstance(after, Label) and before.vi == after.vi:
        before, after = before.en, after.en
    if before != after:
        yield Change("changed", path, what, told(before), told(after))


def spoken(value: Any, fields: Mapping[str, DossierField]) -> Any:
    """Return a value with its conditions in the words of the fields of its procedure."""
    match value:
        case tuple():
            return tuple(spoken(each, fields) for each in value)
        case Spec() if isinstance(when := getattr(value, "when", None), Condition):
            return value.model_copy(update={"when": condition_in_words(when, fields)})
        case _:
            return value


def told(value: Any) -> Value | None:
    """Return a value of a spec as it is told, or None where nothing is said."""
    match value:
        case None | ():
            return None
        case Mapping() if not value:
            return None
        case Message() | Label() | str():
            return value
        case Duration():
            return in_words(value)
        case YearlyDate() | Retention():
            return Label(value.in_words("vi"), value.in_words("en"))
        case bool():
            return message("yes") if value else message("no")
        case date():
            return value.strftime("%d/%m/%Y")
        case Performer() | Condition() | int():
            return str(value)
        case (LimitCase(when=None, limit=limit),):
            return in_words(limit)
        case RungMoment():
            return _moment(value)
        case tuple():
            return _joined([told(each) for each in value])
        case Mapping():
            return _joined([_pair(name, told(each)) for name, each in value.items()])
        case Spec():
            return _joined(_parts(value))
        case _:
            return str(value)


def _parts(value: Spec) -> list[Value | None]:
    fields = type(value).model_fields
    if isinstance(value, Rung):
        return [value.name, value.of, told(value.at), value.to]
    said = [
        _pair(field.alias or name, told(getattr(value, name)))
        for name, field in fields.items()
        if field.is_required()
        or getattr(value, name) != field.get_default(call_default_factory=True)
    ]
    return list(said)


def _moment(value: RungMoment) -> Value:
    if value.share is not None:
        return f"{value.share * 100:f} %"
    if value.offset is None:
        return message("at the due date")
    if value.sign < 0:
        return message("{time} before", time=in_words(value.offset))
    return message("{time} after", time=in_words(value.offset))


def _pair(name: str, value: Value | None) -> Value:
    return message("{key}: {value}", key=name, value="–" if value is None else value)


def _joined(values: list[Value | None]) -> Value | None:
    said = [value for value in values if value is not None]
    if not said:
        return None
    joined = said[0]
    for value in said[1:]:
        joined = message("{first}, {rest}", first=joined, rest=value)
    return joined
