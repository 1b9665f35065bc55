"""Procedures that bytes decide: built of steps that fit, then changed where the bytes say.

What a change puts in place comes from the JSON Schema of the language, so that new keys are tried as soon as they
are there.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

import yaml

from engine.specs.schema import schema
from tests.fuzz.choices import Choices
from tests.support.catalogues import ROOT
from tests.support.random_procedures import LIMITS

_NAMES = ("receive", "a", "b", "c", "d", "e", "f", "g", "return", "money", "kind", "units", "x")
CONDITIONS = (
    "dossier.money > 5", "dossier.money <= 5", 'dossier.kind == "a"', 'dossier.kind in ["a", "b"]',
    "!dossier.ready", "dossier.money > 5 && dossier.ready", 'dossier.name.startsWith("x")',
    "size(dossier.units) > 2", "dossier.money / 0 == 1", "true",
)  # fmt: skip
_VALUES: dict[str, tuple[str, ...]] = {
    "name": _NAMES,
    "condition": CONDITIONS,
    "time_limit": LIMITS,
    "performer": ("one_stop/reception", "department/officer", "authority/leader", "tax/head"),
    "label": ("Thẩm định", "Duyệt: 𝒳", "a"),
    "date": ("2025-11-20", "29/02/2028", "0001-01-01", "9999-12-31"),
    "clock_time": ("07:30", "23:59"),
    "boolean": ("true", "no"),
    "integer": ("0", "1", "2", "3", "999999999"),
    "retention": ("10 years", "6 tháng", "9999 years", "vĩnh viễn"),
    "moment": ("75 %", "due", "1 working day before", "sau 2 ngày"),
    "office_hours": ("07:30-11:30, 13:30-17:00", "closed"),
}
_FIELDS = {
    "money": {"label": "Số tiền", "type": "money"},
    "kind": {"label": "Loại", "type": "choice", "options": {"a": "A", "b": "B"}},
    "units": {"label": "Đơn vị", "type": "units"},
    "ready": {"label": "Sẵn sàng", "type": "yes_no"},
    "name": {"label": "Tên", "type": "text"},
}
_HEAD = {
    "kind": "procedure",
    "code": "1.000001",
    "title": "Thủ tục",
    "decision": {"number": "1/QĐ", "issuer": "UBND"},
    "effective": {"from": "2025-07-01"},
    "field": "x",
    "level": "province",
}
_DEEPEST = 6


def a_document(data: bytes) -> str:
    """Return the text of a procedure that the bytes decide; the text is YAML, but need not be right."""
    choices = Choices(data)
    shipped = shipped_procedures()
    which = choices.number(2 * len(shipped))
    document = deepcopy(shipped[which]) if which < len(shipped) else _built(choices)
    for _ in range(choices.number(6)):
        _change(document, choices)
    # JSON is YAML, and json escapes what YAML would refuse.
    return json.dumps(document, ensure_ascii=False)


def a_document_with(conditions: list[str]) -> str:
    """Return the text of a procedure that chooses by some conditions."""
    alternatives = [{"when": each, "to": "give"} for each in conditions]
    return json.dumps(
        {
            **_HEAD,
            "limit": [
                *({"when": each, "is": "5 days"} for each in conditions[:1]),
                {"is": "9 days"},
            ],
            "dossier": {"fields": _FIELDS},
            "steps": {
                "receive": {
                    "by": "one_stop/reception",
                    "limit": "1 day",
                    "form": ["money", "kind"],
                },
                "choice": {"choose": [*alternatives, {"to": "give"}]},
                "give": {"by": "one_stop/reception", "limit": "1 day"},
            },
        },
        ensure_ascii=False,
    )


@cache
def shipped_procedures() -> tuple[dict[str, Any], ...]:
    """Return the shipped procedures as plain values."""
    files = sorted((ROOT / "procedure_specs" / "procedures").rglob("*.yaml"))
    loader = yaml.CBaseLoader
    return tuple(yaml.load(path.read_bytes(), Loader=loader) for path in files)  # noqa: S506


def _built(choices: Choices) -> dict[str, Any]:
    names = [f"s{number}" for number in range(1 + choices.number(10))]
    steps: dict[str, Any] = {name: _step(name, names, choices) for name in names}
    return {
        **_HEAD,
        "limit": choices.one_of(LIMITS),
        "dossier": {"fields": deepcopy(_FIELDS)},
        "steps": steps,
    }


def _step(name: str, names: list[str], choices: Choices) -> dict[str, Any]:
    step: dict[str, Any] = {"by": "department/officer", "limit": choices.one_of(LIMITS)}
    match choices.number(10):
        case 1:
            step["next"] = choices.one_of(names)
        case 2:
            step["next"] = {"all": [choices.one_of(names) for _ in range(2 + choices.number(3))]}
        case 3:
            step["outcomes"] = {
                f"o{number}": _outcome(names, choices) for number in range(1 + choices.number(3))
            }
        case 4:
            last = {"to": choices.one_of(names)}
            alternatives = [
                {"when": choices.one_of(CONDITIONS), "to": choices.one_of(names)}
                for _ in range(choices.number(3))
            ]
            return {"choose": [*alternatives, last]}
        case 5:
            expires = {"after": choices.one_of(LIMITS), "to": choices.one_of(names)}
            return {"ask": "external", "limit": step["limit"], "expires": expires}
        case 6:
            step["for_each"] = "dossier.units"
        case 7:
            step["join"] = "all"
        case 8:
            step["next"] = {
                "matching": [
                    {"when": choices.one_of(CONDITIONS), "to": choices.one_of(names)}
                    for _ in range(2 + choices.number(2))
                ]
            }
    return step


def _outcome(names: list[str], choices: Choices) -> dict[str, Any]:
    match choices.number(3):
        case 0:
            return {"to": choices.one_of(names)}
        case 1:
            return {"end": choices.one_of(("returned", "refused", "stopped"))}
        case _:
            return {"ask": "supplement", "back_to": choices.one_of(names)}


def _change(document: dict[str, Any], choices: Choices) -> None:
    """Change one place of a document: take away, double, move, or put something the schema allows."""
    spot: Any = document
    node = _schema()
    for _ in range(_DEEPEST):
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        if not keys:
            return
        key = choices.one_of(keys)
        inner = _inside(node, key)
        if not isinstance(spot[key], dict | list) or choices.chance(4):
            break
        spot, node = spot[key], inner
    match choices.number(4):
        case 0:
            spot[key] = _a_value(inner, choices, 0)
        case 1:
            if isinstance(spot, dict):
                allowed = list(_solid(node).get("properties", _NAMES))
                new = choices.one_of(allowed or _NAMES)
                spot[new] = _a_value(_inside(node, new), choices, 0)
            else:
                spot.append(deepcopy(spot[key]))
        case 2:
            del spot[key]
        case _:
            other = choices.one_of(list(spot) if isinstance(spot, dict) else range(len(spot)))
            spot[key], spot[other] = spot[other], spot[key]


@cache
def _schema() -> dict[str, Any]:
    return schema("procedure", lambda text: text.text)


def _solid(node: dict[str, Any]) -> dict[str, Any]:
    """Return a part of the schema without references."""
    while "$ref" in node:
        node = _schema()["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def _inside(node: dict[str, Any], key: str | int) -> dict[str, Any]:
    node = _solid(node)
    for each in (node, *map(_solid, node.get("anyOf", ())), *map(_solid, node.get("oneOf", ()))):
        if isinstance(key, int) and isinstance(each.get("items"), dict):
            return dict(each["items"])
        if key in each.get("properties", {}):
            return dict(each["properties"][key])
        if isinstance(each.get("additionalProperties"), dict):
            return dict(each["additionalProperties"])
    return {}


def _a_value(node: dict[str, Any], choices: Choices, depth: int) -> Any:
    """Return a value that the schema allows, as far as it can be said in a few lines."""
    kind = node.get("$ref", "").rpartition("/")[2]
    if kind in _VALUES:
        return choices.one_of(_VALUES[kind])
    node = _solid(node)
    if depth > _DEEPEST:
        return "a"
    if options := [*node.get("anyOf", ()), *node.get("oneOf", ())]:
        return _a_value(choices.one_of(options), choices, depth + 1)
    if "enum" in node:
        return str(choices.one_of(node["enum"]))
    if "const" in node:
        return str(node["const"])
    if node.get("type") == "array":
        items = node.get("items", {})
        return [_a_value(items, choices, depth + 1) for _ in range(choices.number(4))]
    if node.get("type") == "object":
        return _an_object(node, choices, depth)
    return choices.one_of(("a", "1", "", "𝒳", *_NAMES))


def _an_object(node: dict[str, Any], choices: Choices, depth: int) -> dict[str, Any]:
    known = node.get("properties", {})
    if not known:
        inner = node.get("additionalProperties")
        inner = inner if isinstance(inner, dict) else {}
        names = [choices.one_of(_NAMES) for _ in range(choices.number(4))]
        return {name: _a_value(inner, choices, depth + 1) for name in names}
    keys = [key for key in known if key in node.get("required", ()) or choices.chance(4)]
    return {key: _a_value(known[key], choices, depth + 1) for key in keys}
