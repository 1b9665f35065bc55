"""The steps of a procedure, written from the wiring of a BPMN process."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from engine.graph.bpmn_joins import join_written, starts_matching
from engine.graph.bpmn_links import starts_told
from engine.graph.bpmn_parts import Part, part_of
from engine.graph.bpmn_reading import Element, Flow, Lane, Process
from engine.graph.bpmn_remarks import Remarks
from engine.graph.bpmn_wiring import Wiring, is_on_data
from engine.graph.bpmn_words import duration, end_called, is_spec_name, one_of, spec_name
from engine.graph.conventions import ACCEPTED, ANSWERS, way_on
from engine.messages import message
from engine.specs.conditions import Condition
from engine.specs.outcomes import ClockEffect, EndName, WaitKind
from engine.specs.statuses import OPEN_STATUSES
from engine.specs.steps import Step, StepKind

_PERFORMER = re.compile(r"([a-z][a-z0-9_]{0,39})/([a-z][a-z0-9_]{0,39})")
_OUTCOME = re.compile(r'outcome == "([a-z][a-z0-9_]{0,39})"')
_COMPARED = re.compile(
    r"dossier\.([a-z_][a-z0-9_]*)\s*(?:==|!=|[<>]=?)\s*(?:(\"|')|(true|false)|-?\d)"
)
_UNNAMED = {Part.EXCLUSIVE: "choice", Part.PARALLEL: "parallel"}
_POSITION = "officer"
_ROLE = "department"
_DECIDING = message("The gateway became a step, because in a procedure people decide in a step")
_PARTING = message(
    "The gateway became a step, because in a procedure routes part and meet at steps"
)


class Steps:
    """The steps of a procedure.

    Attributes:
        fields: the fields of the dossier that conditions read, with their types.
    """

    def __init__(self, process: Process, wiring: Wiring, remarks: Remarks) -> None:
        self._wiring = wiring
        self._remarks = remarks
        self._lane_of = {key: lane for lane in process.lanes for key in lane.inside}
        self._roles = self._role_names(process.lanes)
        self.fields: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for key in sorted(wiring.steps, key=lambda key: not is_spec_name(key)):
            named = key if is_spec_name(key) else wiring.node(key).name
            self._names[key] = spec_name(
                named, self._names.values(), _UNNAMED.get(part_of(wiring.node(key)), "step")
            )
        self._below = dict(pairwise(wiring.steps))

    def written(self) -> dict[str, dict[str, Any]]:
        """Return the steps as a specification writes them."""
        return {self._names[key]: self._step(key) for key in self._wiring.steps}

    def _step(self, key: str) -> dict[str, Any]:
        element = self._wiring.node(key)
        step: dict[str, Any] = {"label": element.name} if element.name else {}
        if element.facts.get("ref", "").strip():
            step = {"ref": element.facts["ref"].strip()} | step
        if one_of(element.facts.get("kind"), StepKind):
            step["kind"] = element.facts["kind"]
        if key in self._wiring.joined:
            step["join"] = join_written(self._wiring.node(self._wiring.joined[key]).facts)
        if self._after_result(key):
            step["after_result"] = "true"
        if key in self._wiring.choices:
            return step | {"choose": [self._alternative(f) for f in self._flows(key)]}
        step |= self._doing(element)
        if element.facts.get("status") in OPEN_STATUSES:
            step["status"] = element.facts["status"]
        step |= self._onward(key, step)
        note = element.facts.get("note", "" if element.facts else element.documentation).strip()
        return step | ({"note": note} if note else {})

    def _after_result(self, key: str | None) -> bool:
        return key is not None and self._wiring.node(key).facts.get("afterResult") == "true"

    def _doing(self, element: Element) -> dict[str, Any]:
        part = part_of(element)
        if part is Part.AUTOMATIC and "starts" in element.facts:
            return starts_told(element.facts)
        if part is Part.AUTOMATIC:
            named = element.facts.get("run") or spec_name(element.name, (), "action")
            return {"run": named if is_spec_name(named) else "action"} | self._limit(element)
        if part is Part.WAIT:
            wait = self._wait(element)
            return {"by": self._performer(element)} | wait | self._limit(element)
        if part is not Part.WORK:
            self._remarks.guessed(
                element,
                message(
                    "The gateway became a step, because in a procedure people decide in a step"
                ),
            )
        # A file of ours that names no limit means a limit shared with other steps.
        unknown = {} if element.facts else {"limit": "uncounted"}
        doing = {"by": self._performer(element)} | self._participants(element)
        return doing | unknown | self._limit(element) | self._several(element)

    def _participants(self, element: Element) -> dict[str, list[str]]:
        told = element.facts.get("participants", "").split()
        named = [each for each in told if _PERFORMER.fullmatch(each)]
        return {"participants": named} if named else {}

    def _limit(self, element: Element) -> dict[str, str]:
        limit = duration(element.facts.get("limit", ""))
        return {} if limit is None else {"limit": str(limit)}

    def _several(self, element: Element) -> dict[str, str]:
        if not element.several:
            return {}
        units = re.fullmatch(r"dossier\.([a-z][a-z0-9_]*)", element.facts.get("forEach", ""))
        if units is None:
            self._remarks.guessed(
                element, message("Done once for each unit of the dossier field `units`")
            )
        name = units[1] if units else "units"
        self.fields[name] = "units"
        late = element.facts.get("onExpiry") == "proceed"
        return {"for_each": f"dossier.{name}"} | ({"on_expiry": "proceed"} if late else {})

    def _performer(self, element: Element) -> str:
        for told in (element.facts.get("by", ""), element.owner):
            if _PERFORMER.fullmatch(told):
                return told
        lane = self._lane_of.get(element.id)
        if lane is None:
            self._remarks.guessed(
                element, message("It stands in no lane; say with `by:` who does it")
            )
        return f"{self._roles[lane.id] if lane else _ROLE}/{_POSITION}"

    def _role_names(self, lanes: tuple[Lane, ...]) -> dict[str, str]:
        roles: dict[str, str] = {}
        for lane in lanes:
            if is_spec_name(lane.role):
                roles[lane.id] = lane.role
                continue
            roles[lane.id] = spec_name(lane.name, roles.values(), "unit")
            if any(self._becomes_work(key) for key in lane.inside):
                self._remarks.guessed(
                    lane,
                    message(
                        "Became the unit role `{role}`, in which `officer` does the steps",
                        role=roles[lane.id],
                    ),
                )
        return roles

    def _becomes_work(self, key: str) -> bool:
        return key in self._wiring.steps and part_of(self._wiring.node(key)) is Part.WORK

    # Where a step leads.

    def _flows(self, key: str) -> list[Flow]:
        return self._wiring.leaving(key)

    def _onward(self, key: str, step: dict[str, Any]) -> dict[str, Any]:
        flows = self._flows(key)
        if len(flows) == 1 and flows[0].target in self._wiring.inlined:
            gateway = self._wiring.node(flows[0].target)
            flows = self._flows(gateway.id)
        else:
            gateway = self._wiring.node(key)
        if len(flows) > 1:
            if starts_matching(gateway.facts):
                return self._matching(flows)
            alike = part_of(gateway) is Part.EXCLUSIVE or any(flow.condition for flow in flows)
            return self._outcomes(key, flows) if alike else self._parallel(gateway, flows)
        return self._way_on(key, flows, step)

    def _way_on(self, key: str, flows: list[Flow], step: dict[str, Any]) -> dict[str, Any]:
        written = Step.model_validate(step)
        kind = written.kind_for(self._names[key])
        first = key == self._wiring.steps[0]
        outcome = ANSWERS[written.ask] if written.ask else way_on(kind, first=first)
        below = self._names.get(self._below.get(key, ""))
        ends = kind == "return" and not self._after_result(self._below.get(key))
        way = self._direction(self._wiring.node(key), flows[0] if flows else None)
        if outcome == ACCEPTED:
            return {"outcomes": {outcome: way}}
        if "to" in way:
            return {} if way["to"] == below and not ends else {"next": way["to"]}
        plain_end = way["end"] == "returned" and (below is None or ends)
        return {} if plain_end else {"outcomes": {outcome: way}}

    def _parallel(self, gateway: Element, flows: list[Flow]) -> dict[str, Any]:
        if part_of(gateway) is not Part.PARALLEL:
            self._remarks.guessed(
                gateway, message("Several flows leave it, so the steps behind it start together")
            )
        names = []
        for flow in flows:
            way = self._direction(gateway, flow)
            if "to" in way:
                names.append(way["to"])
            else:
                self._remarks.dropped(flow, message("A route in parallel needs a step"))
        names = list(dict.fromkeys(names))
        if len(names) > 1:
            return {"next": {"all": names}}
        return {"next": names[0]} if names else {"outcomes": {"done": {"end": "returned"}}}

    def _matching(self, flows: list[Flow]) -> dict[str, Any]:
        ways = [self._alternative(flow) for flow in flows]
        branches = {way["to"]: way for way in ways if "to" in way}
        if len(branches) < 2 or not any("when" in way for way in branches.values()):
            return self._parallel(self._wiring.node(flows[0].source), flows)
        return {"next": {"matching": list(branches.values())}}

    def _outcomes(self, key: str, flows: list[Flow]) -> dict[str, Any]:
        outcomes: dict[str, dict[str, Any]] = {}
        for flow in flows:
            told = _OUTCOME.fullmatch(flow.condition)
            if flow.condition and told is None:
                self._remarks.dropped(
                    flow, message("Its condition; people choose here by the name of the flow")
                )
            wanted = told[1] if told else flow.name
            label = {"label": flow.name} if flow.name else {}
            outcomes[spec_name(wanted, outcomes, "way")] = self._outcome(key, flow) | label
        return {"outcomes": outcomes}

    def _outcome(self, key: str, flow: Flow) -> dict[str, Any]:
        if flow.target not in self._wiring.asides:
            return self._direction(self._wiring.node(key), flow)
        wait = self._wiring.node(flow.target)
        (answer,) = self._flows(wait.id)
        back = self._direction(wait, answer)["to"]
        asked = self._wait(wait) | self._limit(wait)
        return asked | ({} if back == self._names[key] else {"back_to": back})

    def _wait(self, element: Element) -> dict[str, Any]:
        asked = starts_told(element.facts) or {
            "ask": one_of(element.facts.get("ask"), WaitKind) or "external"
        }
        if one_of(element.facts.get("clock"), ClockEffect):
            asked["clock"] = element.facts["clock"]
        for timer in self._wiring.timers(element.id):
            after, flows = duration(timer.duration), self._flows(timer.id)
            if (
                timer.definition != "timer"
                or after is None
                or len(flows) != 1
                or "expires" in asked
            ):
                self._remarks.dropped(
                    timer, message("Only one timer with a duration and one flow ends a wait")
                )
            else:
                asked["expires"] = {"after": str(after)} | self._direction(timer, flows[0])
        return asked

    def _alternative(self, flow: Flow) -> dict[str, Any]:
        way = self._direction(self._wiring.node(flow.source), flow)
        label = {"label": flow.name} if flow.name and flow.name != flow.condition else {}
        if not is_on_data(flow.condition):
            return way | label
        for name in sorted(Condition.parse(flow.condition).fields):
            self._field(flow, name)
        return {"when": flow.condition} | way | label

    def _field(self, flow: Flow, name: str) -> None:
        if name in self.fields:
            return
        self.fields[name] = "text"
        for read, quoted, truth in _COMPARED.findall(flow.condition):
            if read == name:
                self.fields[name] = "text" if quoted else "yes_no" if truth else "number"
        self._remarks.guessed(
            flow,
            message(
                "Its condition reads the dossier field `{field}`; its type is taken as {type}",
                field=name,
                type=self.fields[name],
            ),
        )

    def _direction(self, source: Element, flow: Flow | None) -> dict[str, Any]:
        target = None if flow is None else self._wiring.follow(flow)
        if target is None:
            self._remarks.guessed(
                source, message("Nothing follows it, so the dossier ends with its result returned")
            )
            return {"end": "returned"}
        if target in self._names:
            return {"to": self._names[target]}
        return {"end": self._end(self._wiring.node(target))}

    def _end(self, element: Element) -> str:
        told = one_of(element.facts.get("end"), EndName)
        if told:
            return told
        end = end_called(element.name)
        if end == "returned" and element.definition in ("terminate", "error", "cancel"):
            end = "stopped"
        if end != "returned":
            self._remarks.guessed(element, message("Read as the ending `{end}`", end=end))
        return end
