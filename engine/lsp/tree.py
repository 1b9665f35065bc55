"""Where each key and value of a document stands, from its beginning to its end.

The loader knows where things begin; an editor also asks what stands under the cursor. A text that is not YAML to
its end gives the tree up to where it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import yaml

from engine.lsp.text import Text
from engine.specs.findings import KeyPath
from engine.specs.source import MAX_BYTES, MAX_DEPTH


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text between two offsets."""

    start: int
    end: int

    def holds(self, offset: int) -> bool:
        """Tell whether a cursor at the offset touches the part."""
        return self.start <= offset <= self.end


@dataclass(frozen=True, slots=True)
class Node:
    """A key with its value, or an item of a list.

    Attributes:
        path: what leads to it, as in ``SourceMap``.
        key: where the key stands with its quotes; None for an item of a list.
        value: where the value stands.
        scalar: the value where it is a single one.
    """

    path: KeyPath
    key: Span | None
    value: Span
    scalar: str | None = None

    @property
    def start(self) -> int:
        """Where it begins: at its key, or an item of a list at its value."""
        return self.key.start if self.key is not None else self.value.start


@dataclass(frozen=True)
class Tree:
    """The nodes of a document in the order they are written; ``whole`` tells that nothing is missing."""

    nodes: tuple[Node, ...] = ()
    whole: bool = False

    @cached_property
    def by_path(self) -> dict[KeyPath, Node]:
        """The nodes by their paths; of a key that is written twice, the first."""
        found: dict[KeyPath, Node] = {}
        for node in self.nodes:
            found.setdefault(node.path, node)
        return found

    @cached_property
    def below(self) -> dict[KeyPath, list[Node]]:
        """The nodes directly below each path."""
        found: dict[KeyPath, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.path[:-1], []).append(node)
        return found

    @cached_property
    def by_start(self) -> dict[int, Node]:
        """The nodes by the offset at which they begin; the outermost of those that begin together."""
        found: dict[int, Node] = {}
        for node in self.nodes:
            found.setdefault(node.start, node)
        return found

    def at(self, offset: int) -> tuple[Node, bool] | None:
        """Return the node whose key or single value a cursor touches, and whether it is the key."""
        for node in self.nodes:
            if node.key is not None and node.key.holds(offset):
                return node, True
            if node.scalar is not None and node.value.holds(offset):
                return node, False
        return None

    def scalar(self, *path: str | int) -> str | None:
        """Return the single value at a path, if there is one."""
        node = self.by_path.get(path)
        return node.scalar if node is not None else None

    def keys(self, *path: str | int) -> list[str]:
        """Return the keys of the mapping at a path."""
        return [str(node.path[-1]) for node in self.below.get(path, ()) if node.key is not None]


def tree_of(text: Text) -> Tree:
    """Return the tree of a text; never raises, whatever the text is. Too large a text has none."""
    if len(text.content.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Tree()
    grower = _Grower(text.lead)
    try:
        grower.grow(yaml.parse(text.yaml, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError, StopIteration, _TooDeep):
        # A surrogate without its partner is a ValueError: the text cannot be encoded.
        return Tree(tuple(grower.finished()))
    return Tree(tuple(grower.finished()), whole=True)


class _TooDeep(Exception):  # noqa: N818 - the loader reports it; the tree only ends
    """The text is nested deeper than a specification may be."""


@dataclass(slots=True)
class _Growing:
    path: KeyPath
    key: Span | None
    value: Span | None = None
    scalar: str | None = None


@dataclass(slots=True)
class _Grower:
    lead: int
    growing: list[_Growing] = field(default_factory=list)
    last: int = 0
    _events: Iterator[yaml.Event] = field(default_factory=lambda: iter(()))

    def grow(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        for event in events:
            if isinstance(event, yaml.MappingStartEvent):
                self._mapping((), 1)

    def finished(self) -> Iterator[Node]:
        for each in self.growing:
            start = each.key.end if each.key is not None else self.last
            yield Node(
                each.path, each.key, each.value or Span(start, max(start, self.last)), each.scalar
            )

    def _mapping(self, path: KeyPath, depth: int) -> None:
        for event in self._events:
            self._pass(event)
            if isinstance(event, yaml.MappingEndEvent):
                return
            if not isinstance(event, yaml.ScalarEvent):
                self._value(event, _Growing((*path, ""), None), depth)
                self._value(next(self._events), _Growing((*path, ""), None), depth)
                continue
            node = _Growing((*path, event.value), self._span(event))
            self.growing.append(node)
            self._value(next(self._events), node, depth)

    def _list(self, path: KeyPath, depth: int) -> None:
        for number, event in enumerate(self._events):
            self._pass(event)
            if isinstance(event, yaml.SequenceEndEvent):
                return
            node = _Growing((*path, number), None)
            self.growing.append(node)
            self._value(event, node, depth)

    def _value(self, event: yaml.Event, node: _Growing, depth: int) -> None:
        self._pass(event)
        span = self._span(event)
        if isinstance(event, yaml.ScalarEvent):
            node.value, node.scalar = span, event.value
            return
        if depth >= MAX_DEPTH:
            raise _TooDeep
        if isinstance(event, yaml.MappingStartEvent):
            self._mapping(node.path, depth + 1)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._list(node.path, depth + 1)
        node.value = Span(span.start, max(span.end, self.last))

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None  # only events made by hand have none
        assert end is not None
        return Span(start.index + self.lead, end.index + self.lead)

    def _pass(self, event: yaml.Event) -> None:
        # Where blocks end, the parser already looks at what comes next.
        if not isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.last = self._span(event).end
        elif event.end_mark is not None and event.start_mark != event.end_mark:
            self.last = max(self.last, self._span(event).end)
