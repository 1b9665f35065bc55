"""A document's text, and the two ways of counting in it: the parser's and the editor's.

The parser counts letters and lines from 1, and begins a line after every sign that Unicode calls a line break.
Editors count lines from 0, know fewer line breaks, and count columns in the units they agreed on, usually
those of UTF-16. Between the two stands the offset: the index of a letter in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

_BREAKS_OF_THE_PARSER = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BREAKS_OF_EDITORS = re.compile("\r\n|[\r\n]")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Text:
    """A text and the units its editor counts columns in."""

    content: str
    encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16

    @cached_property
    def yaml(self) -> str:
        """The text as the parser gets it: without the mark some editors put at the beginning."""
        return self.content[self.lead :]

    @cached_property
    def lead(self) -> int:
        """How many letters stand before what the parser gets."""
        return len(_BYTE_ORDER_MARK) if self.content.startswith(_BYTE_ORDER_MARK) else 0

    @cached_property
    def _lines(self) -> list[int]:
        return _starts(_BREAKS_OF_EDITORS, self.content)

    @cached_property
    def _parsed_lines(self) -> list[int]:
        return [self.lead + start for start in _starts(_BREAKS_OF_THE_PARSER, self.yaml)]

    def offset_of_place(self, line: int, column: int) -> int:
        """Return the offset of a place as findings have it; what lies outside is drawn to the end."""
        if line > len(self._parsed_lines):
            return len(self.content)
        return min(self._parsed_lines[max(line, 1) - 1] + column - 1, len(self.content))

    def offset(self, position: types.Position) -> int:
        """Return the offset of an editor's position; what lies outside is drawn to the line's end."""
        if position.line >= len(self._lines):
            return len(self.content)
        start, end = self.line_bounds(position.line)
        units = position.character
        for at in range(start, end):
            if units <= 0:
                return at
            units -= self._units(self.content[at])
        return end

    def position(self, offset: int) -> types.Position:
        """Return the editor's position of an offset."""
        line = bisect_right(self._lines, offset) - 1
        before = self.content[self._lines[line] : offset]
        return types.Position(line, sum(self._units(letter) for letter in before))

    def range(self, start: int, end: int) -> types.Range:
        """Return the editor's range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def whole(self) -> types.Range:
        """Return the range of everything."""
        return self.range(0, len(self.content))

    def line_bounds(self, line: int) -> tuple[int, int]:
        """Return where a line of the editor begins and where its letters end; lines count from 0."""
        start = self._lines[line]
        end = self._lines[line + 1] if line + 1 < len(self._lines) else len(self.content)
        while end > start and self.content[end - 1] in "\r\n":
            end -= 1
        return start, end

    def end_of_line(self, offset: int) -> int:
        """Return where the letters of the line of an offset end."""
        return max(self.line_bounds(bisect_right(self._lines, offset) - 1)[1], offset)

    def _units(self, letter: str) -> int:
        if self.encoding == types.PositionEncodingKind.Utf32:
            return 1
        if self.encoding == types.PositionEncodingKind.Utf8:
            return len(letter.encode("utf-8", "surrogatepass"))
        return 2 if letter > "\uffff" else 1


def _starts(breaks: re.Pattern[str], text: str) -> list[int]:
    return [0, *(found.end() for found in breaks.finditer(text))]
