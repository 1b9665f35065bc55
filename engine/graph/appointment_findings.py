"""Appointments that do not fit their steps, the legal limit, or each other: told to the author."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations, permutations
from operator import and_, or_

from engine.graph.appointments import spans
from engine.graph.charges import timed
from engine.graph.net import NodeKind, ProcedureNet
from engine.graph.routes import reachable
from engine.graph.sums import ZERO, Sum
from engine.graph.telling import in_words, quoted, tell_path
from engine.graph.timeproof import TimeProof
from engine.messages import Label, Message, message
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding


def find_appointments(net: ProcedureNet, proof: TimeProof, source: SourceMap) -> Iterator[Finding]:
    """Yield what is wrong with the appointments of a procedure; nothing where it has none."""
    if not net.procedure.appointments:
        return
    spanned = spans(net.procedure, list(net.nodes), list(net.transitions))
    yield from _never_over(net, spanned, source)
    yield from _overlapping(net, spanned, source)
    yield from _side_by_side(net, spanned, source)
    if all(spanned.values()):
        # What an appointment should have spanned is not known where it ends before it begins.
        yield from _outside(net, spanned, source)
    yield from _sums(net, {name for name, keys in spanned.items() if keys}, proof, source)
    yield from _whole(net, source)


def _never_over(
    net: ProcedureNet, spanned: Mapping[str, frozenset[str]], source: SourceMap
) -> Iterator[Finding]:
    for name, appointment in net.procedure.appointments.items():
        written = appointment.first_step in net and appointment.last_step in net
        if written and not spanned[name]:
            text = message(
                "Expected a way from {first} to {last}, but none goes forward between them",
                first=quoted(net.node(appointment.first_step).label),
                last=quoted(net.node(appointment.last_step).label),
            )
            yield finding("MC323", source.place("appointments", name, "to"), text)


def _overlapping(
    net: ProcedureNet, spanned: Mapping[str, frozenset[str]], source: SourceMap
) -> Iterator[Finding]:
    for one, other in combinations(spanned, 2):
        both = spanned[one] & spanned[other]
        shared = [n for n in net.nodes if n.key in both] if both else []
        if shared:
            text = message(
                "Expected {step} in one appointment, but both {one} and {other} span it",
                step=quoted(shared[0].label),
                one=named(net, one),
                other=named(net, other),
            )
            yield finding("MC324", source.place("appointments", other), text)


def _side_by_side(
    net: ProcedureNet, spanned: Mapping[str, frozenset[str]], source: SourceMap
) -> Iterator[Finding]:
    splits = _splits(net)
    number = {node.key: position for position, node in enumerate(net.nodes)}
    masks = {name: sum(1 << number[key] for key in keys) for name, keys in spanned.items()}
    for one, other in combinations(spanned, 2):
        if masks[one] & masks[other]:
            continue
        split = next((key for key, b in splits if _parted(b, masks[one], masks[other])), None)
        if split is not None:
            text = message(
                "Expected one appointment after the other, but {one} and {other} can run at the same time in the branches that begin after {step}",
                step=quoted(net.node(net.node(split).step or split).label),
                one=named(net, one),
                other=named(net, other),
            )
            yield finding("MC324", source.place("appointments", other), text)


def _splits(net: ProcedureNet) -> list[tuple[str, list[int]]]:
    """Return the splits, and for each of their branches the mask of the nodes reached from it."""
    number = {node.key: position for position, node in enumerate(net.nodes)}
    onward = [(number[t.source], number[t.target]) for t in net.transitions if not t.goes_back]
    reach = reachable(len(number), onward)
    return [
        (node.key, [reach[number[t.target]] for t in net.leaving(node.key)])
        for node in net.nodes
        if node.kind is NodeKind.SPLIT
    ]


def _parted(branches: Sequence[int], one: int, other: int) -> bool:
    """Tell whether a split starts a branch with some nodes beside a branch with some others."""
    inside = reduce(or_, branches) & ~reduce(and_, branches)
    return bool(one & inside and other & inside) and any(
        mine & ~theirs & one and theirs & ~mine & other
        for mine, theirs in permutations(branches, 2)
    )


def _outside(
    net: ProcedureNet, spanned: Mapping[str, frozenset[str]], source: SourceMap
) -> Iterator[Finding]:
    inside = frozenset().union(*spanned.values())
    for node in net.nodes:
        if node.key == node.step and timed(node) and node.key not in inside:
            text = message(
                "Expected {step} to belong to an appointment, because its time counts, but none spans it",
                step=quoted(node.label),
            )
            yield finding("MC322", source.place(*node.path, "limit"), text)


def _sums(
    net: ProcedureNet, names: Collection[str], proof: TimeProof, source: SourceMap
) -> Iterator[Finding]:
    for name, total in proof.appointments.items():
        if name not in names:
            continue
        place = source.place("appointments", name, "limit")
        told: dict[str, object] = {
            "name": named(net, name),
            "limit": in_words(total.stated),
            "total": in_words(total.total),
            "path": tell_path(net, total.path),
        }
        if total.comparison == "above":
            text = message(
                "Expected the steps of {name} to fit into {limit}, but they add up to {total}: {path}",
                **told,
            )
            yield finding("MC301", place, text)
        elif total.comparison == "below":
            text = message(
                "Expected the steps of {name} to add up to {limit}, but they take {total}: {path}",
                **told,
            )
            yield finding("MC302", place, text)


def _whole(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    (case,) = net.procedure.limit
    total = sum((Sum.of(each.limit) for each in net.procedure.appointments.values()), ZERO)
    if case.limit.counted and total.compare(Sum.of(case.limit)) in {"above", "below"}:
        text = message(
            "Expected the appointments to add up to {limit}, but they add up to {total}",
            limit=in_words(case.limit),
            total=in_words(total.printed(case.limit)),
        )
        yield finding("MC321", source.place("limit", 0, "is"), text)


def named(net: ProcedureNet, name: str) -> Message:
    """Return what an appointment is called, in quotation marks."""
    return quoted(net.procedure.appointments[name].label or Label(name))
