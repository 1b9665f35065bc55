"""What an import says about the file: what it dropped, what it guessed, and what BPMN does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.graph.bpmn_reading import Element, Flow, Lane
from engine.messages import Message

RemarkKind = Literal["dropped", "guessed", "missing"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at.

    Attributes:
        tag: what the element is in BPMN; ``id`` and ``name`` tell which one.
    """

    kind: RemarkKind
    tag: str
    id: str
    name: str
    text: Message


class Remarks:
    """The remarks of one import, in the order they were made, none twice."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, str], Remark] = {}

    @property
    def made(self) -> tuple[Remark, ...]:
        """Return the remarks."""
        return tuple(self._made.values())

    def dropped(self, about: Element | Flow | Lane, text: Message) -> None:
        """Say that something of the file is not in the procedure."""
        self._add("dropped", about, text)

    def guessed(self, about: Element | Flow | Lane, text: Message) -> None:
        """Say that something of the procedure is not in the file."""
        self._add("guessed", about, text)

    def missing(self, about: Element | Flow | Lane, text: Message) -> None:
        """Say that the author must put in what BPMN has no place for."""
        self._add("missing", about, text)

    def _add(self, kind: RemarkKind, about: Element | Flow | Lane, text: Message) -> None:
        tag = about.tag if isinstance(about, Element) else _TAGS[type(about)]
        remark = Remark(kind, tag, about.id, about.name, text)
        self._made.setdefault((kind, about.id, text.text), remark)


_TAGS: dict[type[Flow] | type[Lane], str] = {Flow: "sequenceFlow", Lane: "lane"}
