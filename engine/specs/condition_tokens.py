"""Cuts the text of a condition into its smallest parts, within bounds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from engine.messages import Message, message

MAX_LENGTH = 500
MAX_DIGITS = 15
"""Numbers of fields have no more either; all of them are exact as floating-point numbers."""

TokenKind = Literal["number", "text", "name", "sign", "end"]
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGN = re.compile(r"&&|\|\||==|!=|<=|>=|[<>!+\-*/%()\[\],.?:=&|{}]")
_SPACE = re.compile(r"[ \t\r\n]+")
_QUOTED = re.compile(r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t", "r": "\r"}
_CURLY = "“”„‘’"


@dataclass(frozen=True, slots=True)
class Token:
    """A smallest part of a condition; ``value`` is the number or the text it stands for."""

    kind: TokenKind
    written: str
    at: int
    value: float | str = ""


class NotACondition(Exception):  # noqa: N818  what a parser found, for its caller to tell
    """The text is no condition.

    Attributes:
        code: the code of the finding.
        text: what is wrong.
        at: how many letters stand before the place.
        help: what to do, where more can be said than the rule says.
    """

    def __init__(self, code: str, text: Message, at: int = 0, help: Message | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.at = at
        self.help = help


def tokens(text: str) -> list[Token]:
    """Return the parts of a text, closed by one of kind ``end``.

    Raises:
        NotACondition: it is too long, or something in it is no part of a condition.
    """
    if len(text) > MAX_LENGTH:
        raise NotACondition(
            "MC161",
            message(
                "Expected a condition of at most {limit} characters, but found {count}",
                limit=MAX_LENGTH,
                count=len(text),
            ),
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        if (space := _SPACE.match(text, at)) is not None:
            at = space.end()
            continue
        found.append(_token(text, at))
        at += len(found[-1].written)
    return [*found, Token("end", "", len(text))]


def _token(text: str, at: int) -> Token:
    if (number := _NUMBER.match(text, at)) is not None:
        return _number(number[0], at)
    if (quoted := _QUOTED.match(text, at)) is not None:
        inner = quoted[1] if quoted[1] is not None else quoted[2]
        return Token("text", quoted[0], at, _unescaped(inner, at))
    if (name := _NAME.match(text, at)) is not None:
        return Token("name", name[0], at)
    if (sign := _SIGN.match(text, at)) is not None:
        return Token("sign", sign[0], at)
    raise NotACondition("MC013", *_strange(text[at], at))


def _strange(letter: str, at: int) -> tuple[Message, int, Message | None]:
    if letter in "\"'":
        return message("Expected the text to end with the quotation mark it begins with"), at, None
    help = (
        message('Write texts between straight quotation marks: "…".') if letter in _CURLY else None
    )
    shown = letter if letter.isprintable() else f"U+{ord(letter):04X}"
    text = message("Expected a condition on the dossier, but found “{found}” in it", found=shown)
    return text, at, help


def _number(written: str, at: int) -> Token:
    mantissa, _, exponent = written.lower().partition("e")
    # The exponent is judged before the number is made: 1e999999999 would take for ever as a whole one.
    if len(mantissa) > 2 * MAX_DIGITS or len(exponent) > 3 or abs(float(written)) > 10**MAX_DIGITS:
        text = message("Expected a number of at most {digits} digits", digits=MAX_DIGITS)
        raise NotACondition("MC161", text, at)
    return Token("number", written, at, float(written))


def _unescaped(inner: str, at: int) -> str:
    def replaced(escape: re.Match[str]) -> str:
        letter = chr(int(escape[1], 16)) if escape[1] else _ESCAPES.get(escape[2])
        if letter is None or "\ud800" <= letter <= "\udfff":
            text = message("Expected a letter, but found {found} in a text", found=escape[0])
            help = message("Write a backslash itself as two: \\\\.")
            raise NotACondition("MC013", text, at + 1 + escape.start(), help)
        return letter

    return unicodedata.normalize("NFC", _ESCAPE.sub(replaced, inner))
