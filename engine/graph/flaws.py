"""Unsoundness told to the author: a failing run in labels, outcomes and lines (MC21x).

The run is the shortest where the search could afford it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.graph.petri import (
    SINK,
    WorkflowNet,
    branch_place,
    replay,
    to_workflow_net,
    transition_name,
)
from engine.graph.soundness import Verdict, VerdictKind, check_soundness
from engine.graph.telling import listed, quoted, tell_run, tell_stop
from engine.messages import Message, message
from engine.specs.findings import Finding, KeyPath, SourceMap, Stop
from engine.specs.rules import finding

_CODES: dict[VerdictKind, str] = {
    "deadlock": "MC211",
    "improper_completion": "MC212",
    "unbounded": "MC213",
    "livelock": "MC215",
}
_LONGEST_RUN = 40
"""How many steps of a run a finding carries; longer ones are no help to anybody."""


def find_flaws(
    net: ProcedureNet, source: SourceMap, *, unreachable: frozenset[str], limit: int = 100_000
) -> list[Finding]:
    """Return the findings of the soundness check.

    Args:
        net: the net.
        source: where its parts are written.
        unreachable: nodes that were reported already; their outcomes are dead without another word.
        limit: how many states to visit at most.
    """
    played = to_workflow_net(net)
    verdict = check_soundness(played, limit=limit)
    if verdict.kind == "undecided" and verdict.sound is False:
        text = message(
            "Expected every dossier to end, but it is proved that some cannot; a route that shows it was not found within {count} states",
            count=limit,
        )
        return [finding("MC211", source.place("steps"), text)]
    if verdict.kind == "undecided":
        text = message("Expected a verdict within {count} states, but there are more", count=limit)
        return [finding("MC216", source.place("steps"), text)]
    if verdict.kind == "dead_transition":
        return list(_dead_outcomes(net, source, verdict, unreachable))
    if verdict.kind == "sound":
        return []
    story = _Story(net, source, played, verdict)
    path, reason = story.told()
    text = message(
        "Expected every dossier to end, but after {run} {reason}",
        run=tell_run(net, verdict.run),
        reason=reason,
    )
    found = finding(_CODES[verdict.kind], source.place(*path), text)
    return [replace(found, run=story.run())]


def _dead_outcomes(
    net: ProcedureNet, source: SourceMap, verdict: Verdict, unreachable: frozenset[str]
) -> Iterator[Finding]:
    for transition in net.transitions:
        node = net.node(transition.source)
        if transition_name(transition) in verdict.dead and node.key not in unreachable:
            yield finding(
                "MC214",
                source.place(*transition.path),
                message(
                    "Expected the outcome “{outcome}” of {step} to happen in some dossier, but it never can",
                    outcome=transition.label,
                    step=quoted(node.label),
                ),
            )


class _Story:
    """Why a run fails, and which line shows it best."""

    def __init__(
        self, net: ProcedureNet, source: SourceMap, played: WorkflowNet, verdict: Verdict
    ) -> None:
        self._net = net
        self._source = source
        self._kind = verdict.kind
        self._tokens = replay(played, verdict.run)
        by_name = {transition_name(t): t for t in net.transitions}
        self._taken: list[Transition] = [by_name[name] for name in verdict.run if name in by_name]

    def run(self) -> tuple[Stop, ...]:
        """Return the beginning of the run, each transition at its line."""
        told = ((t, tell_stop(self._net, t)) for t in self._taken[:_LONGEST_RUN])
        return tuple(
            Stop(self._source.place(*taken.path), stop) for taken, stop in told if stop is not None
        )

    def told(self) -> tuple[KeyPath, Message]:
        """Return where the finding stands and the reason it gives."""
        if self._kind == "deadlock":
            return self._waiting_join()
        last = self._taken[-1].path if self._taken else ("steps",)
        if self._kind == "improper_completion":
            return last, self._left_open()
        if self._kind == "unbounded":
            return last, message(
                "{steps} are open again while the round before is not finished: the parallel work piles up",
                steps=listed([node.label for node in self._open()]),
            )
        return last, message(
            "the dossier can only go round and round between {steps}",
            steps=listed([node.label for node in self._open()]),
        )

    def _waiting_join(self) -> tuple[KeyPath, Message]:
        for join in self._net.nodes:
            if join.kind is NodeKind.JOIN and join.step is not None:
                branches = self._net.branches(join.key)
                missing = [b for b in branches if not self._tokens[branch_place(join.key, b)]]
                if 0 < len(missing) < len(branches):
                    return join.path, self._missing(self._net.node(join.step), missing)
        return ("steps",), message("nothing can happen any more")

    def _missing(self, step: Node, branches: list[str]) -> Message:
        first = self._net.node(branches[0])
        return message(
            "{step} waits for {missing}, which is not on this path (line {line})",
            step=quoted(step.label),
            missing=listed([self._net.node(branch).label for branch in branches]),
            line=self._source.place(*first.path).line,
        )

    def _left_open(self) -> Message:
        still_open = self._open()
        if not still_open:
            return message("the dossier ends more than once, because branches end separately")
        return message(
            "the dossier ends while {steps} is still open (line {line})",
            steps=listed([node.label for node in still_open]),
            line=self._source.place(*still_open[0].path).line,
        )

    def _open(self) -> list[Node]:
        """Return the nodes where tokens are, a join standing for the step that waits behind it."""
        places = Counter({p: n for p, n in self._tokens.items() if n and p != SINK})
        keys = dict.fromkeys(place.split("#")[0].removesuffix("+join") for place in places)
        return [node for node in self._net.nodes if node.key in keys]
