"""Decides which events follow from a command, or refuses it. Pure.

``decide`` never looks anything up: the net, the organisation, the calendars and the instant come in with
the context. A refusal changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.core import (
    alert_answers,
    automatic,
    closing,
    completing,
    erasure,
    extension,
    firing,
    guards,
    hands,
    receiving,
    recounting,
    routing,
    stuck,
    undoing,
)
from engine.core import commands as asked
from engine.core.context import Context
from engine.core.draft import Draft
from engine.core.events import Event
from engine.core.state import Dossier

_OF_CLOSED = asked.ReceiveDossier | asked.RequeueEffect | asked.ErasePersonalData
"""Commands that do not ask for an open dossier."""


def decide(dossier: Dossier, command: asked.Command, context: Context) -> list[Event]:
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
    decision = _DECISIONS.get(type(command))
    if decision is None:
        raise TypeError(f"Expected a known command, but found {type(command).__name__}")
    draft = Draft(dossier, context)
    if not isinstance(command, _OF_CLOSED):
        guards.require_open(dossier, command)
    decision(command, draft)
    routing.settle(draft)
    return draft


_DECISIONS: Mapping[type[asked.Command], Callable[[Any, Draft], None]] = {
    asked.ReceiveDossier: receiving.receive,
    asked.ReceiveLinkedDossier: receiving.receive,
    asked.RecordPapers: receiving.record_papers,
    asked.CorrectApplicant: receiving.correct_applicant,
    asked.ClaimWorkItem: hands.claim,
    asked.ReleaseWorkItem: hands.release,
    asked.AssignWorkItem: hands.assign,
    asked.CompleteWorkItem: completing.complete,
    asked.GiveOpinion: completing.give_opinion,
    asked.CompleteAutomaticStep: automatic.complete_step,
    asked.FailAutomaticStep: automatic.fail_step,
    asked.RecordLinkedDossier: automatic.record_linked,
    asked.ReportLinkedEnd: automatic.report_linked_end,
    asked.RequeueEffect: automatic.requeue_effect,
    asked.WithdrawDossier: closing.withdraw,
    asked.StopDossier: closing.stop,
    asked.UndoLast: undoing.undo,
    asked.RecordApology: extension.record_apology,
    asked.ExtendDueDate: extension.extend,
    asked.RecountDueDates: recounting.recount,
    asked.FireClock: firing.fire,
    asked.ReportStuckClock: stuck.report,
    asked.RequeueClock: stuck.requeue,
    asked.AcknowledgeAlert: alert_answers.acknowledge,
    asked.SnoozeAlert: alert_answers.snooze,
    asked.WakeAlert: alert_answers.wake,
    asked.EscalateAlert: alert_answers.escalate,
    asked.ReassignAlert: alert_answers.reassign,
    asked.ErasePersonalData: erasure.erase,
}
