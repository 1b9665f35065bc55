"""What each node of a BPMN process is for a procedure: a step, a gateway, an end, or nothing."""

from __future__ import annotations

from enum import StrEnum

from engine.graph.bpmn_joins import is_ours
from engine.graph.bpmn_reading import Element
from engine.graph.bpmn_remarks import Remarks
from engine.messages import message


class Part(StrEnum):
    """What a node becomes."""

    WORK = "work"
    AUTOMATIC = "automatic"
    WAIT = "wait"
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    START = "start"
    END = "end"
    TIMER = "timer"
    PASSED = "passed"


STEPS = frozenset({Part.WORK, Part.AUTOMATIC, Part.WAIT})

_PARTS = {
    "userTask": Part.WORK, "manualTask": Part.WORK, "task": Part.WORK,
    "subProcess": Part.WORK, "adHocSubProcess": Part.WORK, "transaction": Part.WORK,
    "callActivity": Part.WORK,
    "serviceTask": Part.AUTOMATIC, "scriptTask": Part.AUTOMATIC,
    "businessRuleTask": Part.AUTOMATIC, "sendTask": Part.AUTOMATIC,
    "receiveTask": Part.WAIT, "intermediateCatchEvent": Part.WAIT,
    "exclusiveGateway": Part.EXCLUSIVE, "inclusiveGateway": Part.EXCLUSIVE,
    "complexGateway": Part.EXCLUSIVE, "eventBasedGateway": Part.EXCLUSIVE,
    "parallelGateway": Part.PARALLEL,
    "startEvent": Part.START, "endEvent": Part.END, "boundaryEvent": Part.TIMER,
}  # fmt: skip
_INSIDE = message("Read as one step; what is inside it is dropped")
_AUTOMATIC = message("Read as an automatic step")
_EXCLUSIVE = message("Read as an exclusive gateway")
_WAIT = message("Read as a wait for an outside body; say with `ask:` what is waited for")
_GUESSES = {
    "subProcess": _INSIDE, "adHocSubProcess": _INSIDE, "transaction": _INSIDE,
    "callActivity": _INSIDE,
    "scriptTask": _AUTOMATIC, "businessRuleTask": _AUTOMATIC, "sendTask": _AUTOMATIC,
    "inclusiveGateway": _EXCLUSIVE, "complexGateway": _EXCLUSIVE, "eventBasedGateway": _EXCLUSIVE,
    "receiveTask": _WAIT, "intermediateCatchEvent": _WAIT,
}  # fmt: skip


def part_of(element: Element) -> Part:
    """Return what an element becomes; one of an unknown kind is passed by."""
    if element.tag == "callActivity" and "starts" in element.facts:
        return Part.WAIT if element.facts.get("awaits") == "true" else Part.AUTOMATIC
    part = _PARTS.get(element.tag, Part.PASSED)
    return Part.PARALLEL if part is Part.EXCLUSIVE and is_ours(element.facts) else part


def remark_part(element: Element, remarks: Remarks) -> None:
    """Say what was guessed or dropped where an element is not what it becomes."""
    part = part_of(element)
    if part is Part.PASSED:
        remarks.dropped(
            element, message("A procedure has nothing like it; what came to it goes past it")
        )
    elif element.tag in _GUESSES and not _is_told(element, part):
        remarks.guessed(element, _GUESSES[element.tag])


def _is_told(element: Element, part: Part) -> bool:
    """Tell whether a file of ours says itself what a guess would."""
    told = "ask" in element.facts or "starts" in element.facts
    return part is Part.PARALLEL or (part in (Part.WAIT, Part.AUTOMATIC) and told)
