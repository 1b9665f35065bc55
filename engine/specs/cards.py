"""What documents need to know of each other, and the checks that take only that.

A card is small and plain, so that it can be kept while its document is not read again. A check that needs
to know more of another procedure puts that on the card, and never reads the document behind it; the
organisation and the calendars are different: every document is checked with all they say. So are the
few procedures that start others (``engine.specs.links``): they are read again at every check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.messages import message
from engine.specs.findings import Finding, Place
from engine.specs.rules import finding


@dataclass(frozen=True, slots=True)
class Card:
    """What a document shows to others.

    Attributes:
        kind: procedure, organisation or calendar.
        key: the code, with the variant of a procedure.
        place: where the code stands.
        links: a procedure starts others; it is checked with all they say.
    """

    kind: str
    key: str
    place: Place
    links: bool = False


def check_cards(cards: Iterable[Card]) -> Iterator[Finding]:
    """Yield what is wrong between documents, in the order of the cards."""
    yield from _codes_used_twice(cards)


def _codes_used_twice(cards: Iterable[Card]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Path] = {}
    for card in cards:
        first = seen.get((card.kind, card.key))
        seen[card.kind, card.key] = first or card.place.file
        if first is not None:
            text = message(
                "Expected a code of its own, but “{found}” is also the code of {file}",
                found=card.key,
                file=str(first),
            )
            yield finding("MC116", card.place, text)
