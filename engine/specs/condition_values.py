"""What a condition comes to for given values: true, false, or unknown where a value is missing.

Three values as in CEL: “and” is false as soon as one part is, “or” true as soon as one part is, whatever
is missing beside it. A test holds this to the CEL library that decides dossiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

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
    parts_of,
)

Value = float | str | bool
"""What a constant comes to."""


class _Missing(Exception):  # noqa: N818  how an unknown value passes through a computation
    """A value that is needed is not there."""


def truth(expression: Expression, values: Mapping[str, Any]) -> bool | None:
    """Return whether an expression holds for the values of fields, or None where that is unknown.

    Args:
        expression: one whose kinds of values were checked.
        values: by field name; numbers as floating-point numbers. A field without a value is missing.
    """
    try:
        return _value(expression, values) is True
    except _Missing:
        return None


def constant_of(expression: Expression) -> Value | None:
    """Return what an expression comes to that reads nothing, or None if that is no plain value."""
    if any(isinstance(part, Field | Items | Call) for part in parts_of(expression)):
        return None
    try:
        value: Value = _value(expression, {})
    except TypeError:  # kinds that do not go together are reported where they are checked
        return None
    return value if not isinstance(value, float) or isfinite(value) else None


def _value(expression: Expression, values: Mapping[str, Any]) -> Any:
    match expression:
        case Field(name=name):
            if name not in values:
                raise _Missing
            return values[name]
        case Logic():
            return _logic(expression, values)
        case Not(operand=operand):
            return not _value(operand, values)
        case Comparison():
            return _compared(expression, values)
        case Negative(operand=operand):
            return -_value(operand, values)
        case Arithmetic():
            return _computed(expression, values)
        case Items(items=items):
            return [_value(item, values) for item in items]
        case Call():
            return _called(expression, values)
        case constant:
            return constant.value


def _logic(expression: Logic, values: Mapping[str, Any]) -> bool:
    deciding = expression.connective == "||"
    found = [truth(part, values) for part in expression.parts]
    if deciding in found:
        return deciding
    if None in found:
        raise _Missing
    return not deciding


def _compared(expression: Comparison, values: Mapping[str, Any]) -> bool:
    left, right = _value(expression.left, values), _value(expression.right, values)
    match expression.relation:
        case "==":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
        case ">=":
            return bool(left >= right)
        case "in":
            return left in right


def _computed(expression: Arithmetic, values: Mapping[str, Any]) -> float:
    left, right = _value(expression.left, values), _value(expression.right, values)
    match expression.operator:
        case "+":
            return float(left + right)
        case "-":
            return float(left - right)
        case "*":
            return float(left * right)


def _called(expression: Call, values: Mapping[str, Any]) -> Any:
    if expression.function == "has":
        [field] = expression.arguments
        return isinstance(field, Field) and field.name in values
    first, *others = (_value(each, values) for each in expression.arguments)
    match expression.function:
        case "size":
            return float(len(first))
        case "startsWith":
            return first.startswith(others[0])
        case "endsWith":
            return first.endswith(others[0])
        case _:
            return others[0] in first
