"""Decides which events follow from a command, or refuses it. Pure.

``decide`` never looks anything up: the net, the organisation, the calendars and the instant come in with
the context. A refusal changes nothing.
"""

from __future__ import annotations

from functools import singledispatch

from engine.core import (
    alert_answers,
    alerts,
    appointments,
    clocks,
    extension,
    guards,
    hands,
    papers,
    parallel,
    recounting,
    routing,
    stuck,
    undoing,
)
from engine.core import commands as asked
from engine.core import events as happened
from engine.core.context import Context
from engine.core.draft import Draft
from engine.core.forms import read_form
from engine.core.lifecycle import RESULT_THERE, ItemKind, ItemStatus
from engine.core.reception import read_correction, read_reception
from engine.core.state import Dossier, WorkItem
from engine.core.texts import MAX_NOTE, MAX_SHORT, require_text
from engine.errors import ConflictError, GuardFailedError, InvalidStatusError
from engine.graph.conventions import DONE
from engine.graph.net import Node, NodeKind, Transition
from engine.messages import message
from engine.specs.outcomes import EndName
from engine.specs.starts import OTHERWISE


def decide(dossier: Dossier, command: asked.Command, context: Context) -> list[happened.Event]:
    """Return the events that follow from ``command``; none where it asks for what is already so.

    Raises:
        RejectionError: the command is refused; see its subclasses for the reasons.
    """
    return decided(dossier, command, context).events


def decided(dossier: Dossier, command: asked.Command, context: Context) -> Draft:
    """Do what ``decide`` does, and return with the events the dossier they lead to.

    Raises:
        RejectionError: the command is refused; see its subclasses for the reasons.
    """
    draft = Draft(dossier, context)
    if not isinstance(command, asked.ReceiveDossier | asked.RequeueEffect):
        guards.require_open(dossier, command)
    _decide(command, draft)
    routing.settle(draft)
    return draft


@singledispatch
def _decide(command: asked.Command, draft: Draft) -> None:
    raise TypeError(f"Expected a known command, but found {type(command).__name__}")


@_decide.register
def _(command: asked.ReceiveDossier, draft: Draft) -> None:
    context, procedure = draft.context, draft.net.procedure
    if draft.dossier.version:
        raise ConflictError(
            message("Expected a new dossier code, but {code} is taken", code=command.dossier)
        )
    guards.require_desk(command.desk, context)
    linked = command if isinstance(command, asked.ReceiveLinkedDossier) else None
    applicant, data, handed_in = read_reception(command, procedure, context)
    draft.record(
        happened.DossierReceived(
            at=context.now,
            code=command.dossier,
            procedure=procedure.key,
            digest=context.digest,
            desk=command.desk,
            territory=command.territory,
            channel=command.channel,
            applicant=applicant,
            data=data,
            by=context.actor.officer,
            parent=linked.parent if linked else "",
            parent_item=linked.parent_item if linked else 0,
            papers=handed_in,
        )
    )
    if not procedure.appointments:
        appointments.start_legal_limit(draft)
    routing.enter(draft, draft.net.start)
    _claim_own_reception(draft)


def _claim_own_reception(draft: Draft) -> None:
    """Whoever receives a dossier at the desk has it in hand already."""
    actor = draft.context.actor
    for item in draft.work_left(draft.net.start):
        if draft.dossier.channel == "desk" and guards.may_work(actor, item):
            draft.record(
                happened.WorkItemClaimed(at=draft.context.now, number=item.number, by=actor.officer)
            )


@_decide.register
def _(command: asked.ClaimWorkItem, draft: Draft) -> None:
    item = guards.require_item(draft, command.number)
    guards.require_post(draft.context.actor, item)
    guards.require_work(item)
    if item.holder == draft.context.actor.officer:
        return
    guards.require_unheld(item, draft.context)
    _take(draft, item)


def _take(draft: Draft, item: WorkItem) -> None:
    """Put an item into the actor's hand, out of that of somebody who left the position."""
    now, officer = draft.context.now, draft.context.actor.officer
    if item.holder:
        draft.record(happened.WorkItemReleased(at=now, number=item.number, by=officer))
    behalf = guards.on_behalf(item, draft.context)
    draft.record(happened.WorkItemClaimed(at=now, number=item.number, by=officer, on_behalf=behalf))


@_decide.register
def _(command: asked.ReleaseWorkItem, draft: Draft) -> None:
    item = guards.require_item(draft, command.number)
    guards.require_release(item, draft.context)
    if item.status is not ItemStatus.CLAIMED:
        return
    draft.record(
        happened.WorkItemReleased(
            at=draft.context.now, number=item.number, by=draft.context.actor.officer
        )
    )


@_decide.register
def _(command: asked.CompleteWorkItem, draft: Draft) -> None:
    item = guards.require_item(draft, command.number)
    guards.require_post(draft.context.actor, item)
    guards.require_record(item)
    guards.require_unheld(item, draft.context)
    require_text("note", command.note, MAX_NOTE)
    node = draft.net.node(item.node)
    transition = _chosen(draft, node, command.outcome)
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
    _complete(draft, item, command.outcome, data, command.note.strip(), again)
    hands.assign_next(draft, command.assign_to, made_before)


def _chosen(draft: Draft, node: Node, outcome: str) -> Transition:
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
    return target.kind is not NodeKind.WAIT and not transition.is_return


