"""``ProcedureNet``: a procedure as a frozen networkx graph, and the typed questions one may ask it.

networkx is untyped; its ``Any`` does not leave this module. A net is built by ``engine.graph.build``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from engine.graph.routes import reachable
from engine.messages import Label
from engine.specs.alerts import ClockKind, Rung
from engine.specs.conditions import Condition
from engine.specs.durations import Duration
from engine.specs.findings import KeyPath
from engine.specs.outcomes import ClockEffect, EndName, Expiry, WaitKind
from engine.specs.performers import Performer
from engine.specs.procedures import Procedure
from engine.specs.starts import Starts
from engine.specs.statuses import StatusName
from engine.specs.steps import StepKind

if TYPE_CHECKING:
    import networkx as nx
from engine.specs.yearly_dates import YearlyDate


class NodeKind(StrEnum):
    """What happens at a node.

    ``WORK``, ``AUTOMATIC``, ``WAIT`` and ``CHOICE`` come from steps or outcomes;
    ``SPLIT`` and ``JOIN`` from parallel routes; ``END`` from each way a dossier ends.
    """

    WORK = "work"
    AUTOMATIC = "automatic"
    WAIT = "wait"
    CHOICE = "choice"
    SPLIT = "split"
    JOIN = "join"
    END = "end"


@dataclass(frozen=True, slots=True)
class Block:
    """The branches between one split and one join, with no other way in or out of them.

    Attributes:
        inside: the nodes of all branches.
        branches: the branch that each way out of the split begins, by its outcome.
    """

    split: str
    join: str
    inside: frozenset[str]
    branches: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the net.

    Attributes:
        key: unique in the net. A step keeps its name; ``check.lacking`` is the wait that outcome
            ``lacking`` of step ``check`` starts; ``conclude+join`` and ``appraise+split`` are gateways;
            ``end.returned`` is an end.
        label: what people read; gateways and ends have one too.
        path: the key path in the document where the author wrote it.
        step: the step the node belongs to, or None for ends.
        performer: who works on it, or for a wait who watches it; None for gateways, choices, ends.
        participants: who takes part beside the performer, who records the outcome.
        status: the national status the author wrote; ``engine.graph.statuses`` knows the derived one.
        for_each: dossier field holding the units that each get a work item, for parallel consultation.
        needs: for a join, how many branches it waits for; for a consultation, how many answers; None for
            all of them.
        within: for a join, how long after its split the dossier goes on without the branches still missing.
        block: for a join that may go on before all branches have arrived, for a split some of whose
            branches may not start, and for the join where those meet: what lies between the two.
        starts: the linked procedure that begins here; a wait then lasts until its dossier ends.
        after: for a wait, how long until it expires, and ``expires_to``, where the dossier then goes.
        appointment: the appointment whose limit runs while the dossier is here.
        after_result: it is, or belongs to, a task that is done when the result is handed over already.
    """

    key: str
    kind: NodeKind
    label: Label
    path: KeyPath
    step: str | None = None
    step_kind: StepKind | None = None
    performer: Performer | None = None
    participants: tuple[Performer, ...] = ()
    status: StatusName | None = None
    limit: Duration | None = None
    due: YearlyDate | None = None
    group: str | None = None
    phase: str | None = None
    form: tuple[str, ...] = ()
    for_each: str | None = None
    on_expiry_proceed: bool = False
    needs: int | None = None
    within: Duration | None = None
    block: Block | None = None
    wait: WaitKind | None = None
    clock_effect: ClockEffect | None = None
    expiry: Expiry | None = None
    expires_to: str | None = None
    action: str | None = None
    starts: Starts | None = None
    end: EndName | None = None
    after_result: bool = False
    appointment: str | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """An edge of the net.

    Attributes:
        outcome: the outcome a person or an automatic step chooses; ``done`` where there is only one way
            on; ``expired`` for the way out of a wait that ran out.
        is_return: it leads back to a node from which its source was reached (a return edge). The way
            back out of a wait is none: the dossier never left its step.
        goes_back: it is a return, or the way back out of a wait. The transitions that do not go back make
            no circle.
        branch: for a transition into a join, the branch it completes. A join waits for one token of
            each of its branches; transitions of one branch are alternatives.
        final: whoever chose it cannot take it back.
        when: for an alternative of a choice or a way out of a split, the condition under which it is gone.
    """

    source: str
    target: str
    outcome: str
    label: Label
    path: KeyPath
    when: Condition | None = None
    is_return: bool = False
    note_required: bool = False
    final: bool = False
    branch: str | None = None
    goes_back: bool = False


