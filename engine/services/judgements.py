"""What a check says about one file: its findings, and the card it shows to other files.

A judgement can be put into plain values and back, for the disk and for other processes. Its file is not
part of them: the same text is judged alike wherever it lies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.messages import Label, Message
from engine.specs.cards import Card, check_cards
from engine.specs.findings import Finding, Place, Severity, Stop

Plain = list[Any]
"""Lists, texts, numbers and truth values only."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in a file, in its surroundings.

    Attributes:
        card: what the document shows to others, or None where it could not be read.
        findings: everything that is wrong with it, but for what lies between it and other procedures.
    """

    card: Card | None
    findings: tuple[Finding, ...]


def all_findings(judgements: Iterable[Judgement]) -> tuple[Finding, ...]:
    """Return the findings of files and between them, each once, by file and line."""
    kept = list(judgements)
    findings = [finding for judgement in kept for finding in judgement.findings]
    findings += check_cards(each.card for each in kept if each.card is not None)
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda each: (
                str(each.place.file),
                each.place.line,
                each.place.column,
                each.code,
            ),
        )
    )


def to_plain(judgement: Judgement) -> Plain:
    """Return a judgement as plain values, without its file."""
    card = judgement.card
    shown = None if card is None else _card_to_plain(card)
    return [shown, [_finding_to_plain(each) for each in judgement.findings]]


def from_plain(plain: Plain, file: Path) -> Judgement:
    """Return the judgement that ``to_plain`` took apart, as one of ``file``.

    Raises:
        ValueError: the values are not those of a judgement.
    """
    try:
        shown, findings = plain
        card = None if shown is None else _card_from_plain(shown, file)
        return Judgement(card, tuple(_finding_from_plain(each, file) for each in findings))
    except (TypeError, LookupError, AttributeError) as error:
        raise ValueError("not a judgement") from error


def _card_to_plain(card: Card) -> Plain:
    return [card.kind, card.key, card.place.line, card.place.column, card.links]


def _card_from_plain(plain: Plain, file: Path) -> Card:
    kind, key, line, column, links = plain
    return Card(_text(kind), _text(key), _place(file, [line, column]), bool(links))


def _finding_to_plain(finding: Finding) -> Plain:
    place = finding.place
    help_ = finding.help and _value_to_plain(finding.help)
    text = _value_to_plain(finding.message)
    run = [[s.place.line, s.place.column, _value_to_plain(s.message)] for s in finding.run]
    return [finding.code, finding.severity.value, place.line, place.column, text, help_, run]


def _finding_from_plain(plain: Plain, file: Path) -> Finding:
    code, severity, line, column, text, help_, run = plain
    return Finding(
        _text(code),
        Severity(severity),
        _place(file, [line, column]),
        _message(text),
        None if help_ is None else _message(help_),
        tuple(Stop(_place(file, [line, column]), _message(told)) for line, column, told in run),
    )


def _value_to_plain(value: object) -> Any:
    """Return a parameter of a message; what is neither number nor message is told as its text anyway."""
    match value:
        case Message():
            params = {name: _value_to_plain(each) for name, each in value.params.items()}
            return ["message", value.text, params]
        case Label():
            return ["label", value.vi, value.en]
        case bool() | int() | float():
            return value
        case _:
            return str(value)


def _value_from_plain(plain: Any) -> object:
    match plain:
        case ["message", str(text), dict(params)]:
            return Message(text, {name: _value_from_plain(each) for name, each in params.items()})
        case ["label", str(vi), str() | None as en]:
            return Label(vi, en)
        case str() | int() | float():
            return plain
        case _:
            raise ValueError("not a value of a message")


def _message(plain: Any) -> Message:
    value = _value_from_plain(plain)
    if not isinstance(value, Message):
        raise TypeError(value)
    str(value)  # Raises where a parameter is missing.
    return value


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError(plain)
    return plain


def _place(file: Path, plain: Plain) -> Place:
    line, column = plain
    if not isinstance(line, int) or not isinstance(column, int):
        raise TypeError(plain)
    return Place(file, line, column)
