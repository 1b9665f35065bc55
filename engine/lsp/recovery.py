"""The tree of a text that is being typed: what can be read of it, and behind that what stood there before."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lsp.text import Text
from engine.lsp.tree import Node, Span, Tree


def recovered(broken: Tree, now: Text, whole: Tree, before: Text) -> Tree:
    """Return the tree of a broken text, completed from the last text that could be read to its end.

    What stands behind the place that was typed at keeps its place in the tree; it has only moved.
    """
    known = set(broken.by_path)
    end = max((node.value.end for node in broken.nodes), default=0)
    kept = (
        node
        for node in _moved(whole, now.content, before.content)
        if node.path not in known and node.start >= end
    )
    return Tree((*broken.nodes, *kept), whole=False)


def _moved(tree: Tree, now: str, before: str) -> Iterator[Node]:
    same = _shared(now, before)
    same_end = _shared(now[same:][::-1], before[same:][::-1])
    tail, shift = len(before) - same_end, len(now) - len(before)

    def moved(span: Span) -> Span | None:
        if span.end <= same:
            return span
        if span.start >= tail:
            return Span(span.start + shift, span.end + shift)
        return None

    for node in tree.nodes:
        key = moved(node.key) if node.key is not None else None
        value = moved(node.value)
        if node.key is not None and key is None:
            continue
        if value is not None:
            yield Node(node.path, key, value, node.scalar)
        elif key is not None:
            # The value is what is being typed at; its key still stands.
            yield Node(node.path, key, Span(key.end, key.end))


def _shared(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
