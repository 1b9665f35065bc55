"""BPMN files: well-formed, nothing refers to what is not there, and everything stands in its lane."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from math import hypot
from typing import Any

import pytest

from engine.catalogue import render
from engine.graph.bpmn import BOUNDS, BPMN, DIAGRAM, WAYPOINTS
from engine.graph.bpmn_export import to_bpmn
from engine.graph.net import NodeKind, ProcedureNet
from engine.messages import Label
from tests.support.pictures import EVERYTHING, net_of, random_steps, shipped_nets
from tests.support.seeds import seeded_random

_EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent")
_GATEWAYS = ("exclusiveGateway", "parallelGateway")
_TASKS = ("userTask", "serviceTask", "receiveTask")
_NODES = (*_EVENTS, *_GATEWAYS, *_TASKS)


def parsed(net: ProcedureNet, **given: Any) -> ET.Element:
    options: dict[str, Any] = {"language": "vi", "render": render} | given
    text = to_bpmn(net, **options)
    return ET.fromstring(text)  # noqa: S314 - we wrote it ourselves


def every(root: ET.Element, *tags: str) -> list[ET.Element]:
    return [each for each in root.iter() if each.tag in {f"{{{BPMN}}}{tag}" for tag in tags}]


def one(root: ET.Element, key: str) -> ET.Element:
    (found,) = [each for each in root.iter() if each.get("id") == key]
    return found


def bounds(shape: ET.Element) -> tuple[float, float, float, float]:
    box = shape.find(f"{{{BOUNDS}}}Bounds")
    assert box is not None
    x, y, width, height = (float(box.get(side, "")) for side in ("x", "y", "width", "height"))
    return x, y, width, height


def faults(net: ProcedureNet) -> list[str]:
    """Return everything that keeps a file from opening as it was meant."""
    root = parsed(net)
    ids = [each.get("id") for each in root.iter() if each.get("id") is not None]
    found = [f"{each} twice" for each in ids if ids.count(each) > 1]
    for attribute in (
        "sourceRef",
        "targetRef",
        "bpmnElement",
        "attachedToRef",
        "processRef",
        "default",
    ):
        used = {each.get(attribute) for each in root.iter()} - {None}
        found += [f"{attribute} {each} is nowhere" for each in used - set(ids)]
    for element in every(root, "incoming", "outgoing", "flowNodeRef"):
        if element.text not in ids:
            found.append(f"{element.text} is nowhere")
    return found + _faults_of_flows(root) + _faults_of_lanes(root) + _faults_of_drawing(root)


def _faults_of_flows(root: ET.Element) -> list[str]:
    found = []
    for flow in every(root, "sequenceFlow"):
        key = flow.get("id")
        for end, tag in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            node = one(root, flow.get(end, ""))
            if key not in [each.text for each in every(node, tag)]:
                found.append(f"{key} is not among the {tag} of {node.get('id')}")
    for node in every(root, *_TASKS, "startEvent", "intermediateCatchEvent"):
        if len(every(node, "outgoing")) > 1:
            found.append(f"{node.get('id')} starts several flows at once")
    return found


def _faults_of_lanes(root: ET.Element) -> list[str]:
    placed = [each.text for each in every(root, "flowNodeRef")]
    nodes = [each.get("id") for each in every(root, *_NODES)]
    return [] if sorted(placed) == sorted(nodes) else ["not every node is in one lane"]  # type: ignore[type-var]


def _faults_of_drawing(root: ET.Element) -> list[str]:
    shapes = {s.get("bpmnElement"): bounds(s) for s in root.iter(f"{{{DIAGRAM}}}BPMNShape")}
    edges = {
        edge.get("bpmnElement"): [
            (float(p.get("x", "")), float(p.get("y", "")))
            for p in edge.iter(f"{{{WAYPOINTS}}}waypoint")
        ]
        for edge in root.iter(f"{{{DIAGRAM}}}BPMNEdge")
    }
    drawn = {*shapes, *edges}
    meant = {e.get("id") for e in every(root, *_NODES, "sequenceFlow", "lane", "participant")}
    found = [f"{each} is not drawn" for each in meant - drawn]
    for lane in every(root, "lane"):
        left, top, width, height = shapes[lane.get("id")]
        for inside in every(lane, "flowNodeRef"):
            x, y, w, h = shapes[inside.text]
            if one(root, inside.text or "").tag.endswith("boundaryEvent"):
                x, y, w, h = x + w / 2, y + h / 2, 0, 0  # it sits astride the border of its wait
            if x < left or x + w > left + width or y < top or y + h > top + height:
                found.append(f"{inside.text} is out of its lane")
    for flow in every(root, "sequenceFlow"):
        points = edges[flow.get("id")]
        for point, end in ((points[0], "sourceRef"), (points[-1], "targetRef")):
            node = one(root, flow.get(end, ""))
            if not _touches(point, shapes[node.get("id")], node):
                found.append(f"{flow.get('id')} does not touch {node.get('id')}")
    return found


def _touches(point: tuple[float, float], box: tuple[float, ...], node: ET.Element) -> bool:
    x, y, width, height = box
    dx, dy = abs(point[0] - x - width / 2), abs(point[1] - y - height / 2)
    tag = node.tag.split("}")[1]
    if tag in _EVENTS:
        return abs(hypot(dx, dy) - width / 2) < 0.3
    if tag in _GATEWAYS:
        return abs(dx + dy - width / 2) < 0.3
    return max(dx - width / 2, dy - height / 2) < 0.2 and (
        abs(dx - width / 2) < 0.2 or abs(dy - height / 2) < 0.2
    )


def test_every_shipped_procedure_becomes_a_file_without_a_fault() -> None:
    assert {n.procedure.key: found for n in shipped_nets() if (found := faults(n))} == {}


def test_a_procedure_with_everything_becomes_a_file_without_a_fault() -> None:
    assert faults(net_of(EVERYTHING)) == []


def test_random_procedures_become_files_without_a_fault() -> None:
    chance = seeded_random()
    for _ in range(150):
        steps = random_steps(chance)
        assert faults(net_of(steps)) == [], steps


def test_steps_and_waits_become_what_bpmn_calls_them() -> None:
    root = parsed(net_of(EVERYTHING))
    kinds = {each.get("id"): each.tag.split("}")[1] for each in every(root, *_NODES)}
    assert kinds["check"] == "userTask"
    assert kinds["lookup"] == "serviceTask"
    assert kinds["receive.lacking"] == "intermediateCatchEvent"
    assert kinds["check.lacking"] == "receiveTask"
    assert kinds["check.lacking-expires"] == "boundaryEvent"
    assert kinds["route"] == kinds["check-outcomes"] == "exclusiveGateway"
    assert kinds["appraise-split"] == kinds["conclude-join"] == "parallelGateway"
    assert every(one(root, "consult"), "multiInstanceLoopCharacteristics")
    assert every(one(root, "end.terminated-check.lacking"), "terminateEventDefinition")
    assert not every(one(root, "end.returned-return"), "terminateEventDefinition")


def test_flows_have_the_names_and_conditions_of_outcomes_and_choices() -> None:
    root = parsed(net_of(EVERYTHING))
    flows = {(f.get("sourceRef"), f.get("targetRef")): f for f in every(root, "sequenceFlow")}
    lacking = flows["check-outcomes", "check.lacking"]
    assert lacking.get("name") == "Yêu cầu bổ sung"
    assert [c.text for c in every(lacking, "conditionExpression")] == ['outcome == "lacking"']
    council = flows["route", "council"]
    assert [c.text for c in every(council, "conditionExpression")] == ["dossier.area >= 1000.0"]
    assert one(root, "route").get("default") == flows["route", "appraise"].get("id")
    assert (
        flows["check.lacking-expires", "end.terminated-check.lacking"].get("name") == "Quá hạn chờ"
    )


def test_working_days_are_said_in_words_where_iso_has_none() -> None:
    root = parsed(net_of(EVERYTHING))
    told = [(e.text, e.get("language")) for e in every(root, "timeDuration")]
    assert ("P30D", None) in told
    assert ("15 working days", "urn:motcua:duration") in told


def test_limits_are_told_to_people_and_programs() -> None:
    check = one(parsed(net_of(EVERYTHING)), "check")
    (told,) = every(check, "documentation")
    assert told.text == "officer\n2 ngày làm việc"
    (addition,) = [each for each in check.iter() if each.get("limit")]
    assert addition.get("limit") == "2 working days"


def test_alternatives_of_one_branch_meet_before_the_join() -> None:
    net = net_of(
        """
        receive: {by: one_stop/reception, next: {all: [survey, consult]}}
        survey:
          by: land/surveyor
          outcomes: {flat: {to: conclude}, hilly: {to: climb}}
        climb: {by: land/climber, next: conclude}
        consult: {by: other/officer, next: conclude}
        conclude: {join: all, by: department/officer}
        """
    )
    root = parsed(net)
    (merge,) = [f.get("sourceRef") for f in every(root, "sequenceFlow")
                if f.get("targetRef") == "conclude-join" and "merge" in str(f.get("sourceRef"))]  # fmt: skip
    assert len(every(one(root, str(merge)), "incoming")) == 2
    assert len(every(one(root, "conclude-join"), "incoming")) == 2
    assert faults(net) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_are_in_the_language_asked_for(language: str) -> None:
    names = {"department": Label("Sở chủ trì", "Lead department")}
    root = parsed(net_of(EVERYTHING), language=language, role_names=names)
    lanes = [each.get("name") for each in every(root, "lane")]
    assert names["department"].in_language("en" if language == "en" else "vi") in lanes


def test_what_an_author_writes_never_becomes_markup() -> None:
    hostile = "</bpmn:userTask> & \"x\" 'y' \x0b\ufffe <b>"
    net = net_of({"receive": {"label": hostile, "by": "one_stop/reception"}}, title=hostile)
    assert "</bpmn:userTask> & \"x\" 'y'  <b>" in str(one(parsed(net), "receive").get("name"))
    assert faults(net) == []


def test_the_same_net_is_the_same_file() -> None:
    first, second = (to_bpmn(net_of(EVERYTHING), "vi", render=render) for _ in range(2))
    assert first == second


def test_every_kind_of_node_has_a_counterpart() -> None:
    assert {node.kind for node in net_of(EVERYTHING).nodes} == set(NodeKind)
