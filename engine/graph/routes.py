"""Routes through a graph given as numbered edges: which edges go back, which branches meet at a join.

Sets of nodes are bit masks, so that these questions cost little even for nets of some hundred nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Edge = tuple[int, int]
"""From node to node; nodes are numbered in the order the author wrote them."""


def find_back_edges(size: int, start: int, edges: Sequence[Edge]) -> frozenset[int]:
    """Return the positions in ``edges`` of the edges that lead back, so that the others make no circle.

    An edge leads back when no route reaches its source without passing its target. In circles that
    can be entered in several places the order of writing decides: an edge leads back when it goes to
    a node at or before its source from which the source can be reached.
    """
    dominators = _dominators(size, start, edges)
    back = {
        position
        for position, (source, target) in enumerate(edges)
        if dominators[source] >> target & 1
    }
    onward = [edge for position, edge in enumerate(edges) if position not in back]
    reach = reachable(size, onward)
    back.update(
        position
        for position, (source, target) in enumerate(edges)
        if target <= source and reach[target] >> source & 1
    )
    return frozenset(back)


def reachable(size: int, edges: Iterable[Edge]) -> list[int]:
    """Return for every node the mask of the nodes one can reach from it, itself included."""
    successors: list[list[int]] = [[] for _ in range(size)]
    for source, target in edges:
        successors[source].append(target)
    reach = [1 << node for node in range(size)]

    def grow(node: int) -> int:
        mask = reach[node]
        for target in successors[node]:
            mask |= reach[target]
        return mask

    _settle(reach, range(size - 1, -1, -1), grow)
    return reach


def _dominators(size: int, start: int, edges: Sequence[Edge]) -> list[int]:
    """Return for every node the mask of nodes that every route from ``start`` to it passes.

    Nodes that cannot be reached have no dominators.
    """
    everything = (1 << size) - 1
    predecessors: list[list[int]] = [[] for _ in range(size)]
    for source, target in edges:
        predecessors[target].append(source)
    masks = [everything] * size
    masks[start] = 1 << start

    def narrow(node: int) -> int:
        mask = everything
        for source in predecessors[node]:
            mask &= masks[source]
        return mask | 1 << node if predecessors[node] else everything

    _settle(masks, [node for node in range(size) if node != start], narrow)
    reached = reachable(size, edges)[start]
    return [masks[node] if reached >> node & 1 else 0 for node in range(size)]


def _settle(masks: list[int], nodes: Sequence[int], step: Callable[[int], int]) -> None:
    """Apply ``step`` to every node until nothing changes any more."""
    changed = True
    while changed:
        changed = False
        for node in nodes:
            mask = step(node)
            if mask != masks[node]:
                masks[node] = mask
                changed = True


def group_by_branch(
    entering: Sequence[Edge],
    splits: Iterable[tuple[int, Sequence[int]]],
    reach: Sequence[int],
) -> list[int]:
    """Return for each edge into a join the number of the branch it completes.

    Edges to which the same branches of the same splits lead are alternatives of one branch, and the
    join waits for only one of them. A split all of whose branches lead to an edge was joined before
    and does not count. Where no split tells the edges apart, each source is a branch of its own.

    Args:
        entering: the edges into the join.
        splits: each split, with the first node of each of its branches.
        reach: for every node the mask of the nodes reachable without going back.
    """
    origins: list[frozenset[Edge]] = [frozenset()] * len(entering)
    for split, heads in splits:
        for position, edge in enumerate(entering):
            leading = {
                (split, head)
                for head in heads
                if reach[head] >> edge[0] & 1 or edge == (split, head)
            }
            if len(leading) < len(heads):
                origins[position] |= leading
    names: Sequence[object] = origins if len(set(origins)) > 1 else [edge[0] for edge in entering]
    first_seen: dict[object, int] = {}
    return [first_seen.setdefault(name, len(first_seen)) for name in names]
