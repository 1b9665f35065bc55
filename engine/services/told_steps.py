"""What the timeline says of routes and work items."""

from __future__ import annotations

from engine.core import events as happened
from engine.core.events import Event
from engine.core.lifecycle import ItemKind
from engine.messages import Message, message
from engine.services.dossier_view import DossierView
from engine.services.told import Told, node_of, outcome_label, step_of, unit_name


def of_route(event: Event, view: DossierView) -> Told | None:
    """Tell where the dossier went; None if the event is about something else."""
    match event:
        case happened.StepEntered(visit=1):
            text = message("Came to “{step}”", step=view.step_label(event.node))
            return Told(text, detail=True)
        case happened.StepEntered():
            text = message(
                "Came to “{step}” again, time {count}",
                step=view.step_label(event.node),
                count=event.visit,
            )
            return Told(text)
        case happened.StepLeft():
            return Told(message("Left “{step}”", step=view.step_label(event.node)), detail=True)
        case happened.ChoiceTaken():
            text = message(
                "Decided by the data at “{step}”: {outcome}",
                step=view.step_label(event.node),
                outcome=outcome_label(event.node, event.outcome, view),
            )
            return Told(text)
        case happened.RoutesSplit():
            return Told(message("Several units work at the same time from here"), detail=True)
        case happened.JoinReached():
            text = message(
                "“{step}” is done; others are awaited", step=view.step_label(event.source)
            )
            return Told(text, detail=True)
        case happened.RoutePassedOver():
            text = message(
                "“{step}” is not needed for this dossier", step=view.step_label(event.source)
            )
            return Told(text, detail=True)
        case happened.RoutesCancelled(reason="enough"):
            text = message(
                "Enough have answered; not waited for: {steps}", steps=_steps(event, view)
            )
            return Told(text)
        case happened.RoutesCancelled():
            text = message(
                "The time for parallel work ran out; not waited for: {steps}",
                steps=_steps(event, view),
            )
            return Told(text)
        case happened.RoutesJoined():
            return Told(message("What was done at the same time is done"))
    return None


def _steps(event: happened.RoutesCancelled, view: DossierView) -> Message:
    nodes = (view.net.node(key) for key in event.nodes if key in view.net)
    keys = dict.fromkeys(node.step or node.key for node in nodes)
    told: Message | None = None
    for key in keys:
        step = message("“{step}”", step=view.step_label(key))
        told = step if told is None else message("{steps}, {step}", steps=told, step=step)
    return told or message("“{step}”", step=view.step_label(event.node))


def _expired(event: happened.WorkItemExpired, view: DossierView) -> Message:
    """Tell whose time ran out: several units may have had the same step."""
    item, step = view.dossier.items.get(event.number), step_of(event.number, view)
    if item is None or not item.unit or item.kind is not ItemKind.WORK:
        return message("The time of “{step}” ran out", step=step)
    unit = unit_name(item.unit, view)
    return message("The time of “{step}” ran out at {unit}", step=step, unit=unit)


def of_item(event: Event, view: DossierView) -> Told | None:
    """Tell what became of a work item; None if the event is about something else."""
    match event:
        case happened.WorkItemOffered(unit=""):
            text = message("“{step}” is to run by itself", step=view.step_label(event.node))
            return Told(text, detail=True)
        case happened.WorkItemOffered(kind=ItemKind.PARTICIPATION):
            text = message(
                "{unit} takes part in “{step}”",
                step=view.step_label(event.node),
                unit=unit_name(event.unit, view),
            )
            return Told(text)
        case happened.WorkItemOffered(kind=ItemKind.WAIT):
            text = message(
                "“{step}” began; {unit} takes the answer",
                step=view.step_label(event.node),
                unit=unit_name(event.unit, view),
            )
            return Told(text)
        case happened.WorkItemOffered():
            text = message(
                "“{step}” came to {unit}",
                step=view.step_label(event.node),
                unit=unit_name(event.unit, view),
            )
            return Told(text)
        case happened.WorkItemClaimed():
            return Told(message("Took “{step}”", step=step_of(event.number, view)), detail=True)
        case happened.WorkItemAssigned(returned=True):
            text = message(
                "“{step}” came back to {officer}, who had done it",
                step=step_of(event.number, view),
                officer=view.rulebook.directory.officer_name(event.to),
            )
            return Told(text)
        case happened.WorkItemAssigned():
            text = message(
                "Gave “{step}” to {officer}",
                step=step_of(event.number, view),
                officer=view.rulebook.directory.officer_name(event.to),
            )
            return Told(text)
        case happened.CompletionUndone():
            text = message("Took back “{step}”", step=step_of(event.number, view))
            return Told(text, note=event.reason)
        case happened.WorkItemReleased():
            text = message("Gave “{step}” back to the inbox", step=step_of(event.number, view))
            return Told(text)
        case happened.WorkItemCompleted():
            text = message(
                "Finished “{step}”: {outcome}",
                step=step_of(event.number, view),
                outcome=outcome_label(node_of(event.number, view), event.outcome, view),
            )
            if event.on_behalf:
                text = message(
                    "{what}, on behalf of {officer}",
                    what=text,
                    officer=view.rulebook.directory.officer_name(event.on_behalf),
                )
            note = event.note
            if event.again:
                note = f"{note}\n{event.again}" if note else event.again
            return Told(text, note=note)
        case happened.OpinionGiven():
            text = message("Gave an opinion on “{step}”", step=step_of(event.number, view))
            return Told(text, note=event.text)
        case happened.WorkItemExpired():
            return Told(_expired(event, view))
        case happened.WorkItemCancelled():
            text = message("“{step}” is no longer needed", step=step_of(event.number, view))
            return Told(text, detail=True)
        case happened.EffectRequeued() | happened.ClockRequeued():
            return Told(message("What had failed is to be tried again"))
        case happened.LinkedDossierStarted():
            text = message(
                "“{step}” started dossier {linked}",
                step=step_of(event.number, view),
                linked=event.linked,
            )
            return Told(text)
        case happened.AutomaticStepFailed():
            text = message("“{step}” failed", step=step_of(event.number, view))
            return Told(text, note=event.reason)
    return None
