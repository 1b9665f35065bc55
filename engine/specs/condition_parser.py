"""Reads a condition: a small part of CEL, the same in meaning and bounded in size.

Everything read here is CEL; what CEL could do beyond it (loops, patterns, conversions, other variables) is
refused at the place where it is written.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.messages import message
from engine.specs.condition_refusals import (
    FUNCTIONS,
    WORDS,
    no_condition,
    sign_instead,
    unexpected,
    unknown_function,
)
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
    Relation,
    Text,
    Truth,
    parts_of,
)
from engine.specs.condition_tokens import NotACondition, Token, tokens
from engine.specs.refusals import shown

MAX_DEPTH = 8
MAX_PARTS = 100
MAX_ITEMS = 50

_BEHIND_A_DOT = ("size", "startsWith", "endsWith", "contains")
_BY_THEMSELVES = ("has", "size")
_RELATIONS: dict[str, Relation] = {
    "==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "in",
}  # fmt: skip
_NO_NAMES = frozenset({"in", "true", "false", "null"})
"""Words of CEL that cannot name a field in a condition."""


def parse(text: str) -> Expression:
    """Return the expression a condition consists of.

    Raises:
        NotACondition: it is none, is larger than allowed, or uses what a condition cannot.
    """
    return _Parser(tokens(text), text).whole()


class _Parser:
    def __init__(self, found: list[Token], text: str) -> None:
        self._tokens = found
        self._text = text
        self._next = 0
        self._depth = 0
        self._parts = 0

    def whole(self) -> Expression:
        if self._tokens[0].kind == "end":
            raise NotACondition("MC013", no_condition(self._text))
        expression = self._either()
        self._expect_end()
        if not any(isinstance(part, Field) for part in parts_of(expression)):
            text = message(
                "Expected a condition on the dossier, written dossier.<field>, but found “{found}”",
                found=shown(self._text),
            )
            raise NotACondition("MC013", text)
        return expression

    # From the loosest sign to the tightest: or, and, comparison, sum, product, not and minus.

    def _either(self) -> Expression:
        return self._joined("||", self._both)

    def _both(self) -> Expression:
        return self._joined("&&", self._comparison)

    def _joined(self, sign: str, part: Callable[[], Expression]) -> Expression:
        first = part()
        parts, at = [first], self._here.at
        while self._taken(sign):
            parts.append(part())
        if len(parts) == 1:
            return first
        return self._made(Logic("&&" if sign == "&&" else "||", tuple(parts), at))

    def _comparison(self) -> Expression:
        left = self._sum()
        sign = self._here
        relation = _RELATIONS.get(sign.written) if sign.kind in ("sign", "name") else None
        if relation is None:
            return left
        self._next += 1
        right = self._sum()
        again = self._here
        if again.kind in ("sign", "name") and again.written in _RELATIONS:
            text = message("Expected two values to be compared, but a third one follows")
            help = message("Join two comparisons by “&&”: a < b && b < c.")
            raise NotACondition("MC013", text, again.at, help)
        return self._made(Comparison(relation, left, right, sign.at))

    def _sum(self) -> Expression:
        left = self._product()
        while self._here.kind == "sign" and self._here.written in ("+", "-"):
            sign = self._advance()
            right = self._product()
            left = self._made(Arithmetic("+" if sign.written == "+" else "-", left, right, sign.at))
        return left

    def _product(self) -> Expression:
        left = self._signed()
        while self._here.kind == "sign" and self._here.written in ("*", "/", "%"):
            sign = self._advance()
            if sign.written != "*":
                text = message("Expected a condition without “{sign}”", sign=sign.written)
                help = message("Multiply the other side of the comparison instead.")
                raise NotACondition("MC160", text, sign.at, help)
            left = self._made(Arithmetic("*", left, self._signed(), sign.at))
        return left

    def _signed(self) -> Expression:
        sign = self._here
        if sign.kind == "sign" and sign.written in ("!", "-"):
            self._next += 1
            self._deeper(sign)
            operand = self._signed()
            self._depth -= 1
            if sign.written == "!":
                return self._made(Not(operand, sign.at))
            return self._made(Negative(operand, sign.at))
        return self._value()

    def _value(self) -> Expression:
        token = self._here
        value = self._simple(token)
        while self._here.kind == "sign" and self._here.written in (".", "[", "?"):
            value = self._after(value)
        return value

    def _simple(self, token: Token) -> Expression:
        match token:
            case Token(kind="number", value=float(number)):
                self._next += 1
                return self._made(Number(number, token.at))
            case Token(kind="text", value=str(text)):
                self._next += 1
                return self._made(Text(text, token.at))
            case Token(kind="name"):
                return self._named(self._advance())
            case Token(kind="sign", written="("):
                self._deeper(self._advance())
                inside = self._either()
                self._close(")")
                return inside
            case Token(kind="sign", written="["):
                return self._list(self._advance())
        raise self._unexpected(token)

    def _named(self, token: Token) -> Expression:
        word = token.written
        if word in ("true", "false"):
            return self._made(Truth(word == "true", token.at))
        if self._is("("):
            return self._call(token, (), _BY_THEMSELVES)
        if word == "dossier":
            return self._field(token)
        if word in WORDS:
            raise sign_instead(token)
        help = message("Write dossier.{name} for a field of the dossier.", name=shown(word))
        text = message(
            "Expected a field of the dossier, written dossier.<field>, but found “{found}”",
            found=shown(word),
        )
        raise NotACondition("MC013", text, token.at, help)

    def _field(self, dossier: Token) -> Expression:
        if not self._taken("."):
            text = message(
                "Expected a field of the dossier, written dossier.<field>, but found “{found}”",
                found="dossier",
            )
            raise NotACondition("MC013", text, dossier.at)
        name = self._advance()
        if name.kind != "name":
            raise self._unexpected(name)
        if name.written in _NO_NAMES:
            text = message(
                "Expected a field whose name can be read, but `{name}` cannot", name=name.written
            )
            help = message(
                "Give the field another name: this one means something else in conditions."
            )
            raise NotACondition("MC013", text, name.at, help)
        return self._made(Field(name.written, name.at))

    def _after(self, value: Expression) -> Expression:
        sign = self._advance()
        if sign.written != ".":
            text = message("Expected a condition without “{sign}” here", sign=sign.written)
            raise NotACondition("MC160", text, sign.at)
        name = self._advance()
        if name.kind != "name":
            raise self._unexpected(name)
        if not self._is("("):
            text = message(
                "Expected a field without parts, but found “.{name}”", name=shown(name.written)
            )
            raise NotACondition("MC013", text, sign.at)
        return self._call(name, (value,), _BEHIND_A_DOT)

    def _call(
        self, name: Token, before: tuple[Expression, ...], known: tuple[str, ...]
    ) -> Expression:
        word = name.written
        if word not in known:
            raise unknown_function(name)
        self._deeper(self._advance())
        inside = self._separated(")")
        arguments = (*before, *inside)
        if len(arguments) != FUNCTIONS[word]:
            text = message("Expected {count} values for `{name}`", count=FUNCTIONS[word], name=word)
            raise NotACondition("MC160", text, name.at)
        if word == "has" and not isinstance(arguments[0], Field):
            text = message("Expected a field of the dossier in `has(…)`")
            raise NotACondition("MC160", text, name.at)
        return self._made(Call(word, arguments, name.at))

    def _list(self, bracket: Token) -> Expression:
        self._deeper(bracket)
        items = self._separated("]")
        if len(items) > MAX_ITEMS:
            text = message("Expected a list of at most {limit} values", limit=MAX_ITEMS)
            raise NotACondition("MC161", text, bracket.at)
        return self._made(Items(items, bracket.at))

    def _separated(self, closing: str) -> tuple[Expression, ...]:
        items: list[Expression] = []
        if not self._is(closing):
            items.append(self._either())
            while self._taken(","):
                items.append(self._either())
        self._close(closing)
        return tuple(items)

    # Where the parser stands, and what it expects there.

    @property
    def _here(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._here
        if token.kind == "end":
            raise self._unexpected(token)
        self._next += 1
        return token

    def _is(self, sign: str) -> bool:
        return self._here.kind == "sign" and self._here.written == sign

    def _taken(self, sign: str) -> bool:
        taken = self._is(sign)
        self._next += taken
        return taken

    def _close(self, sign: str) -> None:
        if not self._taken(sign):
            raise self._unexpected(self._here, sign)
        self._depth -= 1

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            text = message("Expected at most {limit} brackets within each other", limit=MAX_DEPTH)
            raise NotACondition("MC161", text, token.at)

    def _made(self, expression: Expression) -> Expression:
        self._parts += 1
        if self._parts > MAX_PARTS:
            text = message("Expected a condition of at most {limit} parts", limit=MAX_PARTS)
            raise NotACondition("MC161", text, expression.at)
        return expression

    def _expect_end(self) -> None:
        if self._here.kind != "end":
            raise self._unexpected(self._here)

    def _unexpected(self, token: Token, wanted: str = "") -> NotACondition:
        return unexpected(token, self._text, wanted)
