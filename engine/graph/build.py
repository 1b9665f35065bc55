"""From a procedure as written to its net: steps in order, standard outcomes, waits and gateways.

``build`` never refuses a procedure: a reference to a step that does not exist is reported by
``engine.specs.references``, and its transition is left out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from engine.graph.appointments import with_appointments
from engine.graph.blocks import with_blocks
from engine.graph.conventions import (
    ACCEPTED,
    ANSWERS,
    CLOCK_EFFECTS,
    END_LABELS,
    EXPIRED,
    MATCHING_LABEL,
    RECEIVE_OUTCOMES,
    RECEPTION,
    RETURNED,
    SPLIT_LABEL,
    WAIT_LABELS,
    conventional_label,
    linked_ends,
    outcome_label,
    target_label,
    way_on,
    way_on_label,
)
from engine.graph.joins import place_joins
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.graph.step_nodes import choice_label, step_node
from engine.messages import Label
from engine.specs.conditions import Condition
from engine.specs.findings import KeyPath
from engine.specs.outcomes import Alternative, EndName, Expiry, Outcome, WaitKind
from engine.specs.parallel import Branch, Matching, Parallel
from engine.specs.procedures import Procedure
from engine.specs.starts import OTHERWISE
from engine.specs.steps import Step

RETURNED_END = "end.returned"
_AS_WRITTEN: Mapping[str, str] = MappingProxyType({})


def build(procedure: Procedure, meant: Mapping[str, str] = _AS_WRITTEN) -> ProcedureNet:
    """Return the net of a procedure.

    ``meant`` says for names of steps that do not exist which node they are taken for: a step, or
    ``end.returned``; without it, transitions to such names are left out.

    The rules, in the order they apply:

    - A step without ``next``, ``outcomes`` or ``choose`` goes to the step below it; the last step, and
      a ``return`` step without a task after the result below it, ends the dossier as ``returned``.
    - The first step, when it receives dossiers and has no outcomes of its own, offers ``accepted``,
      ``lacking`` (a supplement) and ``refused``. Other steps offer one way on.
    - An outcome with ``ask:`` leads into a wait of its own, ``<step>.<outcome>``, whose way on goes to
      ``back_to:`` or to the same step.
    - ``next: {all: …}`` and ``next: {matching: …}`` make a split, ``join:`` a join before the step. Every transition to a
      joined step enters the join, except those that go back to it (a correction, a supplement):
      they enter the step itself, because the other branches have already arrived.
    - Transitions into a join that belong to one branch of a split are alternatives: the join waits for
      one of them.
    """
    draft = _Draft(procedure, meant)
    for name, step in procedure.steps.items():
        draft.add_step(name, step)
    return draft.finish()


@dataclass
class _Draft:
    """A net being written: nodes and transitions so far, joins still missing."""

    procedure: Procedure
    meant: Mapping[str, str]
    nodes: dict[str, Node] = field(default_factory=dict)
    transitions: list[Transition] = field(default_factory=list)
    ends: dict[EndName, KeyPath] = field(default_factory=dict)
    left_out: list[KeyPath] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps = self.procedure.steps
        self.first = next(iter(self.steps))
        self.below = dict(pairwise(self.steps))

    def add_step(self, name: str, step: Step) -> None:
        """Add the node of a step, its waits and its split, and every transition out of them."""
        path: KeyPath = ("steps", name)
        self.nodes[name] = step_node(name, step, path, self.procedure.limit_fields)
        if step.choose is not None:
            self._add_choices(name, step.choose, path)
        elif step.starts is not None and step.starts.wait:
            self._add_linked_ends(name, step, path)
        elif step.outcomes:
            self._add_outcomes(name, step.outcomes, (*path, "outcomes"))
        else:
            self._add_way_on(name, step, path)
        if step.expires is not None and EXPIRED not in (step.outcomes or {}):
            self._add_expiry(name, step.expires, (*path, "expires"))

    def _add_way_on(self, name: str, step: Step, path: KeyPath) -> None:
        kind = step.kind_for(name)
        if step.ask is not None:
            outcome = ANSWERS[step.ask]
        else:
            outcome = way_on(kind, first=name == self.first)
        label = conventional_label(outcome) if step.ask is not None else way_on_label(kind)
        target, target_path = self._target_of_next(name, step, path)
        self._connect(name, target, outcome, label, target_path)
        if outcome == ACCEPTED:
            self._add_outcomes(name, RECEIVE_OUTCOMES, path)

    def _add_linked_ends(self, name: str, step: Step, path: KeyPath) -> None:
        """Add the ways out of a wait for a linked dossier: one for each way that one can end."""
        outcomes = linked_ends(step.outcomes or {})
        if RETURNED not in outcomes:
            target, target_path = self._target_of_next(name, step, path)
            self._connect(name, target, RETURNED, END_LABELS["returned"], target_path)
        self._add_outcomes(name, outcomes, (*path, "outcomes"))

    def _target_of_next(self, name: str, step: Step, path: KeyPath) -> tuple[str, KeyPath]:
        """Return where the only way on of a step leads, and where that is written."""
        if isinstance(step.next, Parallel | Matching):
            return self._add_split(name, step.next, (*path, "next")), (*path, "next")
        if step.next is not None:
            return step.next, (*path, "next")
        below = self.below.get(name)
        ends = step.kind_for(name) == "return" and not (below and self.steps[below].after_result)
        if below is None or ends:
            return self._end("returned", path), path
        return below, path

    def _add_split(self, name: str, parallel: Parallel | Matching, path: KeyPath) -> str:
        key = f"{name}+split"
        if isinstance(parallel, Parallel):
            label, word = SPLIT_LABEL, "all"
            branches = tuple(Branch(to=target) for target in parallel.all)
        else:
            label, word, branches = MATCHING_LABEL, "matching", parallel.matching
        self.nodes[key] = Node(key, NodeKind.SPLIT, label, path, step=name)
        for position, branch in enumerate(branches):
            said = None if branch.when is None else Label(branch.when.text)
            named = target_label(branch.to, self.steps) or Label(branch.to)
            label = branch.label or said or named
            own_path = (*path, word, position)
            self._connect(key, branch.to, branch.to, label, own_path, when=branch.when)
        return key

    def _add_outcomes(self, name: str, outcomes: dict[str, Outcome], path: KeyPath) -> None:
        for outcome_name, outcome in outcomes.items():
            own_path = (*path, outcome_name)
            label = outcome_label(outcome_name, outcome, self.steps)
            if outcome.ask is not None:
                target = self._add_wait(name, outcome_name, outcome, outcome.ask, own_path)
            elif outcome.end is not None:
                target = self._end(outcome.end, own_path)
            else:
                target = outcome.to or name
            # The law asks for full guidance at once: what is lacking must be written down (NĐ 61/2018 Đ17).
            note = outcome.note_required or outcome.ask == "supplement"
            self._connect(
                name, target, outcome_name, label, own_path, note=note, final=not outcome.undo
            )

    def _add_wait(
        self, name: str, outcome_name: str, outcome: Outcome, ask: WaitKind, path: KeyPath
    ) -> str:
        key = f"{name}.{outcome_name}"
        by_step = self.steps[name].by if ask == "external" else None
        self.nodes[key] = Node(
            key,
            NodeKind.WAIT,
            WAIT_LABELS[ask],
            path,
            step=name,
            performer=by_step or RECEPTION,
            limit=outcome.limit,
            wait=ask,
            clock_effect=outcome.clock or CLOCK_EFFECTS[ask],
            expiry=outcome.expires,
            after_result=self.steps[name].after_result,
        )
        answer = ANSWERS[ask]
        back_path = path if outcome.back_to is None else (*path, "back_to")
        self._connect(key, outcome.back_to or name, answer, conventional_label(answer), back_path)
        if outcome.expires is not None:
            self._add_expiry(key, outcome.expires, (*path, "expires"))
        return key

    def _add_expiry(self, key: str, expires: Expiry, path: KeyPath) -> None:
        target = self._end(expires.end, path) if expires.end is not None else expires.to
        if target is not None:
            self._connect(key, target, EXPIRED, conventional_label(EXPIRED), path)

    def _add_choices(self, name: str, choices: tuple[Alternative, ...], path: KeyPath) -> None:
        for position, choice in enumerate(choices):
            own_path = (*path, "choose", position)
            rest = choice.when is None and None not in [each.when for each in choices[:position]]
            outcome = OTHERWISE if rest else f"case_{position + 1}"
            target = self._end(choice.end, own_path) if choice.end is not None else choice.to
            if target is not None:
                label = choice_label(choice, self.procedure.dossier.fields)
                self._connect(name, target, outcome, label, own_path, when=choice.when)

    def _end(self, end: EndName, path: KeyPath) -> str:
        self.ends.setdefault(end, path)
        return f"end.{end}"

    def _connect(
        self,
        source: str,
        target: str,
        outcome: str,
        label: Label,
        path: KeyPath,
        *,
        when: Condition | None = None,
        note: bool = False,
        final: bool = False,
    ) -> None:
        """Add a transition, or note where it was written if its target does not exist."""
        if target in self.meant:
            target = self.meant[target]
            if target == RETURNED_END:
                self._end("returned", path)
        if target not in self.steps and target not in self.nodes and not target.startswith("end."):
            self.left_out.append(path)
        else:
            self.transitions.append(
                Transition(
                    source, target, outcome, label, path, when, note_required=note, final=final
                )
            )

    def finish(self) -> ProcedureNet:
        """Return the net, with its ends and joins."""
        for end, path in self.ends.items():
            key = f"end.{end}"
            self.nodes[key] = Node(key, NodeKind.END, END_LABELS[end], path, end=end)
        joined = {name: step.join for name, step in self.steps.items() if step.join is not None}
        nodes, transitions = place_joins(self.nodes, self.transitions, self.first, joined)
        nodes = with_appointments(self.procedure, nodes, transitions)
        expired = {t.source: t.target for t in transitions if t.outcome == EXPIRED}
        return with_blocks(
            ProcedureNet(
                self.procedure,
                [
                    replace(node, expires_to=expired.get(node.key)) if node.expiry else node
                    for node in nodes
                ],
                transitions,
                self.first,
                tuple(self.left_out),
            )
        )