class ProcedureNet:
    """The graph of one procedure: nodes, transitions, and one entry.

    The graph may be unsound or incomplete; ``engine.graph.check`` says so. Everything is immutable.

    Attributes:
        procedure: what the net was built from.
        start: the key of the node where a new dossier begins.
        left_out: where the author wrote transitions to steps that do not exist; the net lacks them.
    """

    def __init__(
        self,
        procedure: Procedure,
        nodes: list[Node],
        transitions: list[Transition],
        start: str,
        left_out: tuple[KeyPath, ...] = (),
    ) -> None:
        self.procedure = procedure
        self.start = start
        self.left_out = left_out
        self._nodes = {node.key: node for node in nodes}
        self._in_order = tuple(transitions)

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the net as a frozen graph, made when it is first asked for.

        Nodes carry their ``node``, edges their ``transition`` and its number in the author's order as key.
        """
        # Imported here because a check of a file rarely needs it, and waits 0.06 s for it.
        import networkx

        graph: nx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for node in self.nodes:
            graph.add_node(node.key, node=node)
        for order, transition in enumerate(self._in_order):
            graph.add_edge(transition.source, transition.target, key=order, transition=transition)
        return networkx.freeze(graph)

    def node(self, key: str) -> Node:
        """Return the node ``key``.

        Raises:
            KeyError: there is no such node.
        """
        return self._nodes[key]

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    @property
    def nodes(self) -> Iterator[Node]:
        """Iterate over the nodes in the order the author wrote them."""
        return iter(self._nodes.values())

    @property
    def transitions(self) -> Iterator[Transition]:
        """Iterate over the transitions in the order the author wrote them."""
        return iter(self._in_order)

    def leaving(self, key: str) -> tuple[Transition, ...]:
        """Return the transitions that leave a node, in the order the author wrote them."""
        return self._leaving.get(key, ())

    def entering(self, key: str) -> tuple[Transition, ...]:
        """Return the transitions that enter a node."""
        return self._entering.get(key, ())

    def branches(self, key: str) -> tuple[str, ...]:
        """Return the branches a join waits for, in the order the author wrote them."""
        return tuple(dict.fromkeys(t.branch for t in self.entering(key) if t.branch is not None))

    def goes_on_early(self, join: str) -> bool:
        """Tell whether a join may go on while some of its branches are still at work."""
        node = self.node(join)
        return node.kind is NodeKind.JOIN and (node.needs is not None or node.within is not None)

    def chooses_branches(self, split: str) -> bool:
        """Tell whether a split starts only the branches whose conditions hold."""
        is_split = self.node(split).kind is NodeKind.SPLIT
        return is_split and any(t.when is not None for t in self.leaving(split))

    def outcome(self, key: str, outcome: str) -> Transition | None:
        """Return the transition that ``outcome`` takes out of a node, or None if there is none."""
        return self._outcomes.get((key, outcome))

    def comes_back(self, key: str) -> bool:
        """Tell whether a dossier may come to a node again: sent back, or out of a wait."""
        return key in self._returned_to

    def periods(self, key: str) -> tuple[str, ...]:
        """Return the group and the phase a node belongs to; a wait belongs to those of its step."""
        return self._periods[key]

    def ladder(self, kind: ClockKind) -> tuple[Rung, ...]:
        """Return the rungs of the alerts of one kind of clock, in the order the author wrote them."""
        return self._ladders.get(kind, ())

    @cached_property
    def reach(self) -> tuple[list[int], dict[str, int]]:
        """Return for each node, by its number, a mask of the nodes it leads to; and the numbers by key."""
        number = {key: position for position, key in enumerate(self._nodes)}
        edges = [(number[t.source], number[t.target]) for t in self._in_order]
        return reachable(len(number), edges), number

    @cached_property
    def _leaving(self) -> dict[str, tuple[Transition, ...]]:
        return _grouped((t.source, t) for t in self._in_order)

    @cached_property
    def _outcomes(self) -> dict[tuple[str, str], Transition]:
        return {(t.source, t.outcome): t for t in reversed(self._in_order)}

    @cached_property
    def _returned_to(self) -> frozenset[str]:
        waits = {node.key for node in self.nodes if node.kind is NodeKind.WAIT}
        return frozenset(t.target for t in self._in_order if t.is_return or t.source in waits)

    @cached_property
    def _periods(self) -> dict[str, tuple[str, ...]]:
        steps = self.procedure.steps
        places = {
            node.key: steps.get(node.step or "", node) if node.kind is NodeKind.WAIT else node
            for node in self.nodes
        }
        return {
            key: tuple(name for name in (place.group, place.phase) if name is not None)
            for key, place in places.items()
        }

    @cached_property
    def _ladders(self) -> dict[ClockKind, tuple[Rung, ...]]:
        kinds = dict.fromkeys(rung.of for rung in self.procedure.alerts)
        return {kind: tuple(r for r in self.procedure.alerts if r.of == kind) for kind in kinds}

    @cached_property
    def _entering(self) -> dict[str, tuple[Transition, ...]]:
        return _grouped((t.target, t) for t in self._in_order)


def _grouped(keyed: Iterable[tuple[str, Transition]]) -> dict[str, tuple[Transition, ...]]:
    groups: dict[str, list[Transition]] = {}
    for key, transition in keyed:
        groups.setdefault(key, []).append(transition)
    return {key: tuple(transitions) for key, transitions in groups.items()}
