"""The text of a specification as plain dictionaries, lists and strings, each with its place.

The text is hostile until proven otherwise (docs/decisions/0007): size and depth are bounded while the
parser's events pass by, so nothing is ever composed that could exhaust the machine. Every scalar stays
the string that was written; what it means is the business of the models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from engine.messages import Message, message
from engine.specs.findings import Finding, KeyPath, Place, SourceMap
from engine.specs.letters import places_of_letters
from engine.specs.refusals import shown
from engine.specs.rules import finding
from engine.specs.syntax import told

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_FINDINGS = 200
"""A file with more faults than this is not a specification with faults; the rest is not read."""
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_EMPTY = {"", "~", "null", "Null", "NULL"}
_CODE_KEYS = {
    "code", "also_codes", "procedures", "unit", "parent", "territory", "successor", "calendar",
    "extends",
}  # fmt: skip
_KEYS_OF_TEXTS_WITH_PARTS = {"when"}
_READ_OTHERWISE = re.compile(
    r"[-+]?[0-9][0-9_,]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|[0-9]+(:[0-9]{1,2})+|\d{4}-\d\d?-\d\d?"
    r"|0[xo][0-9a-fA-F_]+|[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[tT]rue|TRUE|[fF]alse|FALSE"
)
"""What YAML readers take for a number, a date or a truth value when it is not in quotes."""
_LIKE_A_KEY = re.compile(r"[a-z0-9_]+")
_COMMA_NEEDS_QUOTES = message(
    "Is it the rest of a text with a comma? Such a text needs quotes between {{ and }}."
)
_MISSING = object()


@dataclass(slots=True)
class Source:
    """A text that was read.

    Attributes:
        data: the document, or None where it could not be read to its end.
        places: where each key and each item of a list stands.
        findings: what is wrong with the text itself.
        faulty: paths whose value was lost; nothing more need be said about them.
    """

    places: SourceMap
    data: dict[str, Any] | None = None
    findings: list[Finding] = field(default_factory=list)
    faulty: set[KeyPath] = field(default_factory=set)

    def report(
        self, code: str, line: int, column: int, text: Message, help: Message | None = None
    ) -> None:
        """Add a finding at a place of this text; lines and columns count from 1."""
        self.findings.append(finding(code, Place(self.places.file, line, column), text, help))


def read(text: str | bytes, file: Path) -> Source:
    """Read a specification; never raises, whatever the text is. ``file`` only names places."""
    source = Source(SourceMap(file, {}))
    decoded = _decoded(text, source)
    if decoded is not None:
        try:
            _Reader(source).read(_events(decoded))
        except _StopReading:
            pass
        except yaml.YAMLError as error:
            _report_syntax(source, error)
    return source


class _StopReading(Exception):  # noqa: N818  not an error: what is wrong was reported
    """The rest of the text is not worth reading."""


def _decoded(text: str | bytes, source: Source) -> str | None:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if len(raw) > MAX_BYTES:
        source.report(
            "MC002", 1, 1, message("Expected at most {limit} KB, but the file is larger", limit=256)
        )
        return None
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        source.report(
            "MC001",
            *_position(before, len(before)),
            message("Expected text in UTF-8, but some bytes are not"),
            message("Save the file with the encoding UTF-8."),
        )
        return None
    if (strange := _UNPRINTABLE.search(decoded)) is not None:
        source.report(
            "MC001",
            *_position(decoded, strange.start()),
            message(
                "Expected text, but found the control character {character}",
                character=f"U+{ord(strange[0]):04X}",
            ),
            message("Delete the character; an editor may show it as an empty box or not at all."),
        )
        return None
    return decoded


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _events(text: str) -> Iterator[yaml.Event]:
    # The C parser is some ten times faster; it yields events without recursion, and None at the end.
    events: Iterator[yaml.Event] = iter(yaml.CSafeLoader(text).get_event, None)
    return events


def _place_of(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _report_syntax(source: Source, error: yaml.YAMLError) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    source.report("MC001", line, column, told(getattr(error, "problem", None)))


class _Reader:
    """Builds the plain values from the parser's events, and notes what is not allowed."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._events: Iterator[yaml.Event] = iter(())

    def read(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        documents = 0
        root: Any = _MISSING
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._report(
                        "MC018", event, message("Expected one document, but another one begins")
                    )
                    raise _StopReading
            elif isinstance(event, yaml.NodeEvent):
                root = self._value(event, (), "", 1)
        self._keep_root(root)

    def _keep_root(self, root: Any) -> None:
        if isinstance(root, dict):
            self._source.data = root
        elif not self._source.findings:
            self._source.report(
                "MC006", 1, 1, message("Expected a document that begins with `kind:`")
            )

    def _value(self, event: yaml.Event, path: KeyPath, key: str, depth: int) -> Any:
        """Return the value that begins with ``event``; ``key`` is the nearest key above it."""
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            return self._scalar(event, path, key)
        if isinstance(event, yaml.AliasEvent):
            self._report("MC005", event, message("Expected a value, but found an alias (*name)"))
            return self._lost(path)
        if getattr(event, "anchor", None) is not None:
            self._report("MC005", event, message("Expected a value, but found an anchor (&name)"))
            self._lost(path)
        if getattr(event, "tag", None) is not None:
            self._report("MC005", event, message("Expected a value, but found a tag (!name)"))
            self._lost(path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path, key)
        if depth > MAX_DEPTH:
            self._report(
                "MC003",
                event,
                message(
                    "Expected at most {limit} levels, but here begins one more", limit=MAX_DEPTH
                ),
            )
            raise _StopReading
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, key, depth)
        return self._mapping(path, depth)

    def _scalar(self, event: yaml.ScalarEvent, path: KeyPath, key: str) -> Any:
        value: str = event.value
        if key in _KEYS_OF_TEXTS_WITH_PARTS:
            self._source.places.texts[path] = places_of_letters(event)
        if event.style:
            return value
        if value in _EMPTY:
            at_key = self._source.places.place(*path)
            self._report_at(
                "MC017",
                (at_key.line, at_key.column),
                message("Expected a value after `{key}:`, but found none", key=shown(key)),
                None if _LIKE_A_KEY.fullmatch(key) else _COMMA_NEEDS_QUOTES,
            )
            return self._lost(path)
        if key in _CODE_KEYS and _READ_OTHERWISE.fullmatch(value):
            self._report(
                "MC016",
                event,
                message(
                    "Expected the code in quotes: other programs do not read {found} as a text",
                    found=shown(value),
                ),
                message('Write "{found}".', found=shown(value)),
            )
        return value

    def _list(self, path: KeyPath, key: str, depth: int) -> list[Any]:
        items: list[Any] = []
        places = self._source.places.places
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*path, len(items))
            places[here] = _place_of(event)
            items.append(self._value(event, here, key, depth + 1))
        return items

    def _mapping(self, path: KeyPath, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        places = self._source.places.places
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path, depth)
            here = (*path, key)
            twice = key in items
            if twice:
                first = self._source.places.place(*here)
                self._report(
                    "MC004",
                    event,
                    message(
                        "Expected each key once, but `{key}` already stands in line {line}",
                        key=shown(key),
                        line=first.line,
                    ),
                )
                # The second value is still read for its own faults, under a path nothing else has.
                here = (*path, f"{key}\0{_place_of(event)}")
            places[here] = _place_of(event)
            value = self._value(next(self._events), here, key, depth + 1)
            if not twice:
                items[key] = value
        return items

    def _key(self, event: yaml.Event, path: KeyPath, depth: int) -> str:
        if isinstance(event, yaml.ScalarEvent):
            if event.tag is not None or event.anchor is not None:
                self._report("MC005", event, message("Expected a key without an anchor or a tag"))
            found: str = event.value
            return found
        self._report("MC007", event, message("Expected a text as key, but found something else"))
        place = f"\0{_place_of(event)}"
        self._value(event, (*path, place), "", depth + 1)
        self._source.faulty.add((*path, place))
        return place

    def _lost(self, path: KeyPath) -> str:
        self._source.faulty.add(path)
        return ""

    def _report(
        self, code: str, event: yaml.Event, text: Message, help: Message | None = None
    ) -> None:
        self._report_at(code, _place_of(event), text, help)

    def _report_at(
        self, code: str, place: tuple[int, int], text: Message, help: Message | None = None
    ) -> None:
        self._source.report(code, *place, text, help)
        if len(self._source.findings) >= MAX_FINDINGS:
            raise _StopReading
