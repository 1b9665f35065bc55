"""The values that make a difference to some conditions, and for which of them each condition holds.

A condition that compares fields with constants changes only at those constants. So a few values of each
field stand for all of them: each constant, one below, one above and one between any two, each option of a
choice, one text that is not named, and no value at all. Their combinations are numbered, and a set of
combinations is the bits of one number, which makes the proofs exact and cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import prod
from typing import Any

from engine.specs.condition_kinds import KINDS
from engine.specs.condition_syntax import (
    Call,
    Comparison,
    Expression,
    Field,
    Items,
    Logic,
    Not,
    Truth,
    parts_of,
)
from engine.specs.condition_values import Value, constant_of, truth
from engine.specs.dossier_contents import DossierField

MAX_COMBINATIONS = 20_000
MAX_TRIALS = 50_000
"""How often a comparison may be tried with a value."""
_LARGEST = 10.0**15
"""Beyond it forms read no number."""

Example = Mapping[str, Value | None]
"""A value for some fields, or None for one that is left empty."""


@dataclass(frozen=True, slots=True)
class Holding:
    """For which combinations a condition holds, and for which it does not; for the others it is unknown."""

    true: int
    false: int


class Space:
    """All combinations of the values that matter to some conditions."""

    def __init__(self, values: Mapping[str, tuple[Value | None, ...]]) -> None:
        self._values = values
        self._strides: dict[str, int] = {}
        self.size = 1
        for name, each in values.items():
            self._strides[name] = self.size
            self.size *= len(each)
        self.all = (1 << self.size) - 1

    def holding(self, expression: Expression) -> Holding:
        """Return for which combinations a decidable condition holds."""
        match expression:
            case Logic(connective=connective, parts=parts):
                return self._joined(connective, [self.holding(part) for part in parts])
            case Not(operand=operand):
                inside = self.holding(operand)
                return Holding(inside.false, inside.true)
            case Comparison(relation="==" | "!=" as relation, left=left, right=right) if (
                _atom_fields(expression) is None
            ):
                same = self._same(self.holding(left), self.holding(right))
                return same if relation == "==" else Holding(same.false, same.true)
            case _:
                return self._atom(expression)

    def filled(self, names: Iterable[str]) -> int:
        """Return the combinations in which each of these fields has a value."""
        mask = self.all
        for name in names:
            if name in self._values:
                mask &= self._mask(name, [each is not None for each in self._values[name]])
        return mask

    def example(self, combinations: int) -> Example:
        """Return the first of some combinations, of which there must be one."""
        number = (combinations & -combinations).bit_length() - 1
        return {
            name: values[number // self._strides[name] % len(values)]
            for name, values in self._values.items()
        }

    def _joined(self, connective: str, parts: list[Holding]) -> Holding:
        true, false = parts[0].true, parts[0].false
        for part in parts[1:]:
            if connective == "&&":
                true, false = true & part.true, false | part.false
            else:
                true, false = true | part.true, false & part.false
        return Holding(true, false)

    def _same(self, left: Holding, right: Holding) -> Holding:
        return Holding(
            left.true & right.true | left.false & right.false,
            left.true & right.false | left.false & right.true,
        )

    def _atom(self, expression: Expression) -> Holding:
        names = _atom_fields(expression) or ()
        if not names:
            verdict = truth(expression, {})
            return Holding(self.all if verdict else 0, 0 if verdict else self.all)
        [name] = names
        verdicts = [
            truth(expression, {} if value is None else {name: value})
            for value in self._values[name]
        ]
        return Holding(
            self._mask(name, [each is True for each in verdicts]),
            self._mask(name, [each is False for each in verdicts]),
        )

    def _mask(self, name: str, chosen: list[bool]) -> int:
        """Return the combinations in which a field has one of its chosen values."""
        stride = self._strides[name]
        period = stride * len(chosen)
        block = (1 << stride) - 1
        once = sum(block << number * stride for number, each in enumerate(chosen) if each)
        repeats: int = self.all // ((1 << period) - 1)
        return once * repeats


def is_decidable(expression: Expression) -> bool:
    """Tell whether a condition compares fields with constants only, whatever joins the comparisons."""
    if _atom_fields(expression) is not None:
        return True
    match expression:
        case Logic(parts=parts):
            return all(is_decidable(part) for part in parts)
        case Not(operand=operand):
            return is_decidable(operand)
        case Comparison(relation="==" | "!=", left=left, right=right):
            return all(_is_truth(side) and is_decidable(side) for side in (left, right))
        case _:
            return False


def space_of(expressions: Iterable[Expression], fields: Mapping[str, DossierField]) -> Space | None:
    """Return the space of decidable conditions, or None where it would be too large."""
    constants: dict[str, set[Value]] = {}
    comparisons = 0
    for expression in expressions:
        for part in parts_of(expression):
            comparisons += isinstance(part, Field)
            if isinstance(part, Field):
                constants.setdefault(part.name, set())
            elif isinstance(part, Comparison):
                for name in _atom_fields(part) or ():
                    constants.setdefault(name, set()).update(_constants_in(part))
    values = {name: _values_that_matter(fields[name], found) for name, found in constants.items()}
    sizes = [len(each) for each in values.values()]
    if prod(sizes) > MAX_COMBINATIONS or comparisons * max(sizes, default=0) > MAX_TRIALS:
        return None
    return Space(values)


def _is_truth(expression: Expression) -> bool:
    """Tell whether an expression whose kinds were checked comes to true or false."""
    return isinstance(expression, Logic | Not | Comparison | Truth | Field) or (
        isinstance(expression, Call) and expression.function == "has"
    )


def _atom_fields(expression: Expression) -> tuple[str, ...] | None:
    """Return the field a smallest part reads, or none for a constant; None for anything else."""
    match expression:
        case Field(name=name):
            return (name,)
        case Call(function="has", arguments=(Field(name=name),)):
            return (name,)
        case Comparison(left=Field(name=name), right=Items(items=items)):
            return (name,) if all(constant_of(item) is not None for item in items) else None
        case Comparison(relation="in"):
            return None
        case (
            Comparison(left=Field(name=name), right=other)
            | Comparison(left=other, right=Field(name=name))
        ):
            return (name,) if constant_of(other) is not None else None
        case _:
            return () if constant_of(expression) is not None else None


def _constants_in(comparison: Comparison) -> set[Value]:
    found: set[Value] = set()
    for side in (comparison.left, comparison.right):
        for part in side.items if isinstance(side, Items) else (side,):
            constant = constant_of(part)
            if constant is not None:
                found.add(constant)
    return found


def _values_that_matter(field: DossierField, constants: set[Value]) -> tuple[Value | None, ...]:
    kind = KINDS[field.type]
    found: list[Any]
    if kind == "truth":
        found = [True, False]
    elif field.type == "choice":
        found = list(field.options)
    elif kind == "number":
        found = _numbers(sorted(constants), whole=field.type == "money")
    elif kind == "date":
        found = _dates(sorted(date.fromisoformat(str(each)) for each in constants))
    else:
        # A text is never empty: an empty one is a missing value.
        found = [*sorted(each for each in constants if each), _another_text(constants)]
    return (*found, None)


def _numbers(constants: list[Any], *, whole: bool) -> list[float]:
    lowest = 0.0 if whole else -_LARGEST
    if not constants:
        return [0.0]
    pairs = pairwise(constants)
    candidates = [
        *constants,
        constants[-1] + 1,
        *(_between(low, high, whole=whole) for low, high in pairs),
        constants[0] - 1,
    ]
    found = [each for each in candidates if each is not None and lowest <= each <= _LARGEST]
    # What lies between a constant that no field can have and the nearest that one can.
    found += [lowest] * (constants[0] < lowest) + [_LARGEST] * (constants[-1] > _LARGEST)
    return list(dict.fromkeys(float(each) for each in found))


def _between(low: float, high: float, *, whole: bool) -> float | None:
    """Return the plainest number between two others, or None if there is none."""
    if low // 1 + 1 < high:
        return low // 1 + 1
    middle = (low + high) / 2
    return None if whole or not low < middle < high else middle


def _dates(constants: list[date]) -> list[str]:
    if not constants:
        return ["2026-01-01"]
    found = dict.fromkeys(constants)
    for each in constants:
        if each < date.max:
            found.setdefault(each + timedelta(days=1))
        if each > date.min:
            found.setdefault(each - timedelta(days=1))
    return [each.isoformat() for each in found]


def _another_text(constants: set[Value]) -> str:
    text = "…"
    while text in constants:
        text += "…"
    return text
