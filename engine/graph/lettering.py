"""How wide a text will be, and where to break it: estimated, because nothing here can ask a font.

The estimates are those of the common sans-serif faces, a little generous, so that a text drawn in any
of them stays inside the box measured for it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,:;'|!()[]/·“”- ")
_WIDE = frozenset("mwMWQOĐGƠ%@—")
_NARROW_EM, _COMMON_EM, _CAPITAL_EM, _WIDE_EM = 0.34, 0.57, 0.68, 0.88
_BOLD = 1.07


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the estimated width of a line of text set at ``size`` pixels."""
    ems = sum(_em(letter) for letter in unicodedata.normalize("NFC", text))
    return ems * size * (_BOLD if bold else 1.0)


def wrap(text: str, width: float, size: float, *, bold: bool = False, lines: int = 6) -> list[str]:
    """Break a text at its spaces into lines of at most ``width``; a longer word is cut.

    What does not fit into ``lines`` lines ends in an ellipsis.
    """
    broken: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width, size, bold):
            joined = f"{broken[-1]} {piece}" if broken else piece
            if broken and width_of(joined, size, bold=bold) <= width:
                broken[-1] = joined
            else:
                broken.append(piece)
    if len(broken) > lines:
        return [*broken[: lines - 1], _shorten(broken[lines - 1], width, size, bold)]
    return broken


@lru_cache(maxsize=1024)
def _em(letter: str) -> float:
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _NARROW:
        return _NARROW_EM
    if base in _WIDE:
        return _WIDE_EM
    if base.isupper():
        return _CAPITAL_EM
    return _COMMON_EM if ord(base) < 0x2E80 else 1.0


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shorten(line: str, width: float, size: float, bold: bool) -> str:
    while line and width_of(line + "…", size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip() + "…"
