"""Conditions in the words of an office: with the labels of fields and options, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engine.messages import LANGUAGES, Label, Language
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
    Relation,
)
from engine.specs.condition_values import Value, constant_of
from engine.specs.conditions import Condition
from engine.specs.dossier_contents import DossierField

_SIGNS: Mapping[Relation, str] = {
    "==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥",
}  # fmt: skip
_MIRRORED: Mapping[Relation, Relation] = {
    "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
}  # fmt: skip
_OPPOSITE: Mapping[Relation, Relation] = {
    "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<",
}  # fmt: skip
_OF_DATES: Mapping[Relation, Label] = {
    "==": Label("là ngày", "is"),
    "!=": Label("không phải ngày", "is not"),
    "<": Label("trước ngày", "before"),
    "<=": Label("đến hết ngày", "up to"),
    ">": Label("sau ngày", "after"),
    ">=": Label("từ ngày", "from"),
}
_IS = Label("là", "is")
_IS_NOT = Label("không phải là", "is not")
_AND = Label("và", "and")
_OR = Label("hoặc", "or")
_NOT = Label("không phải", "not")
_YES = Label("có", "yes")
_NO = Label("không", "no")
_GIVEN = Label("đã có", "given:")
_NOT_GIVEN = Label("chưa có", "not given:")
_INCLUDES = Label("có", "includes")
_NUMBER_OF = Label("số lượng", "number of")
_OF_TEXTS: Mapping[str, Label] = {
    "startsWith": Label("bắt đầu bằng", "begins with"),
    "endsWith": Label("kết thúc bằng", "ends with"),
    "contains": Label("có chứa", "contains"),
}


class _NoWords(Exception):  # noqa: N818  found deep within, answered at the top
    """A part for which there are no plain words."""


def condition_in_words(condition: Condition, fields: Mapping[str, DossierField]) -> Label:
    """Return a condition in words, for example “Tổng vốn đầu tư ≥ 800.000.000.000 đồng”.

    Where there are no plain words for it, or it names fields there are not, it stays as it was written.
    """
    try:
        vi, en = (_Teller(fields, language).told(condition.expression) for language in LANGUAGES)
    except _NoWords:
        return Label(condition.text)
    return Label(vi, en)


class _Teller:
    def __init__(self, fields: Mapping[str, DossierField], language: Language) -> None:
        self._fields = fields
        self._language = language

    def told(self, expression: Expression, *, inside: bool = False) -> str:
        """Return the words for what holds or does not; ``inside`` others “or” needs brackets."""
        match expression:
            case Logic(connective=connective, parts=parts):
                word = self._say(_AND if connective == "&&" else _OR)
                joined = f" {word} ".join(self.told(part, inside=True) for part in parts)
                return f"({joined})" if inside else joined
            case Not(operand=operand):
                return self._negated(operand)
            case Field():
                return self._truth(expression, holds=True)
            case Call():
                return self._call(expression)
            case Comparison():
                return self._compared(expression)
            case _:
                raise _NoWords

    def _negated(self, operand: Expression) -> str:
        match operand:
            case Field():
                return self._truth(operand, holds=False)
            case Call(function="has", arguments=(Field() as field,)):
                return f"{self._say(_NOT_GIVEN)} {self._label(field)}"
            case Comparison(relation=relation, left=left, right=right, at=at) if (
                relation in _OPPOSITE
            ):
                return self._compared(Comparison(_OPPOSITE[relation], left, right, at))
            case Not(operand=inner):
                return self.told(inner, inside=True)
            case _:
                return f"{self._say(_NOT)} ({self.told(operand)})"

    def _compared(self, comparison: Comparison) -> str:
        relation, left, right = comparison.relation, comparison.left, comparison.right
        if relation == "in":
            return self._among(left, right)
        if isinstance(right, Field) and constant_of(left) is not None:
            left, right, relation = right, left, _MIRRORED[relation]
        constant = constant_of(right)
        if isinstance(left, Field) and constant is not None:
            return self._against(left, relation, constant)
        return f"{self._amount(left)} {_SIGNS[relation]} {self._amount(right)}"

    def _against(self, named: Field, relation: Relation, constant: Value) -> str:
        label, kind = self._label(named), self._fields[named.name].type
        if isinstance(constant, bool):
            return self._truth(named, holds=constant is (relation == "=="))
        told = self._value(constant, self._fields[named.name])
        if kind == "date":
            return f"{label} {self._say(_OF_DATES[relation])} {told}"
        if isinstance(constant, str):
            return f"{label} {self._say(_IS if relation == '==' else _IS_NOT)} {told}"
        return f"{label} {_SIGNS[relation]} {told}"

    def _among(self, left: Expression, right: Expression) -> str:
        if isinstance(right, Field):
            code = constant_of(left)
            if not isinstance(code, str):
                raise _NoWords
            return f"{self._label(right)} {self._say(_INCLUDES)} “{code}”"
        if not isinstance(left, Field) or not isinstance(right, Items) or not right.items:
            raise _NoWords
        label, field = self._label(left), self._fields[left.name]
        told = [self._value(self._constant(item), field) for item in right.items]
        return f"{label} {self._say(_IS)} {self._listed(told)}"

    def _call(self, call: Call) -> str:
        match call:
            case Call(function="has", arguments=(Field() as field,)):
                return f"{self._say(_GIVEN)} {self._label(field)}"
            case Call(arguments=(Field() as field, other)) if call.function in _OF_TEXTS:
                words = self._say(_OF_TEXTS[call.function])
                return f"{self._label(field)} {words} “{self._constant(other)}”"
            case _:
                raise _NoWords

    def _truth(self, field: Field, *, holds: bool) -> str:
        return f"{self._label(field)}: {self._say(_YES if holds else _NO)}"

    def _amount(self, expression: Expression) -> str:
        """Return the words for a number: a field, a constant, or what is computed from them."""
        constant = constant_of(expression)
        if isinstance(constant, float):
            return self._number(constant)
        match expression:
            case Field():
                return self._label(expression)
            case Call(function="size", arguments=(Field() as field,)):
                return f"{self._say(_NUMBER_OF)} {self._label(field)}"
            case Negative(operand=operand):
                return f"-{self._amount(operand)}"
            case Arithmetic(operator=operator, left=left, right=right):
                sign = "×" if operator == "*" else operator
                return f"{self._factor(left, operator)} {sign} {self._factor(right, operator)}"
            case _:
                raise _NoWords

    def _factor(self, part: Expression, operator: str) -> str:
        told = self._amount(part)
        return f"({told})" if operator != "+" and isinstance(part, Arithmetic) else told

    def _label(self, named: Field) -> str:
        if named.name not in self._fields:
            raise _NoWords
        return self._say(self._fields[named.name].label)

    def _value(self, constant: Value, field: DossierField) -> str:
        match constant:
            case bool():
                return self._say(_YES if constant else _NO)
            case str() if field.type == "date":
                return self._date(constant)
            case str():
                option = field.options.get(constant)
                return f"“{self._say(option) if option else constant}”"
            case _:
                number = self._number(constant)
                return f"{number} đồng" if field.type == "money" else number

    def _constant(self, expression: Expression) -> Value:
        constant = constant_of(expression)
        if constant is None:
            raise _NoWords
        return constant

    def _date(self, written: str) -> str:
        try:
            return date.fromisoformat(written).strftime("%d/%m/%Y")
        except ValueError:
            raise _NoWords from None

    def _number(self, number: float) -> str:
        plain = format(number, ",.15g")
        return plain.translate(str.maketrans(",.", ".,")) if self._language == "vi" else plain

    def _listed(self, told: Sequence[str]) -> str:
        if len(told) == 1:
            return told[0]
        return f"{', '.join(told[:-1])} {self._say(_OR)} {told[-1]}"

    def _say(self, label: Label) -> str:
        return label.in_language(self._language)
