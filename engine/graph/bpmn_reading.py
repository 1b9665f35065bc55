"""Reads BPMN 2.0 files, which are hostile input: bounded, without document types and entities.

Gives what the file says, as it says it; ``engine.graph.bpmn_import`` makes a procedure of it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.errors import SpecError
from engine.graph.bpmn import BPMN, MOTCUA
from engine.messages import Message, message

MAX_BYTES = 1_000_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MAX_DEPTH = 60
_MAX_ELEMENTS = 40_000
_MAX_NODES = 500
_MAX_FLOWS = 1_500
_MAX_NAME = 300
_MAX_TEXT = 1_500
_IGNORED = {"documentation", "extensionElements", "laneSet", "sequenceFlow"}
_NO_FLOW = {
    "dataObject", "dataObjectReference", "dataStoreReference", "association", "textAnnotation",
    "group", "property", "ioSpecification", "correlationSubscription", "auditing", "monitoring",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the process, or something else that stands in it.

    Attributes:
        facts: what a file of ours adds to BPMN; anybody may have written it.
        definition: what an event is about, such as ``message`` or ``timer``.
        attached_to: for a boundary event, the id of its task.
        duration: for a timer, how long it runs.
        default: the id of the flow that is taken where no condition holds.
        several: it is done several times, once for each of something.
    """

    tag: str
    id: str
    name: str = ""
    documentation: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    definition: str = ""
    attached_to: str = ""
    duration: str = ""
    default: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    name: str
    source: str
    target: str
    condition: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane and the ids of the nodes in it."""

    id: str
    name: str
    role: str
    inside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Process:
    """The one process that is read, and ``beside``, what else the file holds."""

    id: str
    name: str
    facts: Mapping[str, str]
    nodes: Mapping[str, Element]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...]
    beside: tuple[Element, ...]


def read_bpmn(content: bytes) -> Process:
    """Return the first process of a BPMN 2.0 file that has steps.

    Raises:
        SpecError: it is no such file, or larger or deeper than anybody draws.
    """
    root = _parsed(content)
    if root.tag != _tag("definitions"):
        raise SpecError(
            message(
                "Expected a BPMN 2.0 file (its root is `definitions`), but found another kind of XML"
            )
        )
    processes = root.findall(_tag("process"))
    chosen = next((p for p in processes if len(list(_nodes(p))) > 1), None)
    if chosen is None:
        raise SpecError(message("Expected a process with steps, but the file holds none"))
    nodes = {each.id: each for each in _nodes(chosen)}
    flows = tuple(_flow(each) for each in chosen.findall(_tag("sequenceFlow")))
    if len(nodes) > _MAX_NODES or len(flows) > _MAX_FLOWS:
        raise SpecError(
            message(
                "Expected at most {nodes} nodes and {flows} flows, but the process has more",
                nodes=_MAX_NODES,
                flows=_MAX_FLOWS,
            )
        )
    known = tuple(f for f in flows if f.source in nodes and f.target in nodes)
    loose = (Element("sequenceFlow", f.id, f.name) for f in flows if f not in known)
    return Process(
        id=chosen.get("id", ""),
        name=_name(chosen) or _pool_name(root, chosen.get("id", "")),
        facts=_facts(chosen),
        nodes=nodes,
        flows=known,
        lanes=tuple(_lane(each) for each in chosen.iter(_tag("lane"))),
        beside=(*loose, *_beside(root, chosen, processes)),
    )


class _Bounded(ET.TreeBuilder):
    """Builds a tree unless it grows too deep, too large, or declares a document type."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            raise SpecError(
                message(
                    "Expected at most {depth} levels and {count} elements, but the file has more",
                    depth=_MAX_DEPTH,
                    count=_MAX_ELEMENTS,
                )
            )
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, *_: object) -> None:
        raise SpecError(_NO_DOCTYPE)


_NO_DOCTYPE: Message = message(
    "Expected a file without document type and entities, but it declares some; save it again without"
)