def _complete(
    draft: Draft,
    item: WorkItem,
    outcome: str,
    data: dict[str, object],
    note: str,
    again: str = "",
) -> None:
    actor, now = draft.context.actor, draft.context.now
    if item.kind is ItemKind.WORK and item.holder != actor.officer:
        _take(draft, item)
    draft.record(
        happened.WorkItemCompleted(
            at=now,
            number=item.number,
            by=actor.officer,
            outcome=outcome,
            data=data,
            note=note,
            again=again,
            on_behalf=guards.on_behalf(item, draft.context),
            comes_back=item.kind is ItemKind.WORK and hands.comes_back(draft.net, item.node),
        )
    )
    if parallel.enough_answers(draft, item.node):
        for rest in draft.open_items(item.node):
            draft.record(happened.WorkItemCancelled(at=now, number=rest.number))
    # A step with an item for each of several units is left when the last of them is done.
    if not draft.work_left(item.node):
        routing.leave(draft, draft.net.node(item.node), outcome)


@_decide.register
def _(command: asked.GiveOpinion, draft: Draft) -> None:
    item = guards.require_item(draft, command.number)
    guards.require_post(draft.context.actor, item)
    guards.require_part(item)
    guards.require_opinion(command.text)
    draft.record(
        happened.OpinionGiven(
            at=draft.context.now,
            number=item.number,
            by=draft.context.actor.officer,
            text=command.text.strip(),
        )
    )


@_decide.register
def _(command: asked.CompleteAutomaticStep, draft: Draft) -> None:
    item = guards.require_item(draft, command.number, ItemKind.AUTOMATIC)
    _chosen(draft, draft.net.node(item.node), command.outcome)
    _resolve_failure(draft, item)
    _complete(draft, item, command.outcome, dict(command.data), "")


@_decide.register
def _(command: asked.FailAutomaticStep, draft: Draft) -> None:
    item = guards.require_item(draft, command.number, ItemKind.AUTOMATIC, ItemKind.LINKED)
    if item.status is ItemStatus.FAILED:
        return
    draft.record(
        happened.AutomaticStepFailed(
            at=draft.context.now, number=item.number, reason=command.reason
        )
    )
    alerts.raise_alert(draft, None, alerts.AUTOMATIC_FAILED, "centre", item)


@_decide.register
def _(command: asked.RecordLinkedDossier, draft: Draft) -> None:
    item = guards.require_item(draft, command.number, ItemKind.LINKED)
    _resolve_failure(draft, item)
    draft.record(
        happened.LinkedDossierStarted(
            at=draft.context.now,
            number=item.number,
            linked=command.linked,
            procedure=command.procedure,
        )
    )
    if draft.net.node(item.node).kind is not NodeKind.WAIT:
        _complete(draft, item, DONE, {}, "")


@_decide.register
def _(command: asked.ReportLinkedEnd, draft: Draft) -> None:
    item = guards.require_linked(draft, command.number, command.linked)
    _resolve_failure(draft, item)
    known = draft.net.outcome(item.node, command.end) is not None
    _complete(draft, item, command.end if known else OTHERWISE, {}, "")


@_decide.register
def _(command: asked.RequeueEffect, draft: Draft) -> None:
    draft.record(
        happened.EffectRequeued(
            at=draft.context.now,
            number=command.number,
            effect=command.effect,
            by=draft.context.actor.officer,
        )
    )


def _resolve_failure(draft: Draft, item: WorkItem) -> None:
    """Resolve the alert of an item that had failed and now went on."""
    alerts.resolve_alerts(draft, lambda alert: not alert.clock and alert.item == item.number)


@_decide.register
def _(command: asked.RecordPapers, draft: Draft) -> None:
    guards.require_desk_officer(draft)
    handed_in = papers.read_papers(draft.net.procedure, command.papers)
    differ = papers.differing(draft.dossier, handed_in)
    if differ:
        now, officer = draft.context.now, draft.context.actor.officer
        draft.record(happened.PapersRecorded(at=now, by=officer, papers=differ))


@_decide.register
def _(command: asked.CorrectApplicant, draft: Draft) -> None:
    guards.require_desk_officer(draft)
    applicant = read_correction(command)
    if applicant != draft.dossier.applicant:
        draft.record(
            happened.ApplicantCorrected(
                at=draft.context.now,
                by=draft.context.actor.officer,
                applicant=applicant,
                reason=command.reason.strip(),
            )
        )


@_decide.register
def _(command: asked.WithdrawDossier, draft: Draft) -> None:
    guards.require_reason(command.reason)
    guards.require_handler(draft)
    _end_early(draft, "withdrawn", command.reason)


@_decide.register
def _(command: asked.StopDossier, draft: Draft) -> None:
    guards.require_reason(command.reason)
    guards.require_supervisor(draft)
    _end_early(draft, "stopped", command.reason)


def _end_early(draft: Draft, name: EndName, reason: str) -> None:
    if draft.dossier.status in RESULT_THERE:
        raise InvalidStatusError(
            message(
                "Expected a dossier that is still being handled, but {code} has its result already",
                code=draft.dossier.code,
            )
        )
    routing.end(draft, name, reason.strip())


_decide.register(hands.assign)
_decide.register(undoing.undo)
_decide.register(alert_answers.acknowledge)
_decide.register(alert_answers.snooze)
_decide.register(alert_answers.wake)
_decide.register(alert_answers.escalate)
_decide.register(alert_answers.reassign)
_decide.register(extension.record_apology)
_decide.register(extension.extend)
_decide.register(stuck.report)
_decide.register(stuck.requeue)
_decide.register(recounting.recount)


@_decide.register
def _(command: asked.FireClock, draft: Draft) -> None:
    clock = draft.dossier.clocks.get(command.clock)
    if clock is None or clock.fires_at is None:
        return
    due = [rung for rung in clock.rungs if rung.at <= draft.context.now]
    warnings = [rung for rung in due if rung.name != clocks.EXPIRY]
    # Alerts go before, and by themselves: where running out is refused, they are raised all the same.
    for rung in warnings:
        alerts.fire_rung(draft, clock, rung.name)
    if due and not warnings:
        routing.expire(draft, clock.name)
