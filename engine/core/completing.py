"""Work is finished by one of its outcomes, and those who take part say what they think."""

from __future__ import annotations

from engine.core import authority, guards, hands, papers, parallel, routing
from engine.core.commands import CompleteWorkItem, GiveOpinion
from engine.core.draft import Draft
from engine.core.events import OpinionGiven, WorkItemCancelled, WorkItemCompleted
from engine.core.forms import read_form
from engine.core.lifecycle import ItemKind
from engine.core.state import WorkItem
from engine.core.texts import MAX_NOTE, MAX_SHORT, require_text
from engine.errors import GuardFailedError
from engine.graph.net import Node, NodeKind, Transition
from engine.messages import message


def complete(command: CompleteWorkItem, draft: Draft) -> None:
    """Finish an item by an outcome, with what was typed into the form of its step."""
    item = guards.require_item(draft, command.number)
    authority.require_post(item, draft.context)
    guards.require_record(item)
    authority.require_unheld(item, draft.context)
    require_text("note", command.note, MAX_NOTE)
    node = draft.net.node(item.node)
    transition = chosen(draft, node, command.outcome)
    if transition.note_required and not command.note.strip():
        raise GuardFailedError(
            message("Expected a reason for “{outcome}”", outcome=transition.label),
            {"note": message("Expected a reason")},
        )
    again = guards.require_reason_again(draft, transition, command.again)
    goes_on = _goes_on(draft, transition)
    if goes_on and item.node == draft.net.start and node.step_kind == "receive":
        papers.require_complete(draft.net.procedure, draft.dossier)
    data = read_form(
        draft.net.procedure,
        node.form,
        command.data,
        draft.context.directory,
        on=draft.context.today,
        complete=goes_on,
    )
    made_before = draft.dossier.items_made
    finish(draft, item, command.outcome, data, command.note.strip(), again)
    hands.assign_next(draft, command.assign_to, made_before)


def chosen(draft: Draft, node: Node, outcome: str) -> Transition:
    """Return the transition of an outcome that may be chosen, or refuse."""
    require_text("outcome", outcome, MAX_SHORT)
    transition = draft.net.outcome(node.key, outcome)
    if transition is None or outcome == "expired":
        ways = [way.outcome for way in draft.net.leaving(node.key) if way.outcome != "expired"]
        raise GuardFailedError(
            message(
                "Expected one of the outcomes {outcomes} of “{step}”, but found “{found}”",
                outcomes=", ".join(ways),
                step=node.label,
                found=outcome,
            ),
            {"outcome": message("Expected one of: {options}", options=", ".join(ways))},
        )
    return transition


def _goes_on(draft: Draft, transition: Transition) -> bool:
    """Tell whether an outcome moves the work on; only then must the step's form be complete."""
    target = draft.net.node(transition.target)
    if target.kind is NodeKind.END:
        return target.end == "returned"
    # A linked dossier is begun with what was asked for; any other wait is there to get what is missing.
    waits = target.kind is NodeKind.WAIT and target.starts is None
    return not waits and not transition.is_return


def finish(
    draft: Draft,
    item: WorkItem,
    outcome: str,
    data: dict[str, object],
    note: str,
    again: str = "",
) -> None:
    """Complete an item; where it was the last of its step, the dossier goes on."""
    actor, now = draft.context.actor, draft.context.now
    if item.kind is ItemKind.WORK and item.holder != actor.officer:
        hands.take(draft, item)
    draft.record(
        WorkItemCompleted(
            at=now,
            number=item.number,
            by=actor.officer,
            outcome=outcome,
            data=data,
            note=note,
            again=again,
            on_behalf=authority.on_behalf(item, draft.context),
            comes_back=item.kind is ItemKind.WORK and draft.net.comes_back(item.node),
        )
    )
    if parallel.enough_answers(draft, item.node):
        for rest in draft.open_items(item.node):
            draft.record(WorkItemCancelled(at=now, number=rest.number))
    # A step with an item for each of several units is left when the last of them is done.
    if not draft.work_left(item.node):
        routing.leave(draft, draft.net.node(item.node), outcome)


def give_opinion(command: GiveOpinion, draft: Draft) -> None:
    """Record the opinion of somebody who takes part."""
    item = guards.require_item(draft, command.number)
    authority.require_post(item, draft.context)
    guards.require_part(item)
    guards.require_opinion(command.text)
    draft.record(
        OpinionGiven(
            at=draft.context.now,
            number=item.number,
            by=draft.context.actor.officer,
            text=command.text.strip(),
        )
    )
