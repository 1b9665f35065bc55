"""What a reference check found, before it is given its place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from engine.messages import Message, message
from engine.specs.findings import KeyPath
from engine.specs.refusals import shown
from engine.specs.suggestions import did_you_mean


class Fault(NamedTuple):
    """A finding of a document that does not know its file: ``path`` leads to its key.

    ``at`` tells how many letters of the text behind the key stand before what is wrong with it.
    """

    code: str
    path: KeyPath
    message: Message
    help: Message | None = None
    at: int | None = None


def unknown(
    code: str, path: KeyPath, name: str, known: Iterable[str], expected: Message
) -> Iterator[Fault]:
    """Yield a fault with “did you mean” if ``name`` is not among the ``known`` ones.

    ``expected`` says what kind of name belongs there, for example ``message("a step")``.
    """
    names = list(known)
    if name not in names:
        text = message(
            "Expected {expected}, but found “{found}”", expected=expected, found=shown(name)
        )
        yield Fault(code, path, text, did_you_mean(name, names))


def twice(path: KeyPath, name: str, seen: set[str]) -> Iterator[Fault]:
    """Yield a fault if ``name`` was ``seen`` before; remember it."""
    if name in seen:
        text = message("Expected a code of its own, but “{found}” is used twice", found=shown(name))
        yield Fault("MC116", path, text)
    seen.add(name)


def reversed_dates(path: KeyPath, first: date | None, last: date | None) -> Iterator[Fault]:
    """Yield a fault if a period ends before it begins."""
    if first is not None and last is not None and last < first:
        text = message(
            "Expected an end on or after {first}, but found {last}",
            first=first.isoformat(),
            last=last.isoformat(),
        )
        yield Fault("MC117", path, text)


def cycles(chain: dict[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Yield each chain of names that leads back to its beginning, once."""
    settled: set[str] = set()
    for start in chain:
        walked: list[str] = []
        at: str | None = start
        while at is not None and at in chain and at not in settled and at not in walked:
            walked.append(at)
            at = chain[at]
        if at in walked:
            yield tuple(walked[walked.index(at) :])
        settled.update(walked)
