"""What the models say about keys beside each other, as JSON Schema; by the name of the model.

A test holds these against the models: a document that one refuses for them, the other refuses too.
"""

from __future__ import annotations

from typing import Any


def _has(key: str) -> dict[str, Any]:
    return {"required": [key]}


def _one_of(*keys: str) -> dict[str, Any]:
    return {"oneOf": [_has(key) for key in keys]}


def _at_most(days: int, *months: int) -> dict[str, Any]:
    return {
        "if": {"properties": {"month": {"enum": [*months, *map(str, months)]}}},
        "then": {"properties": {"day": {"maximum": days}}},
    }


RULES_BETWEEN_KEYS: dict[str, dict[str, Any]] = {
    "YearlyDate": {
        "allOf": [
            {
                "properties": {
                    "month": {"minimum": 1, "maximum": 12},
                    "day": {"minimum": 1, "maximum": 31},
                }
            },
            _at_most(30, 4, 6, 9, 11),
            _at_most(29, 2),
        ],
    },
    "Procedure": {
        **_one_of("limit", "due"),
        "if": {"properties": {"appointments": {"minProperties": 1}}, "required": ["appointments"]},
        "then": {"properties": {"limit": {"maxItems": 1}}, "not": _has("due")},
    },
    "Expiry": _one_of("end", "to"),
    "Alternative": _one_of("to", "end"),
    "Outcome": {
        **_one_of("to", "end", "ask"),
        "dependentRequired": {key: ["ask"] for key in ("back_to", "clock", "limit", "expires")},
    },
    "Matching": {"allOf": [{"properties": {"matching": {"contains": _has("when")}}}]},
    "Step": {
        # Nobody does a step that runs or chooses by itself; a wait may have somebody who watches it.
        "oneOf": [
            _has("run"),
            _has("choose"),
            _has("starts"),
            {"anyOf": [_has("by"), _has("ask")], "not": _has("starts")},
        ],
        "dependentRequired": {"needs": ["for_each"], "on_expiry": ["for_each"]},
        "dependentSchemas": {
            "clock": {"anyOf": [_has("ask"), _has("starts")]},
            "expires": {"anyOf": [_has("ask"), _has("starts")]},
            "starts": {"not": _has("ask")},
            "next": {"not": {"anyOf": [_has("outcomes"), _has("choose")]}},
            "outcomes": {"not": _has("choose")},
            "participants": {"not": {"anyOf": [_has("run"), _has("ask"), _has("choose")]}},
            "status": {"not": _has("choose")},
            "due": {"not": {"anyOf": [_has("limit"), _has("choose")]}},
            "after_result": {
                "if": {"properties": {"after_result": {"enum": [True, "true", "yes"]}}},
                "then": {"not": _has("status")},
            },
        },
    },
    "DossierField": {
        "if": {"properties": {"type": {"const": "choice"}}},
        "then": {"required": ["options"], "properties": {"options": {"minProperties": 1}}},
        "else": {"properties": {"options": {"maxProperties": 0}}},
        "dependentSchemas": {
            "kept_for": {
                "required": ["personal"],
                "properties": {"personal": {"enum": [True, "true", "yes"]}},
            },
        },
    },
    "CalendarSpec": {
        "allOf": [{"properties": {"hours_per_day": {"minimum": 1, "maximum": 24}}}],
    },
}
