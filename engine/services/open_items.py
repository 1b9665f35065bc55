"""Open work items as an officer sees them: whose they are, and what can be done with them now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.core.authority import holder_of, may_work, supervises
from engine.core.context import Actor
from engine.core.events import OpinionGiven
from engine.core.lifecycle import ItemKind
from engine.core.state import Dossier, WorkItem
from engine.graph.net import ProcedureNet, Transition
from engine.messages import Label
from engine.services.office import Rulebook
from engine.specs.directory import Directory
from engine.specs.dossier_contents import DossierField
from engine.store.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class Action:
    """An outcome an officer may choose now.

    Attributes:
        needs_note: the outcome asks for a reason.
        returns: it sends the dossier back.
        asks_again: it asks for a supplement that was asked for before, which needs a reason of its own.
    """

    outcome: str
    label: Label
    needs_note: bool
    returns: bool
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody who takes part in a step said, signed with name, position and unit."""

    at: datetime
    officer: str
    unit: Label
    position: Label
    text: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open work item as one officer sees it; ``actions`` is empty where it is not theirs.

    Attributes:
        holder: the name of who has it in hand, or "" where nobody has who still holds the position.
        releasable: the officer may give it back to the inbox, as its holder or as a supervisor.
        speaks: the officer takes part in the step and may give an opinion.
        opinions: what those who take part have said at this visit of the step, oldest first.
    """

    item: WorkItem
    label: Label
    unit: Label
    position: Label
    holder: str
    due_at: datetime | None
    mine: bool
    claimable: bool
    releasable: bool
    actions: tuple[Action, ...]
    form: Mapping[str, DossierField]
    speaks: bool
    opinions: tuple[Opinion, ...]


def open_item(
    dossier: Dossier,
    item: WorkItem,
    net: ProcedureNet,
    rulebook: Rulebook,
    actor: Actor,
    journal: tuple[JournalEntry, ...],
) -> OpenItem:
    """Return an open item as an officer sees it on the day of the rulebook."""
    node, directory = net.node(item.node), rulebook.directory
    at_my_post = may_work(actor, item) and item.kind in (ItemKind.WORK, ItemKind.WAIT)
    holder = holder_of(item, directory, rulebook.on)
    free = holder in ("", actor.officer)
    in_hand = item.kind is ItemKind.WORK and item.holder != ""
    ways = [way for way in net.leaving(item.node) if way.outcome != "expired"]
    clock = dossier.clocks.get(item.clock)
    fields = net.procedure.dossier.fields
    return OpenItem(
        item=item,
        label=node.label,
        unit=_unit_name(item.unit, directory),
        position=_position_name(item.position, directory),
        holder=directory.officer_name(holder) if holder else "",
        due_at=clock.due_at if clock else None,
        mine=holder == actor.officer,
        claimable=at_my_post and not holder and item.kind is ItemKind.WORK,
        releasable=in_hand and ((at_my_post and free) or supervises(actor, item.unit, directory)),
        actions=tuple(_action(way, dossier, net) for way in ways) if at_my_post and free else (),
        form={name: fields[name] for name in node.form} if item.handles else {},
        speaks=may_work(actor, item) and not item.handles,
        opinions=_opinions(dossier, item, journal, directory) if item.handles else (),
    )


def _opinions(
    dossier: Dossier, item: WorkItem, journal: tuple[JournalEntry, ...], directory: Directory
) -> tuple[Opinion, ...]:
    given = [
        (entry.event, dossier.items[entry.event.number])
        for entry in journal
        if isinstance(entry.event, OpinionGiven)
    ]
    return tuple(
        Opinion(
            event.at,
            directory.officer_name(event.by),
            _unit_name(part.unit, directory),
            _position_name(part.position, directory),
            event.text,
        )
        for event, part in given
        if (part.node, part.visit) == (item.node, item.visit)
    )


def _unit_name(code: str, directory: Directory) -> Label:
    return directory.unit(code).name if directory.knows(code) else Label(code)


def _position_name(position: str, directory: Directory) -> Label:
    return directory.spec.positions.get(position, Label(position))


def _action(way: Transition, dossier: Dossier, net: ProcedureNet) -> Action:
    again = dossier.supplements > 0 and net.node(way.target).wait == "supplement"
    return Action(way.outcome, way.label, way.note_required, way.is_return, again)
