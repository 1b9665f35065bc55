"""Whether a condition reads fields that exist, and does with each what its kind of value allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from engine.messages import Message, message
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
    begin_of,
)
from engine.specs.condition_values import Value, constant_of
from engine.specs.conditions import Condition
from engine.specs.dossier_contents import DossierField, FieldType
from engine.specs.faults import Fault, unknown
from engine.specs.findings import KeyPath
from engine.specs.refusals import shown
from engine.specs.suggestions import did_you_mean

Kind = Literal["number", "text", "date", "truth", "units", "list", "unknown"]
"""What an expression comes to; ``unknown`` where something was reported already."""

KINDS: Mapping[FieldType, Kind] = {
    "number": "number", "money": "number", "date": "date", "yes_no": "truth", "units": "units",
    "text": "text", "long_text": "text", "choice": "text", "unit": "text",
    "identity_number": "text", "phone": "text",
}  # fmt: skip
_WANTED: dict[Kind, Message] = {
    "number": message("a number without quotes"),
    "truth": message("true or false"),
    "text": message("a text in quotes"),
    "date": message('a date such as "2026-11-20"'),
    "units": message("a single unit with “in”, because it holds several"),
}
_NAMED: dict[Kind, Message] = {
    "number": message("a number"),
    "truth": message("yes or no"),
    "text": message("a text"),
    "date": message("a date"),
    "units": message("several units"),
    "list": message("a list"),
}
_ORDERED: tuple[Kind, ...] = ("number", "date")


def condition_faults(
    condition: Condition, fields: Mapping[str, DossierField], path: KeyPath
) -> Iterator[Fault]:
    """Yield what is wrong with the names and kinds of values of a condition.

    A condition without faults comes to true or false, or to nothing where a value is missing.
    """
    checker = _Checker(fields, path)
    kind = checker.kind(condition.expression)
    if kind not in ("truth", "unknown"):
        text = message(
            "Expected a condition that holds or does not, but it comes to {kind}", kind=_NAMED[kind]
        )
        checker.report("MC162", condition.expression, text)
    yield from sorted(checker.faults, key=lambda fault: fault.at or 0)


class _Checker:
    def __init__(self, fields: Mapping[str, DossierField], path: KeyPath) -> None:
        self._fields = fields
        self._path = path
        self.faults: list[Fault] = []

    def kind(self, expression: Expression) -> Kind:
        """Return what an expression comes to, and report what is wrong within it."""
        match expression:
            case Number():
                return "number"
            case Text():
                return "text"
            case Truth():
                return "truth"
            case Field():
                return self._field(expression)
            case Items(items=items):
                for item in items:
                    self.kind(item)
                return "list"
            case Logic(parts=parts):
                for part in parts:
                    self._need("truth", part)
                return "truth"
            case Not(operand=operand):
                self._need("truth", operand)
                return "truth"
            case Negative(operand=operand):
                return self._need("number", operand)
            case Arithmetic(left=left, right=right):
                kinds = {self._need("number", left), self._need("number", right)}
                return "unknown" if "unknown" in kinds else "number"
            case Comparison():
                self._compare(expression)
                return "truth"
            case Call():
                return self._call(expression)

    def report(
        self, code: str, part: Expression, text: Message, help: Message | None = None
    ) -> None:
        """Note a fault at the beginning of a part."""
        self.faults.append(Fault(code, self._path, text, help, begin_of(part)))

    def _field(self, field: Field) -> Kind:
        if field.name in self._fields:
            return KINDS[self._fields[field.name].type]
        expected = message("a field of the dossier")
        for fault in unknown("MC103", self._path, field.name, self._fields, expected):
            self.faults.append(fault._replace(at=field.at))
        return "unknown"

    def _need(self, wanted: Kind, part: Expression) -> Kind:
        kind = self.kind(part)
        if kind in (wanted, "unknown"):
            return kind
        text = message(
            "Expected {wanted} here, but found {kind}", wanted=_NAMED[wanted], kind=_NAMED[kind]
        )
        self.report("MC162" if wanted == "truth" else "MC105", part, text)
        return "unknown"

    def _call(self, call: Call) -> Kind:
        first, *others = call.arguments
        kind = self.kind(first)
        if call.function == "has":
            return "truth"
        if call.function == "size":
            if kind not in ("text", "units", "list", "unknown"):
                self._refuse_function(call, kind)
            return "number"
        if kind not in ("text", "unknown"):
            self._refuse_function(call, kind)
        for other in others:
            self._need("text", other)
        return "truth"

    def _refuse_function(self, call: Call, kind: Kind) -> None:
        text = message(
            "Expected `{name}` on a text or a list, but found {kind}"
            if call.function == "size"
            else "Expected `{name}` on a text, but found {kind}",
            name=call.function,
            kind=_NAMED[kind],
        )
        self.report("MC105", call, text)

    def _compare(self, comparison: Comparison) -> None:
        left, right = comparison.left, comparison.right
        if comparison.relation == "in":
            self._compare_in(left, right)
            return
        kinds = self.kind(left), self.kind(right)
        if "unknown" in kinds or not self._alike(left, right, *kinds):
            return
        together = "date" if "date" in kinds else kinds[0]
        if comparison.relation not in ("==", "!=") and together not in _ORDERED:
            text = message(
                "Expected numbers or dates beside “{sign}”, but found {kind}",
                sign=comparison.relation,
                kind=_NAMED[together],
            )
            self.report("MC105", left, text)

    def _compare_in(self, one: Expression, several: Expression) -> None:
        kind, kind_of_several = self.kind(one), self.kind(several)
        if "unknown" in (kind, kind_of_several):
            return
        if isinstance(several, Items):
            for item in several.items:
                item_kind = self.kind_again(item)
                if item_kind != "unknown":
                    self._alike(one, item, kind, item_kind)
        elif kind_of_several != "units":
            text = message(
                "Expected a list such as [1, 2] or a field of several units behind “in”, but found {kind}",
                kind=_NAMED[kind_of_several],
            )
            self.report("MC105", several, text)
        elif kind != "text":
            text = message(
                "Expected a single unit before “in”, but found {kind}", kind=_NAMED[kind]
            )
            self.report("MC105", one, text)

    def kind_again(self, part: Expression) -> Kind:
        """Return what a part comes to that was looked at before."""
        return _Checker(self._fields, self._path).kind(part)

    def _alike(self, left: Expression, right: Expression, *kinds: Kind) -> bool:
        """Tell whether two values can be compared; report it if not."""
        for field, other in ((left, right), (right, left)):
            constant = constant_of(other)
            if isinstance(field, Field) and constant is not None:
                return self._fits(field, constant, other)
        if kinds[0] == kinds[1] and kinds[0] not in ("units", "list"):
            return True
        text = message(
            "Expected two values of one kind to be compared, but found {left} and {right}",
            left=_NAMED[kinds[0]],
            right=_NAMED[kinds[1]],
        )
        self.report("MC105", left, text)
        return False

    def _fits(self, named: Field, constant: Value, part: Expression) -> bool:
        """Tell whether a field can have the value it is compared with; report it if not."""
        field = self._fields[named.name]
        wanted = KINDS[field.type]
        help: Message | None = None
        if wanted == "date" and isinstance(constant, str):
            if _is_date(constant):
                return True
        elif wanted == _kind_of(constant):
            if field.type == "choice" and constant not in field.options:
                self._unknown_option(named.name, field, str(constant), part)
                return False
            if field.type != "money" or float(constant).is_integer():
                return True
            help = message("Write an amount in whole đồng, without marks between thousands.")
        text = message(
            "Expected field {field} to be compared with {wanted}, but found {found}",
            field=named.name,
            wanted=_WANTED[wanted] if help is None else message("a whole number"),
            found=_written(constant),
        )
        self.report("MC105", part, text, help)
        return False

    def _unknown_option(self, name: str, field: DossierField, found: str, part: Expression) -> None:
        text = message(
            "Expected an option of field {field} ({options}), but found {found}",
            field=name,
            options=", ".join(field.options),
            found=_written(found),
        )
        self.report("MC109", part, text, did_you_mean(found, field.options))


def _kind_of(constant: Value) -> Kind:
    match constant:
        case bool():
            return "truth"
        case str():
            return "text"
        case _:
            return "number"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _written(constant: Value) -> str:
    match constant:
        case bool():
            return str(constant).lower()
        case str():
            return f'"{shown(constant)}"'
        case _:
            return format(constant, ".15g")
