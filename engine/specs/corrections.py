"""Corrections that cannot be wrong: what the author meant is certain, only the writing is not.

Quotes around codes, and keys and fixed words that differ from the known ones in nothing but capital
letters. A correction stays only if the finding goes and no other comes; below a key that was not known, others
may come, because nobody had read there before.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine.specs.findings import Finding
from engine.specs.loader import Loaded, load
from engine.specs.written import Scalar, written

_TRUTH = {"true", "false", "yes", "no"}
_UNREAD = {"MC001", "MC002", "MC003", "MC005", "MC018"}
"""With these, the text was not read to its end as it stands, and nothing in it is certain."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text after its corrections, and the findings that are gone."""

    text: bytes
    gone: tuple[Finding, ...]


def corrected(text: bytes, file: Path) -> Corrected:
    """Return a specification with every certain correction made; ``file`` only names places."""
    gone: list[Finding] = []
    loaded = load(text, file)
    if _UNREAD & {each.code for each in loaded.findings}:
        return Corrected(text, ())
    tried: set[Finding] = set()
    while (found := next((f for f in loaded.findings if f not in tried), None)) is not None:
        tried.add(found)
        after = _after(loaded, found)
        if after is not None:
            gone.append(found)
            loaded = after
    return Corrected(loaded.text, tuple(gone))


def correction(loaded: Loaded, found: Finding) -> bytes | None:
    """Return a text with one of its findings corrected, or None where no correction is certain."""
    if _UNREAD & {each.code for each in loaded.findings}:
        return None
    after = _after(loaded, found)
    return after.text if after is not None else None


def _after(loaded: Loaded, found: Finding) -> Loaded | None:
    attempt = _attempt(loaded.text, found)
    if attempt is None:
        return None
    after = load(attempt, loaded.source.file)
    return after if _is_better(loaded, after, found) else None


def _is_better(before: Loaded, after: Loaded, found: Finding) -> bool:
    left = Counter(each.code for each in before.findings if each != found)
    codes = Counter(each.code for each in after.findings)
    if found.code == "MC014":
        return found not in after.findings and codes["MC004"] <= left["MC004"]
    return left >= codes


def _attempt(raw: bytes, found: Finding) -> bytes | None:
    if found.code not in {"MC007", "MC014", "MC016"}:
        return None
    text = raw.decode("utf-8-sig")
    # Lines end where the parser says they do; the rest is not worth correcting.
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: found.place.line - 1]) + found.place.column - 1
    match found.code:
        case "MC016":
            return _replaced(text, start, str(found.message.params["found"]), quotes=True)
        case "MC014":
            word = _WORD.match(text, start)
            return _in_small_letters(text, start, word[0], found) if word else None
        case _:
            return _value(text, start, found)


def _value(text: str, start: int, found: Finding) -> bytes | None:
    for entry in written(text).entries:
        if entry.start == start and isinstance(entry.value, Scalar) and len(entry.value.lines) == 1:
            word = entry.value.lines[0]
            at = text.index(
                word, entry.start if entry.key is None else entry.start + len(entry.key)
            )
            return _in_small_letters(text, at, word, found)
    return None


def _in_small_letters(text: str, start: int, word: str, found: Finding) -> bytes | None:
    meant = found.help.params.get("name") if found.help is not None else None
    small = word.lower()
    if small == word or small not in {meant, *_TRUTH}:
        return None
    return _replaced(text, start, word, quotes=False)


def _replaced(text: str, start: int, word: str, *, quotes: bool) -> bytes | None:
    if not text.startswith(word, start):
        return None
    new = f'"{word}"' if quotes else word.lower()
    return f"{text[:start]}{new}{text[start + len(word) :]}".encode()
