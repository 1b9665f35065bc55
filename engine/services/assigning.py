"""Giving out work: to whom, and how much each of them has in hand already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.core.authority import answers_for
from engine.core.commands import AssignWorkItem
from engine.core.context import Actor
from engine.core.lifecycle import ItemKind
from engine.errors import NotFoundError
from engine.graph.net import NodeKind
from engine.messages import Message, message
from engine.services.commands import Applied, execute
from engine.services.dossier_view import DossierView
from engine.services.office import Office
from engine.services.open_items import OpenItem

_Post = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who may get a work item; ``in_hand`` counts the open items the officer has there."""

    officer: str
    name: str
    in_hand: int

    @property
    def option(self) -> tuple[str, Message]:
        """Return the officer's id, and name and workload in words."""
        return self.officer, message(
            "{officer} (in hand: {count})", officer=self.name, count=self.in_hand
        )


@dataclass(frozen=True, slots=True)
class Assignable:
    """Who may get the items of a dossier from an officer, by number, and the work after each of them."""

    now: Mapping[int, tuple[Candidate, ...]]
    following: Mapping[int, tuple[Candidate, ...]]


def assign(
    office: Office, dossier: str, number: int, to: str, officer: str, command_id: str
) -> Applied:
    """Give a work item to an officer who holds its position.

    Raises:
        RejectionError: the giver neither heads nor supervises the unit, or the officer is not fit.
    """
    command = AssignWorkItem(command_id=command_id, dossier=dossier, number=number, to=to)
    return execute(office, command, officer)


def assignable(office: Office, view: DossierView, actor: Actor) -> Assignable:
    """Return to whom an officer may give the open work of a dossier; nobody where it is not theirs to give."""
    directory, on = view.rulebook.directory, view.rulebook.on
    work = [each for each in view.items if each.item.kind is ItemKind.WORK]
    posts: dict[int, _Post] = {e.item.number: (e.item.unit, e.item.position) for e in work}
    after = {e.item.number: post for e in work if e.actions and (post := _following(view, e))}
    mine = {
        unit
        for unit, _ in {*posts.values(), *after.values()}
        if answers_for(actor, unit, directory, on)
    }
    with office.database.reading() as uow:
        loads = uow.inbox.held(mine)

    def candidates(post: _Post) -> tuple[Candidate, ...]:
        found = (
            Candidate(id, directory.officer_name(id), loads.get((post[0], id), 0))
            for id in directory.holders(*post, on)
        )
        return tuple(sorted(found, key=lambda each: (each.in_hand, each.name)))

    return Assignable(
        now={number: candidates(post) for number, post in posts.items() if post[0] in mine},
        following={number: candidates(post) for number, post in after.items() if post[0] in mine},
    )


def _following(view: DossierView, open_item: OpenItem) -> _Post | None:
    """Return the post the dossier comes to by the first way on, where that is one step of work."""
    ways = (way for way in view.net.leaving(open_item.item.node) if not way.goes_back)
    way = next(ways, None)
    node = view.net.node(way.target) if way is not None else None
    if node is None or node.kind is not NodeKind.WORK or node.performer is None or node.for_each:
        return None
    try:
        unit = view.rulebook.directory.resolve(
            node.performer.role,
            procedure=view.procedure,
            territory=view.dossier.territory,
            desk=view.dossier.desk,
            on=view.rulebook.on,
        )
    except NotFoundError:
        return None
    return unit, node.performer.position
