"""A specification as it is written: values with their quotes, and comments with what they speak of.

The parser forgets comments, so they are found again between the values, and each is given to the entry (a
key with its value, or an item of a list) above which, beside which or below which it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_COMMENT = re.compile(r"#[^\n]*")


@dataclass(slots=True)
class Scalar:
    """A single value; ``lines`` hold it with its quotes, further lines without indentation.

    ``place`` is its line and column, which count from 1.
    """

    lines: list[str]
    place: tuple[int, int] = (1, 1)


@dataclass(slots=True)
class Collection:
    """A mapping or a list; ``flow`` says that it is written in brackets."""

    entries: list[Entry]
    mapping: bool
    flow: bool
    start: int
    end: int = 0


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list; an empty line among comments is an empty text."""

    start: int
    column: int
    key: str | None
    owner: Entry | None
    inside: Collection
    value: Scalar | Collection
    head_end: int = 0
    gap: bool = False
    above: list[str] = field(default_factory=list)
    beside: str | None = None
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A whole text: comments at its top, its entries from there on, and all its comments in their order."""

    top: list[str]
    root: Collection
    entries: tuple[Entry, ...]
    comments: tuple[str, ...]


def written(text: str) -> Written:
    """Return a text that is known to be YAML whose root is a mapping.

    What specifications may not hold (aliases, keys that are no texts) is kept as far as places go.
    """
    builder = _Builder(text)
    root = builder.build()
    comments = list(_comments(text, builder.spans))
    _place(comments, text, builder.entries, builder.collections)
    first = root.entries[0] if root.entries else None
    top = first.above if first is not None else []
    if first is not None:
        first.above, first.gap = [], first.gap and not top
    return Written(top, root, tuple(builder.entries), tuple(each.text for each in comments))


@dataclass(frozen=True, slots=True)
class _Span:
    """Where an event of the parser begins and ends; lines and columns count from 0."""

    start: int
    end: int
    line: int
    column: int

    @classmethod
    def of(cls, event: yaml.Event) -> _Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None  # only events made by hand have none
        assert end is not None
        return cls(start.index, end.index, start.line, start.column)


class _Builder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.entries: list[Entry] = []
        self.collections: list[Collection] = []
        self.spans: list[tuple[int, int]] = []

    def build(self) -> Collection:
        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent):
                root = self._collection(event, None)
                root.flow = False
                for _ in self._events:
                    pass
                return root
        raise AssertionError("a mapping was promised")

    def _value(self, event: yaml.Event, owner: Entry) -> Scalar | Collection:
        if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            return self._scalar(event)
        return self._collection(event, owner)

    def _scalar(self, event: yaml.NodeEvent) -> Scalar:
        span = _Span.of(event)
        self.spans.append((span.start, span.end))
        raw = self._text[span.start : span.end]
        place = (span.line + 1, span.column + 1)
        if getattr(event, "style", None) not in {"|", ">"}:
            return Scalar([line.strip() for line in raw.split("\n")], place)
        header, *content = raw.rstrip("\n ").split("\n")
        inset = min(
            (len(line) - len(line.lstrip(" ")) for line in content if line.strip()), default=0
        )
        return Scalar([header.rstrip(), *(line[inset:].rstrip("\r") for line in content)], place)

    def _collection(self, event: yaml.Event, owner: Entry | None) -> Collection:
        mapping = isinstance(event, yaml.MappingStartEvent)
        flow = bool(getattr(event, "flow_style", False))
        made = Collection([], mapping, flow, _Span.of(event).start)
        self.collections.append(made)
        for inner in self._events:
            if isinstance(inner, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                made.end = _Span.of(inner).end
                break
            made.entries.append(self._entry(inner, made, owner))
        return made

    def _entry(self, event: yaml.Event, inside: Collection, owner: Entry | None) -> Entry:
        span = _Span.of(event)
        entry = Entry(span.start, span.column, None, owner, inside, Scalar([]), span.start)
        self.entries.append(entry)
        if inside.mapping:
            if isinstance(event, yaml.ScalarEvent):
                self.spans.append((span.start, span.end))
            else:
                self._value(event, entry)
            entry.key, entry.head_end = self._text[span.start : span.end], span.end
            event = next(self._events)
        else:
            # The dash of a list stands before its value; comments are aligned with it.
            line = self._text.rfind("\n", 0, span.start) + 1
            entry.column = span.column if inside.flow else _indent(self._text[line : span.start])
        entry.value = self._value(event, entry)
        if isinstance(entry.value, Scalar):
            entry.head_end = max(entry.head_end, self.spans[-1][1])
        elif entry.value.flow:
            entry.head_end = entry.value.end
        return entry


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@dataclass(frozen=True, slots=True)
class _Comment:
    start: int
    column: int
    text: str
    alone: bool


def _comments(text: str, spans: list[tuple[int, int]]) -> Iterator[_Comment]:
    edges = [0, *(edge for span in sorted(spans) for edge in span), len(text)]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        for found in _COMMENT.finditer(text, begin, end):
            line = text.rfind("\n", 0, found.start()) + 1
            before = text[line : found.start()]
            yield _Comment(found.start(), len(before), found[0].rstrip(), not before.strip())


def _place(
    comments: list[_Comment], text: str, entries: list[Entry], collections: list[Collection]
) -> None:
    for collection in collections:
        # Brackets with a comment between them cannot stand on one line.
        if any(collection.start < each.start < collection.end for each in comments):
            collection.flow = False
    starts = [entry.start for entry in entries]
    last_line: dict[int, int] = {}
    for comment in comments:
        at = bisect_left(starts, comment.start)
        before = entries[at - 1] if at else None
        after = entries[at] if at < len(entries) else None
        target = _beside(comment, before, text)
        if target is not None:
            target.beside = comment.text
            continue
        lines = _standing(comment, before, after)
        line = text.count("\n", 0, comment.start)
        if lines and id(lines) in last_line and line > last_line[id(lines)] + 1:
            lines.append("")
        elif not lines and after is not None and lines is after.above:
            after.gap = _blank_before(text, comment.start)
        elif not lines and _blank_before(text, comment.start):
            lines.append("")
        lines.append(comment.text)
        last_line[id(lines)] = line
    for entry in entries:
        _note_gap(entry, text)


def _beside(comment: _Comment, before: Entry | None, text: str) -> Entry | None:
    """Return the entry at the end of whose line the comment stands."""
    if comment.alone or before is None:
        return None
    entry = before
    while entry.inside.flow and entry.inside.end <= comment.start and entry.owner is not None:
        entry = entry.owner
    same_line = "\n" not in text[entry.head_end : comment.start]
    return entry if same_line and entry.beside is None else None


def _standing(comment: _Comment, before: Entry | None, after: Entry | None) -> list[str]:
    """Return the lines to which a comment on a line of its own belongs."""
    if before is not None and comment.start < before.head_end:
        return before.above
    if after is not None and (before is None or comment.column <= after.column):
        return after.above
    entry = before
    assert entry is not None  # without an entry before or after, there is no mapping
    while entry.owner is not None and (entry.inside.flow or entry.owner.column >= comment.column):
        entry = entry.owner
    return entry.below


def _note_gap(entry: Entry, text: str) -> None:
    item = entry.owner is not None and entry.owner.start == entry.start
    if entry.inside.flow or item:
        return
    line = text.rfind("\n", 0, entry.start) + 1
    if not entry.above:
        entry.gap = _blank_before(text, line)
    elif _blank_before(text, line):
        entry.above.append("")


def _blank_before(text: str, index: int) -> bool:
    line = text.rfind("\n", 0, index) + 1
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    return line > 0 and not text[above : max(line - 1, 0)].strip()
