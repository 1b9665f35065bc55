"""How the flows of a BPMN process connect steps, once its gateways are told apart.

A gateway right behind one step says how that step comes out. Every other gateway that decides or parts
becomes a step of its own, because in a procedure only steps do.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import SpecError
from engine.graph.bpmn_parts import STEPS, Part, part_of
from engine.graph.bpmn_reading import Element, Flow, Process
from engine.graph.bpmn_remarks import Remarks
from engine.graph.bpmn_words import is_spec_name
from engine.graph.routes import find_back_edges
from engine.messages import message
from engine.specs.conditions import Condition

_ON_THE_BORDER = message("Of the events on the border of a step, only the timer of a wait is read")
_OUT_OF_REACH = message("No route from the start reaches it")


class Wiring:
    """The flows of a process, and what becomes a step.

    Attributes:
        steps: the ids of everything that becomes a step, the first one first, in the order one reaches them.
        choices: gateways that data decides; they are steps.
        inlined: gateways that only say how the step before them comes out.
        asides: waits that one outcome of a step leads to; they are part of that outcome.
        joined: the steps that wait for parallel routes, each with the gateway that says so.
        reached: everything that a route from the start reaches.
    """

    def __init__(self, process: Process, remarks: Remarks) -> None:
        self._nodes = process.nodes
        self._leaving: dict[str, list[Flow]] = {key: [] for key in process.nodes}
        self._entering: dict[str, list[Flow]] = {key: [] for key in process.nodes}
        for flow in process.flows:
            self._leaving[flow.source].append(flow)
            self._entering[flow.target].append(flow)
        self._timers: dict[str, list[str]] = {}
        for element in process.nodes.values():
            attached = process.nodes.get(element.attached_to)
            if attached is not None and part_of(attached) is Part.WAIT:
                self._timers.setdefault(element.attached_to, []).append(element.id)
        start = self._start()
        order = self._order(start)
        self._back = self._back_flows(order)
        self.reached = frozenset(order)
        self.choices = {key for key in order if self._is_choice(key)}
        self.inlined = {
            flows[0].target
            for key in order
            if part_of(self._nodes[key]) in STEPS
            and len(flows := self._leaving[key]) == 1
            and self._says_how_a_step_comes_out(flows[0].target)
        }
        self.joined = {step: key for key in order if (step := self._joins_at(key)) is not None}
        self.asides = {key for key in order if self._is_aside(key)}
        own = [key for key in order if self._is_step(key) and key not in self.asides]
        first = self.follow(start)
        if first is None or first not in own:
            raise SpecError(message("Expected a step behind the start event, but there is none"))
        self.steps = [first, *(key for key in own if key != first)]
        for key, element in process.nodes.items():
            if key not in self.reached:
                timer = part_of(element) is Part.TIMER
                remarks.dropped(element, _ON_THE_BORDER if timer else _OUT_OF_REACH)

    def node(self, key: str) -> Element:
        """Return a node."""
        return self._nodes[key]

    def leaving(self, key: str) -> list[Flow]:
        """Return the flows that leave a node."""
        return self._leaving[key]

    def entering(self, key: str) -> list[Flow]:
        """Return the flows that enter a node."""
        return self._entering[key]

    def timers(self, key: str) -> Iterator[Element]:
        """Iterate over the events on the border of a node."""
        return (self._nodes[each] for each in self._timers.get(key, ()))

    def follow(self, flow: Flow) -> str | None:
        """Return the step, end or gateway of its own that a flow leads to, or None if it leads nowhere."""
        passed: set[str] = set()
        at = flow.target
        while at not in passed:
            passed.add(at)
            if self._is_step(at) or part_of(self._nodes[at]) is Part.END:
                return at
            if len(self._leaving[at]) != 1:
                return None
            at = self._leaving[at][0].target
        return None

    def _start(self) -> Flow:
        for element in self._nodes.values():
            if part_of(element) is Part.START and self._leaving[element.id]:
                return self._leaving[element.id][0]
        for key, flows in self._entering.items():
            if not flows and part_of(self._nodes[key]) in STEPS:
                return Flow("", "", "", key, "")
        raise SpecError(message("Expected a start event with a flow, but the process has none"))

    def _order(self, start: Flow) -> list[str]:
        """Return what can be reached, each node before those behind it, in the order of the flows."""
        seen, finished = {start.target}, []
        stack = [(start.target, iter(self._onward(start.target)))]
        while stack:
            key, targets = stack[-1]
            target = next((t for t in targets if t not in seen), None)
            if target is None:
                finished.append(key)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(self._onward(target))))
        return finished[::-1] + ([start.source] if start.source else [])

    def _onward(self, key: str) -> list[str]:
        """Return where one gets from a node, the last flow first."""
        beyond = [flow.target for flow in self._leaving[key]]
        return [*self._timers.get(key, ()), *reversed(beyond)]

    def _back_flows(self, order: list[str]) -> frozenset[Flow]:
        number = {key: position for position, key in enumerate(order)}
        inner = [f for key in order for f in self._leaving[key] if f.target in number]
        edges = [(number[f.source], number[f.target]) for f in inner]
        edges += [(number[k], number[t]) for k in order for t in self._timers.get(k, ())]
        back = find_back_edges(len(order), 0, edges)
        return frozenset(inner[position] for position in back if position < len(inner))

    def _is_step(self, key: str) -> bool:
        part = part_of(self._nodes[key])
        if part in STEPS:
            return True
        if key in self.inlined:
            return False
        several = len(self._leaving[key]) > 1
        if part is Part.EXCLUSIVE:
            return several
        return part is Part.PARALLEL and (several or self._joins_at(key) == key)

    def _joins_at(self, key: str) -> str | None:
        """Return the step that waits where a parallel gateway joins routes; the gateway may be it."""
        if part_of(self._nodes[key]) is not Part.PARALLEL or len(self._entering[key]) < 2:
            return None
        if len(self._leaving[key]) == 1:
            (flow,) = self._leaving[key]
            others = [f for f in self._entering[flow.target] if f is not flow]
            target = flow.target
            is_step = part_of(self._nodes[target]) in STEPS or target in self.choices
            if is_step and all(f in self._back for f in others):
                return flow.target
        return key

    def _is_aside(self, key: str) -> bool:
        """Tell whether a wait is part of the outcome that leads to it."""
        wait = self._nodes[key]
        if part_of(wait) is not Part.WAIT or len(self._leaving[key]) != 1:
            return False
        if "ask" in wait.facts and is_spec_name(key):
            return False  # a file of ours tells the two by their ids
        into = self._entering[key]
        if len(into) != 1 or into[0].source not in self.inlined:
            return False
        then = self.follow(self._leaving[key][0])
        decided = part_of(self._nodes[into[0].source]) is Part.EXCLUSIVE
        return decided and then is not None and then != key and self._is_step(then)

    def _is_choice(self, key: str) -> bool:
        flows = self._leaving[key]
        if part_of(self._nodes[key]) is not Part.EXCLUSIVE or len(flows) < 2:
            return False
        rest = [flow for flow in flows if not is_on_data(flow.condition)]
        default = self._nodes[key].default
        return len(rest) < 2 and all(not f.condition or f.id == default for f in rest)

    def _says_how_a_step_comes_out(self, key: str) -> bool:
        part, several = part_of(self._nodes[key]), len(self._leaving[key]) > 1
        if not several or len(self._entering[key]) != 1 or key in self.choices:
            return False
        if part is Part.PARALLEL:
            return all(part_of(self._nodes[f.target]) in STEPS for f in self._leaving[key])
        return part is Part.EXCLUSIVE


def is_on_data(condition: str) -> bool:
    """Tell whether a procedure can decide by a condition."""
    try:
        Condition.parse(condition)
    except ValueError:
        return False
    return True
