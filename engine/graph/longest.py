"""The longest routes through a net in counted time, forwards only.

Parallel branches count by their maximum, exactly as alternatives do: both are "the longest way to this
node". Amounts of different kinds cannot be put in one order, so several routes may each be a longest
one; all of them are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.graph.charges import begins_anew
from engine.graph.effort import Effort, Spent
from engine.graph.net import Node, ProcedureNet, Transition
from engine.graph.sums import ZERO, Sum

Charge = tuple[str | None, Sum]
"""What a node adds; with a name, only the first node of that name on a route adds it."""

MOST_EFFORT = 120_000
"""Steps that may be spent on comparing routes, for all the sums of a procedure together."""
_ONWARD = 4
"""Steps that one more node on one route takes."""


@dataclass(frozen=True, slots=True)
class Route:
    """A way from the start to a node.

    Attributes:
        total: the time counted on it.
        names: groups and phases counted already.
    """

    key: str
    before: Route | None
    total: Sum
    names: frozenset[str]

    def beats(self, other: Route) -> bool:
        """Tell whether ``other`` can be forgotten: it is no longer now and never will be."""
        return self.total.covers(other.total) and self.names <= other.names

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the nodes of the route in order."""
        found: list[str] = []
        route: Route | None = self
        while route is not None:
            found.append(route.key)
            route = route.before
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class LongestRoutes:
    """The longest routes to every node that can be reached.

    Attributes:
        routes: by node.
        complete: False where there were too many to compare, and of those that are not in one order only
            the one that is roughly longest was kept.
    """

    routes: Mapping[str, list[Route]]
    complete: bool


def longest_routes(
    net: ProcedureNet,
    start: str,
    charge: Callable[[Node], Charge],
    possible: Callable[[Transition], bool],
    within: Callable[[Node], bool] = lambda node: True,
    *,
    effort: Effort | None = None,
) -> LongestRoutes:
    """Return the longest routes from ``start`` to every node that can be reached without going back.

    The answer to a wait that makes the clock start again makes the count start again too, where the wait
    lies ``within`` what is counted. Once the ``effort`` is spent, one route to each node is followed.
    """
    effort = effort or Effort(MOST_EFFORT)
    complete = True
    routes: dict[str, list[Route]] = {start: [_extended(None, net.node(start), charge)]}
    for key in in_order(net, start, possible):
        for transition in net.leaving(key):
            if transition.goes_back or not possible(transition):
                continue
            node = net.node(transition.target)
            front = routes.setdefault(node.key, [])
            anew = begins_anew(net, transition) and within(net.node(key))
            for route in routes[key]:
                longer = _extended(route, node, charge, anew=anew)
                try:
                    effort.spend(_ONWARD + len(front))
                    _keep(front, longer)
                except Spent:
                    complete &= _keep_one(front, longer)
    return LongestRoutes(routes, complete)


def _extended(
    before: Route | None, node: Node, charge: Callable[[Node], Charge], *, anew: bool = False
) -> Route:
    total, names = ZERO, frozenset[str]()
    if before is not None and not anew:
        total, names = before.total, before.names
    name, time = charge(node)
    if name is None:
        total += time
    elif name not in names:
        total, names = total + time, names | {name}
    return Route(node.key, before, total, names)


def _keep(front: list[Route], route: Route) -> None:
    if not any(other.beats(route) for other in front):
        front[:] = [other for other in front if not route.beats(other)]
        front.append(route)


def _keep_one(front: list[Route], route: Route) -> bool:
    """Keep the one that is roughly longest, and tell whether nothing was lost by that."""
    front.append(route)
    longest = max(front, key=lambda each: each.total.rough_days())
    lost = any(not longest.beats(each) for each in front)
    front[:] = [longest]
    return not lost


def in_order(
    net: ProcedureNet, start: str, possible: Callable[[Transition], bool]
) -> Iterable[str]:
    """Return the nodes reachable from ``start`` so that each comes after all that lead to it."""
    finished: list[str] = []
    entered = {start}
    stack = [(start, iter(net.leaving(start)))]
    while stack:
        key, leaving = stack[-1]
        for transition in leaving:
            target = transition.target
            if not transition.goes_back and target not in entered and possible(transition):
                entered.add(target)
                stack.append((target, iter(net.leaving(target))))
                break
        else:
            finished.append(key)
            stack.pop()
    return reversed(finished)
