"""Procedures as BPMN 2.0 files that other programs open, laid out like our own pictures.

One pool, upright, with a lane per unit role; ``docs/reference/bpmn.md`` says what becomes what.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from engine.graph.bpmn import (
    BOUNDS,
    BPMN,
    CEL,
    DIAGRAM,
    MOTCUA,
    OUTCOME_CONDITION,
    SCHEMA_INSTANCE,
    WAYPOINTS,
    WORDS,
)
from engine.graph.bpmn_diagram import diagram
from engine.graph.bpmn_facts import iso_duration, node_facts, role_of
from engine.graph.bpmn_gateways import OUTCOMES, by_timer, with_gateways
from engine.graph.bpmn_joins import gateway_tag
from engine.graph.bpmn_names import Names
from engine.graph.bpmn_shapes import has_name, size_in_bpmn
from engine.graph.captions import Captions, Render
from engine.graph.layout import layout
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.graph.picture import Box, Line, Picture
from engine.messages import Label, Language, message
from engine.specs.condition_words import condition_in_words
from engine.specs.conditions import Condition
from engine.specs.durations import Duration

_NONE: Mapping[str, Label] = {}
_TAGS: dict[NodeKind, str] = {
    NodeKind.WORK: "userTask",
    NodeKind.AUTOMATIC: "serviceTask",
    NodeKind.CHOICE: "exclusiveGateway",
    NodeKind.END: "endEvent",
}
_NAMESPACES = {
    "xmlns:bpmn": BPMN,
    "xmlns:bpmndi": DIAGRAM,
    "xmlns:dc": BOUNDS,
    "xmlns:di": WAYPOINTS,
    "xmlns:xsi": SCHEMA_INSTANCE,
    "xmlns:motcua": MOTCUA,
}
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_bpmn(
    net: ProcedureNet,
    language: Language,
    *,
    render: Render,
    role_names: Mapping[str, Label] = _NONE,
    position_names: Mapping[str, Label] = _NONE,
) -> str:
    """Return a net as a BPMN 2.0 file with its diagram. The same arguments give the same text.

    Args:
        net: what to write.
        language: the language of every name in the file.
        render: puts messages into a language: ``engine.catalogue.render``.
        role_names: names of unit roles, for the lanes.
        position_names: names of positions, told in the documentation of steps.
    """
    wide = with_gateways(net)
    captions = Captions(wide, language, render, role_names, position_names)
    return _File(wide, captions).text()


class _File:
    def __init__(self, net: ProcedureNet, captions: Captions) -> None:
        self.net = net
        self.captions = captions
        self.picture: Picture = layout(net, captions, size_in_bpmn)
        self.names = Names(self.picture)
        self.flows = [(line, t) for line in self.picture.lines for t in line.transitions]
        self.flow = {id(t): f"Flow_{number}" for number, (_, t) in enumerate(self.flows, 1)}

    def text(self) -> str:
        procedure = self.net.procedure
        root = ET.Element(
            "bpmn:definitions",
            _NAMESPACES | {"id": "Definitions", "targetNamespace": MOTCUA, "exporter": "motcua"},
        )
        together = _add(root, "collaboration", id="Collaboration")
        pool = {"id": "Participant", "name": procedure.title.in_language(self.captions.language)}
        _add(together, "participant", **pool, processRef=self.names.process(procedure.key))
        root.append(self._process())
        root.append(diagram(self.picture, self.names, self.flow, self.captions, self.net.start))
        for element in root.iter():
            element.attrib.update({k: _NOT_IN_XML.sub("", v) for k, v in element.attrib.items()})
            element.text = _NOT_IN_XML.sub("", element.text) if element.text else element.text
        ET.indent(root)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'

    def _process(self) -> ET.Element:
        procedure = self.net.procedure
        process = ET.Element(
            "bpmn:process",
            id=self.names.process(procedure.key),
            name=procedure.title.in_language(self.captions.language),
            isExecutable="false",
        )
        limits = "; ".join(self._case(case.when, case.limit) for case in procedure.limit)
        said = message(
            "{code}. {number}, {issuer}. Legal limit: {limit}.",
            code=procedure.code,
            number=procedure.decision.number,
            issuer=procedure.decision.issuer,
            limit=limits,
        )
        _add(process, "documentation").text = self.captions.say(said)
        _extend(process, "procedure", self._facts())
        self._lanes(process)
        _add(_add(process, "startEvent", id="Start"), "outgoing").text = "Flow_0"
        for box in self.picture.boxes:
            self._node(process, box)
        start = self.names.box[self.net.start]
        _add(process, "sequenceFlow", id="Flow_0", sourceRef="Start", targetRef=start)
        for line, transition in self.flows:
            self._flow(process, line, transition)
        return process

    def _case(self, when: Condition | None, limit: Duration) -> str:
        words = limit.in_words(self.captions.language)
        if when is None:
            return words
        told = condition_in_words(when, self.net.procedure.dossier.fields)
        return f"[{told.in_language(self.captions.language)}] {words}"

    def _facts(self) -> dict[str, str | None]:
        procedure = self.net.procedure
        decided = procedure.decision.date
        return {
            "code": procedure.code,
            "variant": procedure.variant,
            "decision": procedure.decision.number,
            "decidedOn": decided.isoformat() if decided else None,
            "issuer": procedure.decision.issuer,
            "validFrom": procedure.effective.valid_from.isoformat(),
            "field": procedure.field,
            "level": procedure.level,
            "limit": str(procedure.limit[-1].limit),
        }

    def _lanes(self, process: ET.Element) -> None:
        lanes = _add(process, "laneSet", id="Lanes")
        for lane in self.picture.lanes:
            drawn = _add(
                lanes, "lane", id=self.names.lane(lane.key), name=self.captions.lane(lane.key)
            )
            _extend(drawn, "lane", {"role": role_of(lane.key)})
            inside = [self.names.box[box.key] for box in self.picture.boxes if box.lane == lane.key]
            for box in self.picture.boxes:
                if box.lane == lane.key and box.key == self.net.start:
                    inside.insert(0, "Start")
                if box.lane == lane.key and box.node.expiry is not None and box.node.expires_to:
                    inside.append(self.names.timer(box.key))
            for name in inside:
                _add(drawn, "flowNodeRef").text = name

    def _node(self, process: ET.Element, box: Box) -> None:
        node = box.node
        element = _add(process, _tag(self.net, node), id=self.names.box[box.key])
        if has_name(node):
            element.set("name", node.label.in_language(self.captions.language))
        told = self._documentation(node)
        if told:
            _add(element, "documentation").text = told
        _extend(element, "node", node_facts(self.net, node))
        for tag, flow in self._references(box):
            _add(element, tag).text = flow
        self._inner(element, node)
        if node.expiry is not None and node.expires_to is not None:
            self._timer(process, box, node.expiry.after)

    def _references(self, box: Box) -> Iterator[tuple[str, str]]:
        if box.key == self.net.start:
            yield "incoming", "Flow_0"
        for line, transition in self.flows:
            if line.target == box.key:
                yield "incoming", self.flow[id(transition)]
        for line, transition in self.flows:
            if line.source == box.key and not by_timer(self.net, transition):
                yield "outgoing", self.flow[id(transition)]

    def _inner(self, element: ET.Element, node: Node) -> None:
        if node.kind is NodeKind.WORK and node.performer is not None:
            owner = _add(element, "potentialOwner")
            assigned = _add(owner, "resourceAssignmentExpression")
            _add(assigned, "formalExpression").text = str(node.performer)
        if node.for_each is not None:
            _add(element, "multiInstanceLoopCharacteristics", isSequential="false")
        if node.starts is not None:
            element.set("calledElement", self.names.process(node.starts.procedure))
        elif node.kind is NodeKind.WAIT and node.expiry is None:
            _add(element, "messageEventDefinition")
        if node.end in ("stopped", "terminated"):
            _add(element, "terminateEventDefinition")
        if node.kind is NodeKind.CHOICE:
            rest = [t for t in self.net.leaving(node.key) if t.when is None]
            if node.key == node.step and rest:
                element.set("default", self.flow[id(rest[0])])

    def _timer(self, process: ET.Element, box: Box, after: Duration) -> None:
        name = self.names.timer(box.key)
        timer = _add(process, "boundaryEvent", id=name, attachedToRef=self.names.box[box.key])
        timer.set("name", after.in_words(self.captions.language))
        for line, transition in self.flows:
            if line.source == box.key and by_timer(self.net, transition):
                _add(timer, "outgoing").text = self.flow[id(transition)]
        defined = _add(timer, "timerEventDefinition")
        told = _add(defined, "timeDuration", **{"xsi:type": "bpmn:tFormalExpression"})
        told.text = iso_duration(after)
        if told.text is None:
            told.set("language", WORDS)
            told.text = str(after)

    def _documentation(self, node: Node) -> str:
        if node.kind in (NodeKind.END, NodeKind.SPLIT, NodeKind.JOIN) or not has_name(node):
            return ""
        _, *words = str(self.captions.box(node)).split(" · ")
        step = self.net.procedure.steps.get(node.key)
        return "\n".join([*words, *([step.note] if step is not None and step.note else [])])

    def _flow(self, process: ET.Element, line: Line, transition: Transition) -> None:
        timed = by_timer(self.net, transition)
        flow = _add(process, "sequenceFlow", id=self.flow[id(transition)])
        name = self.captions.edge(transition)
        if name:
            flow.set("name", name)
        flow.set(
            "sourceRef", self.names.timer(line.source) if timed else self.names.box[line.source]
        )
        flow.set("targetRef", self.names.box[line.target])
        if transition.when is not None:
            self._condition(flow, transition.when.text)
        elif OUTCOMES in transition.source:
            self._condition(flow, OUTCOME_CONDITION.format(outcome=transition.outcome))

    def _condition(self, flow: ET.Element, text: str) -> None:
        kind = {"xsi:type": "bpmn:tFormalExpression", "language": CEL}
        _add(flow, "conditionExpression", **kind).text = text


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"bpmn:{tag}", attributes)


def _extend(parent: ET.Element, tag: str, facts: Mapping[str, str | None]) -> None:
    known = {name: value for name, value in facts.items() if value is not None}
    if known:
        ET.SubElement(_add(parent, "extensionElements"), f"motcua:{tag}", known)


def _tag(net: ProcedureNet, node: Node) -> str:
    if node.kind in (NodeKind.SPLIT, NodeKind.JOIN):
        return gateway_tag(net, node)
    if node.starts is not None:
        return "callActivity"
    if node.kind is NodeKind.WAIT:
        return "intermediateCatchEvent" if node.expiry is None else "receiveTask"
    return _TAGS[node.kind]
