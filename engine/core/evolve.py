"""Applies events to a dossier's state. Pure, total, and without decisions of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from types import MappingProxyType

from engine.core import events as happened
from engine.core.copies import changed
from engine.core.lifecycle import AlertStatus, ClockStatus, DossierStatus, ItemStatus
from engine.core.parts import having, with_alert, with_clock, with_item
from engine.core.state import Alert, Dossier, LedgerEntry, RungAt, RunningClock, Token, WorkItem


def evolve(dossier: Dossier, event: happened.Event) -> Dossier:
    """Return the dossier after ``event``; its version counts the event."""
    return changed(_apply(event, dossier), version=dossier.version + 1)


def fold(events: Iterable[happened.Event], start: Dossier | None = None) -> Dossier:
    """Return the dossier a journal amounts to."""
    dossier = start or Dossier()
    for event in events:
        dossier = evolve(dossier, event)
    return dossier


@singledispatch
def _apply(event: happened.Event, dossier: Dossier) -> Dossier:
    raise TypeError(f"Expected a known event, but found {type(event).__name__}")


@_apply.register
def _(event: happened.DossierReceived, dossier: Dossier) -> Dossier:
    return changed(
        dossier,
        code=event.code,
        procedure=event.procedure,
        digest=event.digest,
        desk=event.desk,
        territory=event.territory,
        channel=event.channel,
        applicant=event.applicant,
        data=MappingProxyType(dict(event.data)),
        papers=MappingProxyType(dict(event.papers)),
        received_at=event.at,
        parent=event.parent,
        parent_item=event.parent_item,
    )


@_apply.register
def _(event: happened.PapersRecorded, dossier: Dossier) -> Dossier:
    return changed(dossier, papers=MappingProxyType({**dossier.papers, **event.papers}))


@_apply.register
def _(event: happened.ApplicantCorrected, dossier: Dossier) -> Dossier:
    return changed(dossier, applicant=event.applicant)


@_apply.register
def _(event: happened.StepEntered, dossier: Dossier) -> Dossier:
    return changed(
        dossier,
        tokens=(*dossier.tokens, Token(event.node, answers=event.answers)),
        visits=having(dossier.visits, event.node, event.visit),
    )


@_apply.register
def _(event: happened.StepLeft, dossier: Dossier) -> Dossier:
    token = next(each for each in dossier.tokens if each.node == event.node and not each.source)
    return changed(dossier, tokens=_without(dossier.tokens, token))


@_apply.register(happened.ChoiceTaken)
@_apply.register(happened.RoutesSplit)
@_apply.register(happened.OpinionGiven)
@_apply.register(happened.EffectRequeued)
@_apply.register(happened.ClockRequeued)
def _(event: happened.Event, dossier: Dossier) -> Dossier:
    return dossier


@_apply.register
def _(event: happened.JoinReached, dossier: Dossier) -> Dossier:
    return changed(dossier, tokens=(*dossier.tokens, Token(event.node, event.source)))


@_apply.register
def _(event: happened.RoutePassedOver, dossier: Dossier) -> Dossier:
    token = Token(event.node, event.source, passed_over=True)
    return changed(dossier, tokens=(*dossier.tokens, token))


@_apply.register
def _(event: happened.RoutesCancelled, dossier: Dossier) -> Dossier:
    left = tuple(token for token in dossier.tokens if token.node not in event.nodes)
    return changed(dossier, tokens=left)


@_apply.register
def _(event: happened.RoutesJoined, dossier: Dossier) -> Dossier:
    return changed(dossier, tokens=tuple(t for t in dossier.tokens if t.node != event.node))


def _without(tokens: tuple[Token, ...], token: Token) -> tuple[Token, ...]:
    place = tokens.index(token)
    return tokens[:place] + tokens[place + 1 :]


@_apply.register
def _(event: happened.WorkItemOffered, dossier: Dossier) -> Dossier:
    item = WorkItem(
        number=event.number,
        node=event.node,
        visit=event.visit,
        kind=event.kind,
        status=ItemStatus.OFFERED,
        unit=event.unit,
        position=event.position,
        offered_at=event.at,
        clock=event.clock,
    )
    return changed(
        dossier, items=having(dossier.items, event.number, item), items_made=event.number
    )


@_apply.register
def _(event: happened.WorkItemClaimed, dossier: Dossier) -> Dossier:
    return with_item(
        dossier,
        event.number,
        lambda item: changed(item, status=ItemStatus.CLAIMED, holder=event.by),
    )


@_apply.register
def _(event: happened.WorkItemAssigned, dossier: Dossier) -> Dossier:
    return with_item(
        dossier,
        event.number,
        lambda item: changed(item, status=ItemStatus.CLAIMED, holder=event.to),
    )


@_apply.register
def _(event: happened.CompletionUndone, dossier: Dossier) -> Dossier:
    kept = {key: value for key, value in dossier.data.items() if key not in event.removed}
    return changed(
        dossier,
        status=event.status,
        tokens=event.tokens,
        visits=MappingProxyType(dict(event.visits)),
        supplements=event.supplements,
        done_by=MappingProxyType(dict(event.done_by)),
        data=MappingProxyType({**kept, **event.data}),
        items=MappingProxyType({**dossier.items, **{i.number: i for i in event.items}}),
        clocks=MappingProxyType({**dossier.clocks, **{c.number: c for c in event.clocks}}),
        alerts=MappingProxyType({**dossier.alerts, **{a.number: a for a in event.alerts}}),
    )


@_apply.register
def _(event: happened.WorkItemReleased, dossier: Dossier) -> Dossier:
    return with_item(
        dossier, event.number, lambda item: changed(item, status=ItemStatus.OFFERED, holder="")
    )


@_apply.register
def _(event: happened.WorkItemCompleted, dossier: Dossier) -> Dossier:
    done = with_item(
        dossier,
        event.number,
        lambda item: changed(
            item,
            status=ItemStatus.COMPLETED,
            holder=event.by,
            outcome=event.outcome,
            note=event.note,
            ended_at=event.at,
        ),
    )
    if any(token.answers for token in done.tokens):
        done = changed(done, tokens=_answered(done.tokens, done.items[event.number].node))
    if event.comes_back:
        node = done.items[event.number].node
        done = changed(done, done_by=having(done.done_by, node, event.by))
    if not event.data:
        return done
    return changed(done, data=MappingProxyType({**dossier.data, **event.data}))


def _answered(tokens: tuple[Token, ...], node: str) -> tuple[Token, ...]:
    return tuple(
        Token(token.node, answers=token.answers - 1)
        if token.node == node and token.answers
        else token
        for token in tokens
    )


@_apply.register
def _(event: happened.WorkItemExpired, dossier: Dossier) -> Dossier:
    return _end_item(dossier, event.number, ItemStatus.EXPIRED, event)


@_apply.register
def _(event: happened.WorkItemCancelled, dossier: Dossier) -> Dossier:
    return _end_item(dossier, event.number, ItemStatus.CANCELLED, event)


@_apply.register
def _(event: happened.AutomaticStepFailed, dossier: Dossier) -> Dossier:
    return with_item(
        dossier,
        event.number,
        lambda item: changed(item, status=ItemStatus.FAILED, note=event.reason),
    )


@_apply.register
def _(event: happened.LinkedDossierStarted, dossier: Dossier) -> Dossier:
    return with_item(
        dossier,
        event.number,
        lambda item: changed(item, status=ItemStatus.OFFERED, note="", linked=event.linked),
    )


def _end_item(dossier: Dossier, number: int, status: ItemStatus, event: happened.Event) -> Dossier:
    return with_item(dossier, number, lambda item: changed(item, status=status, ended_at=event.at))


@_apply.register
def _(event: happened.ClockStarted, dossier: Dossier) -> Dossier:
    clock = RunningClock(
        number=event.number,
        kind=event.kind,
        name=event.name,
        status=ClockStatus.RUNNING,
        limit=event.limit,
        calendar=event.calendar,
        calendar_version=event.calendar_version,
        ledger=(event.entry,),
        due_at=event.entry.due_at,
        first_due_at=event.entry.due_at,
        rungs=event.rungs,
        due_on=event.due_on,
    )
    return changed(
        dossier, clocks=having(dossier.clocks, event.number, clock), clocks_made=event.number
    )


@_apply.register
def _(event: happened.ClockPaused, dossier: Dossier) -> Dossier:
    return with_clock(
        dossier, event.number, lambda c: _entered(c, ClockStatus.PAUSED, event.entry, c.rungs)
    )


@_apply.register
def _(event: happened.ClockResumed, dossier: Dossier) -> Dossier:
    return with_clock(
        dossier,
        event.number,
        lambda c: _entered(c, ClockStatus.RUNNING, event.entry, event.rungs),
    )


@_apply.register
def _(event: happened.ClockRestarted, dossier: Dossier) -> Dossier:
    return with_clock(dossier, event.number, lambda c: _anew(c, event.entry, event.rungs))


@_apply.register
def _(event: happened.ClockStopped, dossier: Dossier) -> Dossier:
    return with_clock(
        dossier, event.number, lambda c: _entered(c, ClockStatus.STOPPED, event.entry, ())
    )


@_apply.register
def _(event: happened.RungFired, dossier: Dossier) -> Dossier:
    return with_clock(
        dossier,
        event.clock,
        lambda c: changed(
            c,
            rungs=tuple(rung for rung in c.rungs if rung.name != event.rung),
            fired=(*c.fired, event.rung),
        ),
    )


@_apply.register
def _(event: happened.ApologyRecorded, dossier: Dossier) -> Dossier:
    return with_clock(dossier, event.number, lambda c: changed(c, apology=event.apology))


@_apply.register
def _(event: happened.ClockExtended, dossier: Dossier) -> Dossier:
    return with_clock(dossier, event.number, lambda c: _anew(c, event.entry, event.rungs))


@_apply.register
def _(event: happened.ClockRecounted, dossier: Dossier) -> Dossier:
    def counted(clock: RunningClock) -> RunningClock:
        running = (
            _anew(clock, event.entry, event.rungs)
            if event.anew
            else _entered(clock, ClockStatus.RUNNING, event.entry, event.rungs)
        )
        return changed(running, calendar_version=event.calendar_version)

    return with_clock(dossier, event.number, counted)


def _anew(clock: RunningClock, entry: LedgerEntry, rungs: tuple[RungAt, ...]) -> RunningClock:
    """Return a clock with a due date set anew, so that every rung may fire once more."""
    running = _entered(clock, ClockStatus.RUNNING, entry, rungs)
    return changed(running, cycle=clock.cycle + 1, fired=())


def _entered(
    clock: RunningClock, status: ClockStatus, entry: LedgerEntry, rungs: tuple[RungAt, ...]
) -> RunningClock:
    # A clock that stops keeps the due date it stopped with: lateness is measured against it.
    due_at = clock.due_at if status is ClockStatus.STOPPED else entry.due_at
    return changed(clock, status=status, ledger=(*clock.ledger, entry), due_at=due_at, rungs=rungs)


@_apply.register
def _(event: happened.AlertRaised, dossier: Dossier) -> Dossier:
    alert = Alert(
        number=event.number,
        clock=event.clock,
        cycle=event.cycle,
        rung=event.rung,
        status=AlertStatus.RAISED,
        unit=event.unit,
        receiver=event.receiver,
        owner=event.owner,
        raised_at=event.at,
        item=event.item,
    )
    return changed(
        dossier, alerts=having(dossier.alerts, event.number, alert), alerts_made=event.number
    )


@_apply.register
def _(event: happened.AlertAcknowledged, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            alert,
            status=AlertStatus.ACKNOWLEDGED,
            acknowledged_by=event.by,
            acknowledged_at=event.at,
            reason=event.reason,
            again_at=None,
        ),
    )


@_apply.register
def _(event: happened.AlertResolved | happened.AlertSuperseded, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            alert, status=AlertStatus.RESOLVED, resolved_at=event.at, again_at=None
        ),
    )


@_apply.register
def _(event: happened.AlertSnoozed, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            alert, status=AlertStatus.SNOOZED, again_at=event.until, reason=event.reason
        ),
    )


@_apply.register
def _(event: happened.AlertWoken, dossier: Dossier) -> Dossier:
    return with_alert(dossier, event.number, _raised_again)


@_apply.register
def _(event: happened.AlertEscalated, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(
            _raised_again(alert),
            unit=event.unit,
            receiver=event.receiver,
            owner=event.owner,
            reason=event.reason,
        ),
    )


@_apply.register
def _(event: happened.AlertReassigned, dossier: Dossier) -> Dossier:
    return with_alert(
        dossier,
        event.number,
        lambda alert: changed(_raised_again(alert), owner=event.to, reason=event.reason),
    )


def _raised_again(alert: Alert) -> Alert:
    return changed(
        alert, status=AlertStatus.RAISED, again_at=None, acknowledged_by="", acknowledged_at=None
    )


@_apply.register
def _(event: happened.StatusChanged, dossier: Dossier) -> Dossier:
    asked = event.status is DossierStatus.AWAITING_SUPPLEMENT
    return changed(
        dossier, status=event.status, supplements=dossier.supplements + (1 if asked else 0)
    )


@_apply.register
def _(event: happened.DossierEnded, dossier: Dossier) -> Dossier:
    return changed(dossier, status=event.status, ended_at=event.at, tokens=())
