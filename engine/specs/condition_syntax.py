"""What a condition is made of once it is read: an expression, each part with its place in the text.

Only the shapes; ``engine.specs.condition_parser`` makes them from a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Relation = Literal["==", "!=", "<", "<=", ">", ">=", "in"]
Connective = Literal["&&", "||"]
Operator = Literal["+", "-", "*"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number; ``at`` counts the letters before a part, from 0, here and below."""

    value: float
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes, in Unicode's composed form as all that is typed into forms."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Truth:
    """``true`` or ``false``."""

    value: bool
    at: int


@dataclass(frozen=True, slots=True)
class Field:
    """``dossier.<name>``."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list in square brackets."""

    items: tuple[Expression, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; that before a dot is the first of them."""

    function: str
    arguments: tuple[Expression, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus before a number."""

    operand: Expression
    at: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, a difference or a product."""

    operator: Operator
    left: Expression
    right: Expression
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared; ``at`` is the place of the sign between them."""

    relation: Relation
    left: Expression
    right: Expression
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold."""

    operand: Expression
    at: int


@dataclass(frozen=True, slots=True)
class Logic:
    """Several parts joined by “and” or “or”."""

    connective: Connective
    parts: tuple[Expression, ...]
    at: int


Constant = Number | Text | Truth
Expression = Constant | Field | Items | Call | Negative | Arithmetic | Comparison | Not | Logic


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the parts an expression is directly made of."""
    match expression:
        case Items(items=parts) | Call(arguments=parts) | Logic(parts=parts):
            return parts
        case Negative(operand=operand) | Not(operand=operand):
            return (operand,)
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return (left, right)
        case _:
            return ()


def parts_of(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and everything in it, from left to right."""
    yield expression
    for child in children(expression):
        yield from parts_of(child)


def begin_of(expression: Expression) -> int:
    """Return where the text of an expression begins."""
    return min(part.at for part in parts_of(expression))
