"""What the YAML parser's complaints mean to an author."""

from __future__ import annotations

from engine.messages import Message, message

_SYNTAX = {
    "mapping values are not allowed in this context": message(
        "Expected no second colon here; a text that contains a colon needs quotes"
    ),
    "did not find expected key": message(
        "Expected a key here; look at the indentation, or for a missing quote in the line above"
    ),
    "could not find expected ':'": message("Expected a colon and a space after the key"),
    "did not find expected '-' indicator": message(
        "Expected another item of the list, beginning with “- ” below the others"
    ),
    "did not find expected ',' or ']'": message("Expected a comma or the closing bracket ]"),
    "did not find expected ',' or '}'": message("Expected a comma or the closing bracket }}"),
    "found unexpected end of stream": message("Expected the closing quote before the end"),
    "found character that cannot start any token": message(
        "Expected spaces and letters, but found a tab or another sign YAML reserves"
    ),
    "found a tab character that violates indentation": message(
        "Expected spaces before the key, but found a tab"
    ),
    "block sequence entries are not allowed in this context": message(
        "Expected the list on a line of its own below its key"
    ),
}


def told(problem: str | None) -> Message:
    """Return the parser's complaint in the author's terms."""
    return _SYNTAX.get(problem or "", message("Expected YAML here"))
