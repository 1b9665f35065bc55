"""Entries of `accept:` that silence nothing (MC309), taken out of a text that is otherwise left alone."""

from __future__ import annotations

from collections.abc import Collection

from engine.specs.written import Collection as Group
from engine.specs.written import Scalar, written


def without_acceptances(text: str, codes: Collection[str]) -> str:
    """Return a specification without the entries of ``accept:`` for these codes.

    Only entries on a line of their own are taken out, and ``accept:`` itself when none is left; what
    stands in brackets with others, goes over several lines or carries a comment is for its author.

    Args:
        text: a procedure that was read without errors.
        codes: the codes that are accepted for nothing.
    """
    accept = next((each for each in written(text).root.entries if each.key == "accept"), None)
    if accept is None or not isinstance(accept.value, Group):
        return text
    entries = accept.value.entries
    idle = [each for each in entries if (each.key or "").strip("\"'") in codes]
    taken = [accept, *idle] if len(idle) == len(entries) else idle
    one_line = "\n" not in text[accept.start : accept.value.end]
    if any(each.above or each.beside or each.below for each in taken) or not all(
        isinstance(each.value, Scalar) and len(each.value.lines) == 1 for each in idle
    ):
        return text
    if accept.value.flow and (len(idle) < len(entries) or not one_line):
        return text
    numbers = {text.count("\n", 0, each.start) for each in taken}
    lines = text.split("\n")
    return "\n".join(line for number, line in enumerate(lines) if number not in numbers)
