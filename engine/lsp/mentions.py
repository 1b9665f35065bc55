"""Every name in a document that stands for something: what it names, and whether it is named or called there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from engine.lsp.documents import Document
from engine.lsp.tree import Node
from engine.specs.calendars import CalendarSpec
from engine.specs.findings import KeyPath
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure


class Sort(StrEnum):
    """What a name can stand for."""

    STEP = "step"
    FIELD = "field"
    GROUP = "group"
    PHASE = "phase"
    ROLE = "role"
    POSITION = "position"
    UNIT = "unit"
    CALENDAR = "calendar"
    FINDING = "finding"
    PROCEDURE = "procedure"
    LINKED_FIELD = "linked field"
    """A field as other procedures call it: by the key of its procedure, a colon and its name."""


WITHIN_ITS_FILE = frozenset({Sort.STEP, Sort.FIELD, Sort.GROUP, Sort.PHASE})
"""Names that mean nothing outside the document they stand in."""


class Mention(NamedTuple):
    """A name where it stands in the text; ``defines`` says that this is what the others lead to."""

    sort: Sort
    name: str
    start: int
    end: int
    path: KeyPath
    defines: bool


_STEP_KEYS = {"next", "to", "back_to"}
_FIELD_READ = re.compile(r"\bdossier\.(?P<name>[a-z_][a-z0-9_]*)")
_PERFORMER = re.compile(r"(?P<role>[a-z][a-z0-9_]*)/(?P<position>[a-z][a-z0-9_]*)?")


def mentions(document: Document) -> tuple[Mention, ...]:
    """Return all names of a document, in the order they are written."""
    kind = document.model
    found: list[Mention] = []
    for node in document.tree.nodes:
        if kind is Procedure:
            found += _in_procedure(node, document.text.content)
            found += _of_links(node, document)
        elif kind is OrganisationSpec:
            found += _in_organisation(node, document.text.content)
        elif kind is CalendarSpec:
            found += _in_calendar(node, document.text.content)
    return tuple(found)


def mention_at(document: Document, offset: int) -> Mention | None:
    """Return the name a cursor touches, if it is one."""
    touched = (each for each in mentions(document) if each.start <= offset <= each.end)
    return min(touched, key=lambda each: each.end - each.start, default=None)


def sort_of_value(path: KeyPath) -> Sort | None:
    """Return what a whole value at a path of a procedure is the name of, if of anything."""
    match path:
        case ("steps", _, "starts", "data", _):
            return Sort.FIELD
        case ("steps", _, "starts", "procedure"):
            return Sort.PROCEDURE
        case ("steps", _, "with" | "starts", *_):
            return None
        case ("appointments", _, "from" | "to"):
            return Sort.STEP
        case ("steps", _, *_, str(key)) if len(path) > 2 and key in _STEP_KEYS:
            return Sort.STEP
        case ("steps", _, *_, "all", int()):
            return Sort.STEP
        case ("steps", _, "form", int()):
            return Sort.FIELD
        case ("steps", _, "group"):
            return Sort.GROUP
        case ("steps", _, "phase"):
            return Sort.PHASE
        case ("calendar",):
            return Sort.CALENDAR
        case _:
            return None


def _in_procedure(node: Node, text: str) -> Iterator[Mention]:
    match node.path:
        case ("steps", _):
            yield from _key(node, text, Sort.STEP, defines=True)
        case ("dossier", "fields", _):
            yield from _key(node, text, Sort.FIELD, defines=True)
        case ("groups", _):
            yield from _key(node, text, Sort.GROUP, defines=True)
        case ("phases", _):
            yield from _key(node, text, Sort.PHASE, defines=True)
        case ("accept", _):
            yield from _key(node, text, Sort.FINDING, defines=False)
        case ("steps", _, "by") | ("steps", _, "participants", int()):
            yield from _performer(node, text)
        case (*_, "when" | "for_each"):
            yield from _fields_read(node, text)
        case _:
            sort = sort_of_value(node.path)
            if sort is not None:
                yield from _value(node, text, sort)


def _of_links(node: Node, document: Document) -> Iterator[Mention]:
    """Yield what procedures that start one another name of each other."""
    text, tree = document.text.content, document.tree
    own = "-".join(part for key in ("code", "variant") if (part := tree.scalar(key)))
    match node.path:
        case ("code",):
            yield from (
                each._replace(name=own) for each in _value(node, text, Sort.PROCEDURE, defines=True)
            )
        case ("dossier", "fields", name):
            for each in _key(node, text, Sort.LINKED_FIELD, defines=True):
                yield each._replace(name=f"{own}:{name}")
        case ("steps", step, "starts", "data", name):
            other = tree.scalar("steps", step, "starts", "procedure")
            for each in _key(node, text, Sort.LINKED_FIELD, defines=False):
                yield each._replace(name=f"{other}:{name}")


def _in_organisation(node: Node, text: str) -> Iterator[Mention]:
    match node.path:
        case ("roles", _):
            yield from _key(node, text, Sort.ROLE, defines=True)
        case ("positions", _):
            yield from _key(node, text, Sort.POSITION, defines=True)
        case ("units", int(), "code"):
            yield from _value(node, text, Sort.UNIT, defines=True)
        case ("calendar",) | ("units", int(), "calendar"):
            yield from _value(node, text, Sort.CALENDAR)
        case ("responsibilities", int(), "role"):
            yield from _value(node, text, Sort.ROLE)
        case (*_, "position"):
            yield from _value(node, text, Sort.POSITION)
        case (_, int(), *_, "parent" | "territory" | "successor" | "unit"):
            yield from _value(node, text, Sort.UNIT)


def _in_calendar(node: Node, text: str) -> Iterator[Mention]:
    if node.path == ("code",):
        yield from _value(node, text, Sort.CALENDAR, defines=True)
    elif node.path == ("extends",):
        yield from _value(node, text, Sort.CALENDAR)


def _key(node: Node, text: str, sort: Sort, *, defines: bool) -> Iterator[Mention]:
    if node.key is not None:
        name = str(node.path[-1])
        start = text.find(name, node.key.start, node.key.end)
        if start >= 0:
            yield Mention(sort, name, start, start + len(name), node.path, defines)


def _value(node: Node, text: str, sort: Sort, *, defines: bool = False) -> Iterator[Mention]:
    if node.scalar:
        start = text.find(node.scalar, node.value.start, node.value.end)
        if start >= 0:
            end = start + len(node.scalar)
            yield Mention(sort, node.scalar, start, end, node.path, defines)


def _performer(node: Node, text: str) -> Iterator[Mention]:
    for found in _PERFORMER.finditer(text, node.value.start, node.value.end):
        for sort in (Sort.ROLE, Sort.POSITION):
            if found[sort.value] is not None:
                start, end = found.span(sort.value)
                yield Mention(sort, found[sort.value], start, end, node.path, defines=False)


def _fields_read(node: Node, text: str) -> Iterator[Mention]:
    for found in _FIELD_READ.finditer(text, node.value.start, node.value.end):
        yield Mention(Sort.FIELD, found["name"], *found.span("name"), node.path, defines=False)