def _parsed(content: bytes) -> ET.Element:
    if len(content) > MAX_BYTES:
        raise SpecError(
            message(
                "Expected a BPMN file of at most {bytes} bytes, but it is larger", bytes=MAX_BYTES
            )
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SpecError(
            message("Expected a BPMN file in UTF-8, but found another encoding; save it as UTF-8")
        ) from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise SpecError(_NO_DOCTYPE)
    parser = ET.XMLParser(target=_Bounded())  # noqa: S314 - bounded, and no entities
    try:
        parser.feed(text)
        return parser.close()
    except ET.ParseError as error:
        line, column = error.position
        raise SpecError(
            message(
                "Expected well-formed XML, but line {line}, column {column} is not",
                line=line,
                column=column + 1,
            )
        ) from None


def _nodes(process: ET.Element) -> Iterator[Element]:
    """Iterate over what flows may join; the first of two with one id counts."""
    seen: set[str] = set()
    for element in process:
        tag = _local(element)
        key = element.get("id", "")
        if tag and tag not in _IGNORED and tag not in _NO_FLOW and key and key not in seen:
            seen.add(key)
            yield _element(element, tag)


def _element(element: ET.Element, tag: str) -> Element:
    definitions = (_local(each) for each in element)
    definition = next((d for d in definitions if d.endswith("EventDefinition")), "")
    told = element.find(_tag("documentation"))
    return Element(
        tag=tag,
        id=element.get("id", ""),
        name=_name(element),
        documentation=_text(told),
        facts=_facts(element),
        owner=_text(element.find(f"{_tag('potentialOwner')}//{_tag('formalExpression')}")),
        definition=definition.removesuffix("EventDefinition"),
        attached_to=element.get("attachedToRef", ""),
        duration=_text(element.find(f"{_tag('timerEventDefinition')}/{_tag('timeDuration')}")),
        default=element.get("default", ""),
        several=element.find(_tag("multiInstanceLoopCharacteristics")) is not None,
    )


def _flow(element: ET.Element) -> Flow:
    return Flow(
        element.get("id", ""),
        _name(element),
        element.get("sourceRef", ""),
        element.get("targetRef", ""),
        _text(element.find(_tag("conditionExpression"))),
    )


def _lane(element: ET.Element) -> Lane:
    inside = (_text(each) for each in element.findall(_tag("flowNodeRef")))
    role = _facts(element).get("role", "")
    return Lane(element.get("id", ""), _name(element), role, frozenset(inside))


def _beside(root: ET.Element, chosen: ET.Element, processes: list[ET.Element]) -> Iterator[Element]:
    """Iterate over what is not read at all."""
    others = [each for each in processes if each is not chosen]
    for element in (
        *others,
        *(e for e in root.iter(_tag("messageFlow"))),
        *(e for e in chosen if _local(e) in _NO_FLOW),
    ):
        yield Element(_local(element), element.get("id", ""), _name(element))


def _pool_name(root: ET.Element, process: str) -> str:
    pools = (p for p in root.iter(_tag("participant")) if p.get("processRef") == process)
    return next((name for p in pools if (name := _name(p))), "")


def _facts(element: ET.Element) -> Mapping[str, str]:
    extension = element.find(_tag("extensionElements"))
    ours = (each for each in extension or () if each.tag.startswith(f"{{{MOTCUA}}}"))
    return {name: value[:_MAX_TEXT] for each in ours for name, value in each.attrib.items()}


def _name(element: ET.Element) -> str:
    printable = _CONTROL.sub(" ", element.get("name", ""))
    return " ".join(printable.split())[:_MAX_NAME].strip()


def _text(element: ET.Element | None) -> str:
    return "" if element is None else (element.text or "").strip()[:_MAX_TEXT].strip()


def _local(element: ET.Element) -> str:
    prefix = f"{{{BPMN}}}"
    return element.tag.removeprefix(prefix) if element.tag.startswith(prefix) else ""


def _tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"
