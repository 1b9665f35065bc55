"""What each use of a return edge adds: the steps from its target to its source, once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.graph.charges import UNTIMED
from engine.graph.effort import Effort
from engine.graph.longest import Charge, Route, longest_routes
from engine.graph.net import Node, ProcedureNet, Transition
from engine.specs.durations import UNCOUNTED, Duration


@dataclass(frozen=True, slots=True)
class ReturnCost:
    """What one use of a return edge adds: the steps from its target to its source, once more."""

    transition: Transition
    path: tuple[str, ...]
    adds: Duration


def return_costs(
    net: ProcedureNet, charge: Callable[[Node], Charge], hours_per_day: int, effort: Effort
) -> Iterator[ReturnCost]:
    """Yield the cost of each return edge, in the order in which they are written."""
    returns = [transition for transition in net.transitions if transition.is_return]
    sources: dict[str, set[str]] = {}
    for transition in returns:
        sources.setdefault(transition.target, set()).add(transition.source)
    longest = {
        target: _between(net, target, found, charge, effort) for target, found in sources.items()
    }
    for transition in returns:
        routes = longest[transition.target].get(transition.source, [])
        for route in sorted(
            routes, key=lambda each: each.total.rough_days(hours_per_day), reverse=True
        )[:1]:
            adds = route.total.printed(UNCOUNTED, hours_per_day)
            yield ReturnCost(transition, visited(net, route), adds)


def visited(net: ProcedureNet, route: Route) -> tuple[str, ...]:
    """Return the steps and waits of a route."""
    return tuple(key for key in route.keys if net.node(key).kind not in UNTIMED)


def _between(
    net: ProcedureNet,
    target: str,
    sources: Iterable[str],
    charge: Callable[[Node], Charge],
    effort: Effort,
) -> dict[str, list[Route]]:
    """Return the longest routes from ``target`` to each of some sources."""
    inside = _leading_to(net, sources, target)
    found = longest_routes(net, target, charge, lambda t: t.target in inside, effort=effort)
    return {key: found.routes[key] for key in sources if key in found.routes}


def _leading_to(net: ProcedureNet, keys: Iterable[str], border: str) -> set[str]:
    """Return the nodes from which one of some nodes is reached without going back, but not before a border."""
    found = {*keys}
    open_keys = list(found - {border})
    while open_keys:
        for transition in net.entering(open_keys.pop()):
            if not transition.goes_back and transition.source not in found:
                found.add(transition.source)
                if transition.source != border:
                    open_keys.append(transition.source)
    return found
