"""Decides conditions with the CEL library; the only module that knows it.

Numbers are written as floating-point numbers, and handed over as such: fields may hold whole numbers and
fractions, and CEL does not compute with both at once. Up to fifteen digits they are exact.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from engine.importing import import_alone
from engine.specs.condition_syntax import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Field,
    Items,
    Logic,
    Negative,
    Not,
    Number,
    Text,
    Truth,
)


def decide(text: str, values: Mapping[str, Any]) -> bool:
    """Return whether a condition holds; what depends on a missing value does not.

    Args:
        text: the condition as ``in_cel`` writes it.
        values: the values of fields by name, as forms read them.
    """
    try:
        dossier = {name: as_number(value) for name, value in values.items()}
        return _program(text).execute({"dossier": dossier}) is True
    except (RuntimeError, ValueError, TypeError, KeyError, ArithmeticError):
        return False


def as_number(value: Any) -> Any:
    """Return a number as conditions compute with it; other values as they are."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


@lru_cache(maxsize=4096)
def _program(text: str) -> Any:
    return import_alone("cel.cel").compile(text)


def in_cel(expression: Expression) -> str:
    """Return an expression as CEL, with every number a floating-point number."""
    match expression:
        case Number(value=value):
            return format(value, ".1f") if value.is_integer() else repr(value)
        case Text(value=text):
            return json.dumps(text, ensure_ascii=False)
        case Truth(value=value):
            return "true" if value else "false"
        case Field(name=name):
            return f"dossier.{name}"
        case Items(items=items):
            return f"[{', '.join(map(in_cel, items))}]"
        case Negative(operand=operand):
            return f"(-{in_cel(operand)})"
        case Not(operand=operand):
            return f"!({in_cel(operand)})"
        case Arithmetic(operator=sign, left=left, right=right):
            return f"({in_cel(left)} {sign} {in_cel(right)})"
        case Comparison(relation=sign, left=left, right=right):
            return f"({in_cel(left)} {sign} {in_cel(right)})"
        case Logic(connective=sign, parts=parts):
            return f"({f' {sign} '.join(map(in_cel, parts))})"
        case Call():
            return _call(expression)


def _call(expression: Call) -> str:
    first, *others = map(in_cel, expression.arguments)
    match expression.function:
        case "has":
            return f"has({first})"
        case "size":
            return f"double(size({first}))"
        case function:
            return f"{first}.{function}({', '.join(others)})"
