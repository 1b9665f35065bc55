"""Workflow nets (van der Aalst): plain Petri nets with one source and one sink, and how to play them.

``to_workflow_net`` gives the net whose runs are the runs of a procedure; nets from elsewhere can be
written directly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.graph.net import Node, NodeKind, ProcedureNet, Transition

# Names no step can have.
SOURCE = "+source"
SINK = "+sink"
START = "+start"
"""The transition that puts a new dossier at the first step."""


@dataclass(frozen=True, slots=True)
class PetriTransition:
    """Takes one token from each place of ``inputs`` and puts one into each of ``outputs``.

    A place written twice counts twice.
    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class WorkflowNet:
    """Places and transitions, from one token in ``source`` to one token in ``sink``.

    Raises:
        ValueError: two transitions have one name, or an arc names a place that does not exist.
    """

    places: tuple[str, ...]
    transitions: tuple[PetriTransition, ...]
    source: str
    sink: str

    def __post_init__(self) -> None:
        if len({t.name for t in self.transitions}) < len(self.transitions):
            raise ValueError("Expected every transition to have a name of its own")
        known = set(self.places)
        named = {p for t in self.transitions for p in (*t.inputs, *t.outputs)}
        missing = (named | {self.source, self.sink}) - known
        if missing:
            raise ValueError(f"Expected arcs between known places, but found {sorted(missing)}")

    @classmethod
    def from_arcs(
        cls,
        places: Iterable[str],
        transitions: Iterable[str],
        arcs: Iterable[tuple[str, str]],
        *,
        source: str,
        sink: str,
    ) -> WorkflowNet:
        """Return the net written as the textbooks write it: places, transitions and the arcs between them.

        An arc written twice counts twice.

        Raises:
            ValueError: an arc does not lead from a place to a transition or from a transition to a place,
                or the net is none for the reasons the class names.
        """
        inputs: dict[str, list[str]] = {each: [] for each in transitions}
        outputs: dict[str, list[str]] = {each: [] for each in inputs}
        known = dict.fromkeys(places)
        for start, end in arcs:
            if start in known and end in inputs:
                inputs[end].append(start)
            elif start in outputs and end in known:
                outputs[start].append(end)
            else:
                raise ValueError(
                    "Expected each arc to join a place and a transition of the net,"
                    f" but one leads from {start!r} to {end!r}"
                )
        fired = (
            PetriTransition(each, tuple(inputs[each]), tuple(outputs[each])) for each in inputs
        )
        return cls(tuple(known), tuple(fired), source, sink)


def replay(net: WorkflowNet, run: Iterable[str]) -> Counter[str]:
    """Return the tokens in each place after the named transitions fired one after the other.

    Raises:
        ValueError: a transition of the run does not exist or cannot fire when its turn comes.
    """
    by_name = {t.name: t for t in net.transitions}
    tokens: Counter[str] = Counter({net.source: 1})
    for name in run:
        transition = by_name.get(name)
        if transition is None or Counter(transition.inputs) - tokens:
            raise ValueError(f"Expected a run of the net, but {name!r} cannot fire")
        tokens = tokens - Counter(transition.inputs) + Counter(transition.outputs)
    return tokens


def transition_name(transition: Transition) -> str:
    """Return the name in the workflow net of a transition out of a step, wait, choice or join."""
    return f"{transition.source}:{transition.outcome}"


def skip_name(transition: Transition) -> str:
    """Return the name of the transition that passes over a branch whose condition does not hold."""
    return f"{transition_name(transition)}+skip"


def branch_place(join: str, branch: str) -> str:
    """Return the place where the token of one branch waits for the others of its join."""
    return f"{join}#{branch}"


def undecided_place(transition: Transition) -> str:
    """Return the place where it is open whether a branch of a split starts."""
    return f"{transition.target}#{transition.source}?"


def to_workflow_net(net: ProcedureNet) -> WorkflowNet:
    """Return the workflow net of a procedure.

    Every step, wait and choice is a place; every transition out of it fires alone. A split fires
    together with the transition that leads to it. A join is one transition that takes a token of each
    of its branches. A branch with a condition either starts or is as good as arrived. A join that may go
    on early is taken for one that waits for all: what it cancels lies in a block (``engine.graph.blocks``),
    so it leaves behind what the other would leave. All ends are the one sink: they differ in meaning, not in the tokens they leave.
    """
    places = [SOURCE]
    transitions = [PetriTransition(START, (SOURCE,), (net.start,))]
    for node in net.nodes:
        leaving = net.leaving(node.key)
        optional = _optional(node, leaving)
        if optional:
            places.extend(undecided_place(t) for t in optional)
            transitions.extend(_decisions(net, node, optional))
        if node.kind is NodeKind.JOIN:
            inputs = tuple(branch_place(node.key, branch) for branch in net.branches(node.key))
            places.extend(inputs)
        elif node.kind is NodeKind.END or (node.kind is NodeKind.SPLIT and leaving):
            continue
        else:
            inputs = (node.key,)
            places.append(node.key)
        transitions.extend(
            PetriTransition(transition_name(t), inputs, _way(net, t)) for t in leaving if inputs
        )
    return WorkflowNet((*places, SINK), tuple(transitions), SOURCE, SINK)


def _optional(node: Node, leaving: tuple[Transition, ...]) -> tuple[Transition, ...]:
    """Return the ways out of a split that are gone only under a condition."""
    if node.kind is not NodeKind.SPLIT or node.block is None:
        return ()
    return tuple(t for t in leaving if t.when is not None)


def _decisions(
    net: ProcedureNet, split: Node, optional: tuple[Transition, ...]
) -> Iterator[PetriTransition]:
    block = split.block
    if block is None:
        return
    for way in optional:
        undecided = (undecided_place(way),)
        yield PetriTransition(transition_name(way), undecided, _way(net, way))
        skipped = branch_place(block.join, block.branches[way.outcome])
        yield PetriTransition(skip_name(way), undecided, (skipped,))


def _way(net: ProcedureNet, transition: Transition) -> tuple[str, ...]:
    """Return the places that get a token when a transition is gone."""
    target = net.node(transition.target)
    if target.kind is NodeKind.END:
        return (SINK,)
    if target.kind is NodeKind.JOIN and transition.branch is not None:
        return (branch_place(target.key, transition.branch),)
    if target.kind is NodeKind.SPLIT:
        return tuple(_branches_begun(net, target)) or (target.key,)
    return (target.key,)


def _branches_begun(net: ProcedureNet, split: Node) -> Iterator[str]:
    branches = net.leaving(split.key)
    optional = _optional(split, branches)
    for branch in branches:
        if branch in optional:
            yield undecided_place(branch)
        else:
            yield from _way(net, branch)
