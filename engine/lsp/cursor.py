"""Where a cursor is in a text that need not be YAML yet: which keys lead there, and what is typed so far.

Read off indentation, brackets and dashes, so that it also answers between a colon and the value to come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.specs.findings import KeyPath

_KEY = re.compile(r"\s*(?P<dashes>(?:-\s+)*)(?P<key>[\w.\-]+|\"[^\"]*\"|'[^']*')\s*:(?=\s|$)")
_DASH = re.compile(r"(\s*)-(\s+|$)")
_WORD = re.compile(r"[\w.\-/]*$")
_PART = re.compile(r"\"[^\"]*\"?|'[^']*'?|[{}\[\],]|[^\s{}\[\],\"':]+|:")


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is known about a cursor.

    Attributes:
        path: the keys that lead to the value it is in, or to the mapping a key is typed in.
        in_value: a value is typed; otherwise a key, or what could become one.
        typed: the part of the word before the cursor.
    """

    path: KeyPath
    in_value: bool
    typed: str


def cursor_in(content: str, offset: int) -> Cursor:
    """Return what can be said about a cursor in a text."""
    begin = content.rfind("\n", 0, offset) + 1
    line = content[begin:offset]
    typed = _WORD.search(line)
    word = typed[0] if typed else ""
    head = _KEY.match(line)
    if head is None:
        dash = _DASH.match(line)
        indent = len(dash[0]) if dash else len(line) - len(line.lstrip())
        path = (
            *_above(content, begin, _indent(line), at_dash=dash is not None),
            *((0,) if dash else ()),
        )
        inner, in_value = _inside_brackets(line[indent:], path)
        return Cursor(
            inner, in_value or _is_list_item(content, begin, path, dash is not None), word
        )
    key = head["key"].strip("\"'")
    path = _above(content, begin, _indent(line), at_dash=bool(head["dashes"]))
    path = (*path, *((0,) if head["dashes"] else ()), key)
    inner, in_value = _inside_brackets(line[head.end() :], path)
    return Cursor(inner, in_value or inner == path, word)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _above(content: str, begin: int, indent: int, *, at_dash: bool) -> KeyPath:
    """Return the keys above a line that is indented so far, the outermost first."""
    path: list[str | int] = []
    limit = indent + 1 if at_dash else indent
    for line in reversed(content[:begin].split("\n")):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        head = _KEY.match(line)
        if head is None:
            continue
        own = _indent(line)
        column = own + len(head["dashes"]) if head["dashes"] else own
        if column < limit and not (at_dash and own == indent and head["dashes"]):
            if not line[head.end() :].strip() or line[head.end() :].lstrip().startswith("#"):
                path.append(head["key"].strip("\"'"))
                limit, at_dash = column, False
                if head["dashes"]:
                    path.append(0)
                    limit = own + 1
                    at_dash = True
            else:
                limit = min(limit, column + 1)
        elif head["dashes"] and own < limit <= column:
            path.append(0)
            limit, at_dash = own + 1, True
        if limit <= 0:
            break
    return tuple(reversed(path))


def _is_list_item(content: str, begin: int, path: KeyPath, dash: bool) -> bool:
    return dash and len(path) > 1 and path[-2] in {"all", "form", "prints", "also_codes"}


def _inside_brackets(rest: str, path: KeyPath) -> tuple[KeyPath, bool]:
    """Return the path inside the brackets open at the end of a line, and whether a value is typed there."""
    stack: list[tuple[str, str | None]] = []
    last: str | None = None
    for part in _PART.findall(rest):
        if part in "{[":
            stack.append((part, None))
        elif part in "}]" and stack:
            stack.pop()
        elif part == "," and stack:
            stack[-1] = (stack[-1][0], None)
        elif part == ":" and stack and stack[-1][0] == "{":
            stack[-1] = ("{", last)
        last = part.strip("\"'")
    inner = list(path)
    for bracket, key in stack:
        if bracket == "[":
            inner.append(0)
        elif key is not None:
            inner.append(key)
    if not stack:
        return path, False
    return tuple(inner), stack[-1][0] == "[" or stack[-1][1] is not None
