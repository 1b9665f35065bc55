"""How a text is refused that is no condition: the sentences of its parser."""

from __future__ import annotations

from engine.messages import Message, message
from engine.specs.condition_tokens import NotACondition, Token
from engine.specs.refusals import shown
from engine.specs.suggestions import did_you_mean

FUNCTIONS = {"has": 1, "size": 1, "startsWith": 2, "endsWith": 2, "contains": 2}
"""The functions a condition may call, with how many values they take."""
WORDS = {"and": "&&", "or": "||", "not": "!", "&": "&&", "|": "||"}
"""Words that other languages use for the signs of a condition."""
_LOOPS = frozenset({"all", "exists", "exists_one", "map", "filter", "matches"})


def told(token: Token) -> Message:
    """Return a part as it is told in a sentence."""
    if token.kind == "end":
        return message("the end")
    return message("“{found}”", found=shown(token.written))


def no_condition(text: str) -> Message:
    """Return what is said of a text that is no condition at all."""
    return message(
        'Expected a condition such as “dossier.area == "difficult"”, but found “{found}”',
        found=shown(text),
    )


def sign_instead(token: Token) -> NotACondition:
    """Return the refusal of a word where a sign stands for it."""
    text = message(
        "Expected “{sign}” between two conditions, but found “{found}”",
        sign=WORDS[token.written],
        found=token.written,
    )
    return NotACondition("MC013", text, token.at)


def unknown_function(name: Token) -> NotACondition:
    """Return the refusal of a function that conditions do not have."""
    if name.written in _LOOPS:
        text = message(
            "Expected a condition without loops and patterns, but found `{name}`", name=name.written
        )
    else:
        text = message(
            "Expected a function that is known here, but found `{name}`", name=shown(name.written)
        )
    allowed = message("Known here are: {names}.", names=", ".join(FUNCTIONS))
    return NotACondition("MC160", text, name.at, did_you_mean(name.written, FUNCTIONS) or allowed)


def unexpected(token: Token, whole: str, wanted: str = "") -> NotACondition:
    """Return the refusal of a part of a ``whole`` condition that cannot stand where it does."""
    if token.written == "=":
        text = message(
            "Expected “==” to compare two values, but found a single “=” in “{found}”",
            found=shown(whole),
        )
        return NotACondition("MC013", text, token.at)
    if token.written in WORDS:
        return sign_instead(token)
    if wanted:
        text = message(
            "Expected “{wanted}” here, but found {found}", wanted=wanted, found=told(token)
        )
        return NotACondition("MC013", text, token.at)
    if token.kind == "end":
        return NotACondition("MC013", no_condition(whole), token.at)
    text = message(
        "Expected a field, a value or a sign between them, but found {found}",
        found=told(token),
    )
    return NotACondition("MC013", text, token.at)
