"""Whether a condition reads fields that exist, and compares each with its own kind of value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.messages import Message, message
from engine.specs.conditions import Condition
from engine.specs.faults import Fault, unknown
from engine.specs.findings import KeyPath
from engine.specs.procedures import DossierField
from engine.specs.suggestions import did_you_mean

_FIELD = r"dossier\.(?P<field>[a-z_][a-z0-9_]*)(?![\w.(])"
_TEXT = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_VALUE = rf"(?P<value>{_TEXT}|-?\d+(?:\.\d+)?|true\b|false\b)"
_FIELD_FIRST = re.compile(rf"{_FIELD}\s*(?:==|!=|<=|>=|<|>)\s*{_VALUE}(?!\s*[-+*/%])")
_VALUE_FIRST = re.compile(rf"(?<![-+*/%]){_VALUE}\s*(?:==|!=|<=|>=|<|>)\s*{_FIELD}(?!\s*[-+*/%])")
_ONE_OF = re.compile(rf"{_FIELD}\s+in\s+\[(?P<values>[^\]]*)\]")
_KINDS = {"number": "number", "money": "number", "yes_no": "truth", "units": "list"}
_WRITTEN: dict[str, Message] = {
    "number": message("a number without quotes"),
    "truth": message("true or false"),
    "text": message("a text in quotes"),
    "list": message("a single unit with “in”, because it holds several"),
}


def condition_faults(
    condition: Condition, fields: Mapping[str, DossierField], path: KeyPath
) -> Iterator[Fault]:
    """Yield what is wrong with the names and comparisons of a condition, as far as decidable."""
    for name in sorted(condition.fields):
        yield from unknown("MC103", path, name, fields, message("a field of the dossier"))
    for name, value in _comparisons(condition.text):
        if name in fields:
            yield from _comparison_faults(name, fields[name], value, path)


def _comparisons(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (_FIELD_FIRST, _VALUE_FIRST):
        for match in pattern.finditer(text):
            yield match["field"], match["value"]
    for match in _ONE_OF.finditer(text):
        for value in re.finditer(_VALUE, match["values"]):
            yield match["field"], value["value"]


def _comparison_faults(
    name: str, field: DossierField, value: str, path: KeyPath
) -> Iterator[Fault]:
    wanted, found = _KINDS.get(field.type, "text"), _kind_of(value)
    if wanted != found:
        text = message(
            "Expected field {field} to be compared with {wanted}, but found {found}",
            field=name,
            wanted=_WRITTEN[wanted],
            found=value,
        )
        yield Fault("MC105", path, text)
    elif field.type == "choice" and value[1:-1] not in field.options:
        text = message(
            "Expected an option of field {field} ({options}), but found {found}",
            field=name,
            options=", ".join(field.options),
            found=value,
        )
        yield Fault("MC109", path, text, did_you_mean(value[1:-1], field.options))


def _kind_of(value: str) -> str:
    if value[0] in "\"'":
        return "text"
    return "truth" if value in {"true", "false"} else "number"
