"""Small random procedures of joins within joins, and how they go when every step takes its whole time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import count, product
from typing import TypeVar

from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from tests.support.nets import a_net

Instant = TypeVar("Instant")
Lasting = Callable[[Node, Instant], Instant]
"""Tells when a node that is entered at an instant is left."""


class JoinComposer:
    """Composes steps, choices and joins of every kind, one within the other."""

    def __init__(self, source: random.Random, limits: tuple[str, ...]) -> None:
        self._source = source
        self._limits = limits
        self._lines: list[str] = []

    def net(self, *, limit: str, depth: int = 2) -> ProcedureNet:
        """Return a random procedure with at least one join."""
        first = self._block("finish", depth)
        steps = [f"start: {{{self._work()}, next: {first}}}", *self._lines]
        return a_net("\n".join([*steps, f"finish: {{{self._work()}}}"]), limit=limit)

    def _part(self, after: str, depth: int) -> str:
        parts = [self._step, self._step] + ([self._block, self._choice, self._two] if depth else [])
        return self._source.choice(parts)(after, depth - 1)

    def _write(self, keys: str) -> str:
        name = f"s{len(self._lines)}"
        self._lines.append(f"{name}: {{{keys}}}")
        return name

    def _work(self) -> str:
        return f"by: d/o, limit: {self._source.choice(self._limits)}"

    def _step(self, after: str, depth: int) -> str:
        return self._write(f"{self._work()}, next: {after}")

    def _two(self, after: str, depth: int) -> str:
        return self._part(self._part(after, depth), depth)

    def _choice(self, after: str, depth: int) -> str:
        ways = [self._part(after, depth) for _ in range(2)]
        return self._write(
            f"{self._work()}, outcomes: {{x: {{to: {ways[0]}}}, y: {{to: {ways[1]}}}}}"
        )

    def _block(self, after: str, depth: int) -> str:
        size = self._source.randint(2, 3)
        needs = self._source.choice(["all", "any", "2"] if size == 3 else ["all", "any"])
        within = self._source.choice(["", f", within: {self._source.choice(self._limits)}"])
        join = self._write(f"{self._work()}, join: {{needs: {needs}{within}}}, next: {after}")
        heads = [self._part(join, depth) for _ in range(size)]
        if self._source.random() < 0.5:
            return self._write(f"{self._work()}, next: {{all: [{', '.join(heads)}]}}")
        conditions = ["when: dossier.area == 'a', "] + [
            self._source.choice(["", "when: dossier.area == 'b', "]) for _ in heads[1:]
        ]
        branches = (f"{{{when}to: {to}}}" for when, to in zip(conditions, heads, strict=True))
        return self._write(f"{self._work()}, next: {{matching: [{', '.join(branches)}]}}")


def latest_end(net: ProcedureNet, start: Instant, lasting: Lasting[Instant]) -> Instant:
    """Return when a procedure ends at the latest, over everything people and data can decide.

    Every step takes as long as ``lasting`` says. Tokens move in the order of time; what comes to a join that
    has gone on already counts for nothing.
    """
    ends = [_End(net, decided, lasting).reached(start) for decided in _decisions(net)]
    return max(ends)  # type: ignore[type-var]


Decided = dict[str, tuple[Transition, ...]]
"""The transitions that are gone out of each node where something is decided."""


def _decisions(net: ProcedureNet) -> Iterator[Decided]:
    deciding: dict[str, list[tuple[Transition, ...]]] = {}
    for node in net.nodes:
        onward = [t for t in net.leaving(node.key) if not t.goes_back]
        if node.kind is NodeKind.SPLIT:
            optional = [t for t in onward if t.when is not None]
            subsets = product(*([True, False] for _ in optional))
            deciding[node.key] = [
                tuple(t for t in onward if t not in optional or kept[optional.index(t)])
                for kept in subsets
            ]
        elif len(onward) > 1:
            deciding[node.key] = [(t,) for t in onward]
    for chosen in product(*deciding.values()):
        yield dict(zip(deciding, chosen, strict=True))


class _End:
    """One dossier on its way to an end."""

    def __init__(self, net: ProcedureNet, decided: Decided, lasting: Callable[..., object]) -> None:
        self._net, self._decided, self._lasting = net, decided, lasting
        self._coming: list[tuple[object, int, str, str]] = []
        self._order = count()
        self._arrived: dict[str, set[str]] = {}
        self._gone_on: set[str] = set()
        self._expected: dict[str, int] = {}

    def reached(self, start: object) -> object:
        self._come(start, self._net.start)
        while self._coming:
            at, _, key, branch = heappop(self._coming)
            node = self._net.node(key)
            if node.kind is NodeKind.END:
                return at
            if node.kind is NodeKind.JOIN:
                self._at_join(at, node, branch)
            elif node.kind is NodeKind.SPLIT:
                self._split(at, node)
            else:
                (onward,) = self._onward(key)
                self._come(self._lasting(node, at), onward.target, onward.branch or "")
        raise AssertionError("no end")

    def _come(self, at: object, key: str, branch: str = "") -> None:
        heappush(self._coming, (at, next(self._order), key, branch))

    def _onward(self, key: str) -> tuple[Transition, ...]:
        ways = tuple(t for t in self._net.leaving(key) if not t.goes_back)
        return self._decided.get(key, ways)

    def _split(self, at: object, node: Node) -> None:
        ways = self._onward(node.key)
        # Composed blocks close where the first of their branches first comes to a join of its own level.
        join = self._join_of(node.key)
        self._expected[join] = len(ways)
        for way in ways:
            self._come(at, way.target, way.branch or "")
        if not ways:
            self._go_on(at, join)
        elif self._net.node(join).within is not None:
            self._come(self._lasting(self._net.node(join), at), join, "+deadline")

    def _join_of(self, split: str) -> str:
        key, level = split, 0
        while True:
            kind = self._net.node(key).kind
            level += (kind is NodeKind.SPLIT) - (kind is NodeKind.JOIN)
            if not level:
                return key
            key = next(t.target for t in self._net.leaving(key) if not t.goes_back)

    def _at_join(self, at: object, node: Node, branch: str) -> None:
        if node.key in self._gone_on:
            return
        arrived = self._arrived.setdefault(node.key, set())
        arrived.add(branch)
        needed = min(node.needs or 99, self._expected[node.key])
        if branch == "+deadline" or len(arrived) >= needed:
            self._go_on(at, node.key)

    def _go_on(self, at: object, join: str) -> None:
        self._gone_on.add(join)
        (onward,) = self._net.leaving(join)
        self._come(at, onward.target)
