"""Where each letter of a YAML text stands, so that a finding can point into it."""

from __future__ import annotations

import yaml


def places_of_letters(event: yaml.ScalarEvent) -> tuple[tuple[int, int], ...]:
    """Return line and column, from 1, of each letter of a scalar and of its end.

    Empty where they cannot be told from the event alone: texts of several lines, and escapes other than
    a backslash before one letter.
    """
    start, end = event.start_mark, event.end_mark
    if start is None or end is None or start.line != end.line:
        return ()
    quotes = 1 if event.style in ("'", '"') else 0
    width = end.column - start.column - 2 * quotes
    columns, at = [], start.column + 1 + quotes
    for letter in event.value:
        columns.append((start.line + 1, at))
        at += 2 if _is_doubled(letter, event.style) else 1
    if at != start.column + 1 + quotes + width:
        return ()
    return (*columns, (start.line + 1, at))


def _is_doubled(letter: str, style: str | None) -> bool:
    return letter == style or (style == '"' and letter in "\\\n\t")
