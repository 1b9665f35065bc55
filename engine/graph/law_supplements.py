"""What the law asks of supplements and other waits: findings MC409 to MC411, MC418 and MC419."""

from __future__ import annotations

from collections.abc import Iterator

from engine.graph.charges import Charges
from engine.graph.conventions import CLOCK_EFFECTS, EXPIRED
from engine.graph.law_terms import SUPPLEMENT_NOTICE, lasts_longer
from engine.graph.longest import Charge, longest_routes
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.graph.sums import ZERO, Sum
from engine.graph.telling import in_words, quoted
from engine.messages import message
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding

_CLOSING = {"stopped", "terminated", "refused"}


def find_supplements(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Yield what is wrong with when supplements are asked for, how often, and with their clocks."""
    waits = [node for node in net.nodes if node.kind is NodeKind.WAIT]
    later = [each for each in waits if each.wait == "supplement" and each.step != net.start]
    again = list(_repeated(net, later))
    for node, earlier in again:
        text = message(
            "Expected a supplement to be asked for once, but {step} may ask again after {earlier}",
            step=quoted(_asking(net, node).label),
            earlier=quoted(_asking(net, earlier).label),
        )
        yield finding("MC409", source.place(*node.path), text)
    repeated = [node for node, _ in again]
    # A second request is late anyway.
    yield from _late(net, [node for node in later if node not in repeated], source)
    yield from _clocks(waits, source)
    yield from _expiries(net, waits, source)


def _repeated(net: ProcedureNet, later: list[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield each wait for a supplement that may follow another one, with that one."""
    following = {each.key: _after(net, each.step or each.key) for each in later}
    for position, node in enumerate(later):
        for earlier in later[:position]:
            if earlier.step != node.step and node.key in following[earlier.key]:
                yield node, earlier
                break


def _after(net: ProcedureNet, key: str) -> set[str]:
    """Return the nodes to which a dossier can come from a node without going back."""
    found, open_keys = set[str](), [key]
    while open_keys:
        for transition in net.leaving(open_keys.pop()):
            if not transition.goes_back and transition.target not in found:
                found.add(transition.target)
                open_keys.append(transition.target)
    return found


def _late(net: ProcedureNet, later: list[Node], source: SourceMap) -> Iterator[Finding]:
    charges = Charges(net)

    def charge(node: Node) -> Charge:
        name, limit = charges.of(node)
        return name, Sum.of(limit)

    if not later:
        return
    routes = longest_routes(net, net.start, charge, _always).routes
    for node in later:
        asking = _asking(net, node)
        before = [
            route.before.total for route in routes.get(asking.key, []) if route.before is not None
        ]
        total = max(before, key=Sum.rough_days, default=ZERO)
        printed = total.printed(like=SUPPLEMENT_NOTICE)
        if lasts_longer(printed, SUPPLEMENT_NOTICE):
            text = message(
                "Expected a supplement to be asked for within 3 working days of the reception, but the steps before {step} may take {total}",
                step=quoted(asking.label),
                total=in_words(printed),
            )
            yield finding("MC410", source.place(*node.path), text)


def _always(transition: Transition) -> bool:
    return True


def _asking(net: ProcedureNet, wait: Node) -> Node:
    """Return the step at which somebody asks; a wait that is a step of its own asks itself."""
    return wait if wait.step is None else net.node(wait.step)


def _clocks(waits: list[Node], source: SourceMap) -> Iterator[Finding]:
    for node in waits:
        place = source.place(*node.path, "clock")
        if node.wait == "supplement" and node.clock_effect != CLOCK_EFFECTS["supplement"]:
            text = message(
                "Expected the time limit to begin anew after the supplement, but `clock:` says `{effect}`",
                effect=node.clock_effect,
            )
            yield finding("MC411", place, text)
        elif node.wait == "payment" and node.clock_effect != CLOCK_EFFECTS["payment"]:
            text = message(
                "Expected the clock to stand still until the payment, but `clock:` says `{effect}`",
                effect=node.clock_effect,
            )
            yield finding("MC418", place, text)


def _expiries(net: ProcedureNet, waits: list[Node], source: SourceMap) -> Iterator[Finding]:
    for node in waits:
        for transition in net.leaving(node.key):
            end = net.node(transition.target).end
            if transition.outcome == EXPIRED and end is not None and end not in _CLOSING:
                text = message(
                    "Expected the dossier to be closed when the wait runs out, but it ends as `{end}`",
                    end=end,
                )
                yield finding("MC419", source.place(*transition.path), text)
