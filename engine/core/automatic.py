"""What the program does for an item: automatic steps, linked dossiers, and effects tried again."""

from __future__ import annotations

from engine.core import alerts, completing, guards
from engine.core.commands import (
    CompleteAutomaticStep,
    FailAutomaticStep,
    RecordLinkedDossier,
    ReportLinkedEnd,
    RequeueEffect,
)
from engine.core.draft import Draft
from engine.core.events import AutomaticStepFailed, EffectRequeued, LinkedDossierStarted
from engine.core.lifecycle import ItemKind
from engine.core.state import WorkItem
from engine.graph.conventions import DONE
from engine.graph.net import NodeKind
from engine.specs.starts import OTHERWISE


def complete_step(command: CompleteAutomaticStep, draft: Draft) -> None:
    """Finish an automatic step with what it found out."""
    item = guards.require_item(draft, command.number, ItemKind.AUTOMATIC)
    completing.chosen(draft, draft.net.node(item.node), command.outcome)
    _resolve_failure(draft, item)
    completing.finish(draft, item, command.outcome, dict(command.data), "")


def fail_step(command: FailAutomaticStep, draft: Draft) -> None:
    """Note that an automatic step failed for good, and tell the centre."""
    item = guards.require_item(draft, command.number, ItemKind.AUTOMATIC, ItemKind.LINKED)
    draft.record(
        AutomaticStepFailed(at=draft.context.now, number=item.number, reason=command.reason)
    )
    alerts.raise_failure(draft, item)


def record_linked(command: RecordLinkedDossier, draft: Draft) -> None:
    """Note that a linked dossier was started; who does not wait for it goes on."""
    item = guards.require_item(draft, command.number, ItemKind.LINKED)
    _resolve_failure(draft, item)
    draft.record(
        LinkedDossierStarted(
            at=draft.context.now,
            number=item.number,
            linked=command.linked,
            procedure=command.procedure,
        )
    )
    if draft.net.node(item.node).kind is not NodeKind.WAIT:
        completing.finish(draft, item, DONE, {}, "")


def report_linked_end(command: ReportLinkedEnd, draft: Draft) -> None:
    """Go on with how a linked dossier ended."""
    item = guards.require_linked(draft, command.number, command.linked)
    _resolve_failure(draft, item)
    known = draft.net.outcome(item.node, command.end) is not None
    completing.finish(draft, item, command.end if known else OTHERWISE, {}, "")


def requeue_effect(command: RequeueEffect, draft: Draft) -> None:
    """Note who had an effect tried again."""
    draft.record(
        EffectRequeued(
            at=draft.context.now,
            number=command.number,
            effect=command.effect,
            by=draft.context.actor.officer,
        )
    )


def _resolve_failure(draft: Draft, item: WorkItem) -> None:
    """Resolve the alert of an item that had failed and now went on."""
    alerts.resolve_alerts(draft, lambda alert: not alert.clock and alert.item == item.number)
