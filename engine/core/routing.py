"""The token game: where a token goes when it leaves a node, and what begins where it arrives."""

from __future__ import annotations

from engine.core import alerts, appointments, clocks, parallel
from engine.core.draft import Draft
from engine.core.erasure import kept_until
from engine.core.events import (
    ChoiceTaken,
    DossierEnded,
    StatusChanged,
    StepEntered,
    StepLeft,
    WorkItemCancelled,
    WorkItemExpired,
    WorkItemOffered,
)
from engine.core.hands import give_back
from engine.core.lifecycle import ClockStatus, DossierStatus, ItemKind
from engine.core.state import WorkItem
from engine.core.status import status_of
from engine.core.waits import concerns, pause_while_waiting, resume_unless_waiting, waits_for
from engine.graph.conventions import EXPIRED
from engine.graph.net import Node, NodeKind, Transition
from engine.specs.durations import UNCOUNTED
from engine.specs.outcomes import EndName
from engine.specs.performers import Performer

STATUS_OF_END: dict[EndName, DossierStatus] = {
    "returned": DossierStatus.RETURNED,
    "refused": DossierStatus.REFUSED,
    "withdrawn": DossierStatus.WITHDRAWN,
    "stopped": DossierStatus.STOPPED,
    "terminated": DossierStatus.STOPPED,
}


def enter(draft: Draft, key: str, branch: str = "") -> None:
    """Let a token arrive at node ``key``; ``branch`` names the route by which it reaches a join."""
    node = draft.net.node(key)
    match node.kind:
        case NodeKind.WORK | NodeKind.AUTOMATIC | NodeKind.WAIT:
            _enter_step(draft, node)
        case NodeKind.CHOICE:
            _choose(draft, node)
        case NodeKind.SPLIT:
            parallel.split(draft, node, enter)
        case NodeKind.JOIN:
            parallel.arrive(draft, node, branch, enter)
        case NodeKind.END:
            assert node.end is not None  # an END node always names its end
            end(draft, node.end)


def leave(draft: Draft, node: Node, outcome: str) -> None:
    """Let the token of ``node`` go on by ``outcome``."""
    transition = draft.net.outcome(node.key, outcome)
    assert transition is not None  # callers check outcomes; a wait and an expiry have theirs
    for item in draft.open_items(node.key):
        # Whoever only takes part in a step is done when its outcome is recorded.
        draft.record(WorkItemCancelled(at=draft.context.now, number=item.number))
    for clock in clocks.live_clocks(draft, "step", "wait"):
        if clock.name == node.key:
            clocks.stop_clock(draft, clock)
    draft.record(StepLeft(at=draft.context.now, node=node.key, outcome=outcome))
    if node.kind is NodeKind.WAIT:
        _end_wait(draft, node, transition)
    enter(draft, transition.target, transition.branch or "")


def expire(draft: Draft, key: str) -> None:
    """Let the items of a node run out of time, and the dossier go where that leads."""
    node = draft.net.node(key)
    if node.kind is NodeKind.JOIN:
        parallel.conclude(draft, node, "deadline", enter)
        return
    for item in draft.work_left(key):
        draft.record(WorkItemExpired(at=draft.context.now, number=item.number))
    ways = draft.net.leaving(key)
    expired = next((way for way in ways if way.outcome == "expired"), ways[0])
    leave(draft, node, expired.outcome)


def end(draft: Draft, name: EndName, reason: str = "") -> None:
    """Close the dossier: nothing stays open, every clock stops."""
    now = draft.context.now
    for item in draft.open_items():
        draft.record(WorkItemCancelled(at=now, number=item.number))
    for clock in clocks.live_clocks(draft, "dossier", "period", "step", "wait", "reception"):
        clocks.stop_clock(draft, clock)
    alerts.resolve_alerts(draft, lambda alert: True)
    # However the tasks after the result come out, the result was handed over.
    returned = draft.dossier.status is DossierStatus.RETURNED
    status = DossierStatus.RETURNED if returned else STATUS_OF_END[name]
    kept = kept_until(draft.net.procedure, draft.context.today)
    draft.record(DossierEnded(at=now, end=name, status=status, reason=reason, kept_until=kept))


def settle(draft: Draft) -> None:
    """After the tokens came to rest: stop the clocks of what is over, and show the status."""
    if draft.dossier.ended_at is not None:
        return
    for clock in clocks.live_clocks(draft, "period"):
        if not any(clock.name in draft.net.periods(token.node) for token in draft.dossier.tokens):
            clocks.stop_clock(draft, clock)
    _settle_reception(draft)
    status = status_of(draft)
    if status is not draft.dossier.status:
        draft.record(StatusChanged(at=draft.context.now, status=status))
    appointments.settle(draft)


def _settle_reception(draft: Draft) -> None:
    """Stop the clock of the reception once it accepted, refused or sent back for a supplement."""
    clock = draft.dossier.reception_clock
    if clock is None or clock.status is ClockStatus.STOPPED:
        return
    if all(token.node != draft.net.start for token in draft.dossier.tokens):
        clocks.stop_clock(draft, clock)


def _enter_step(draft: Draft, node: Node) -> None:
    visit = draft.dossier.visits.get(node.key, 0) + 1
    answers = _answers(draft, node)
    draft.record(StepEntered(at=draft.context.now, node=node.key, visit=visit, answers=answers))
    _start_periods(draft, node)
    match node.kind:
        case NodeKind.AUTOMATIC:
            kind = ItemKind.LINKED if node.starts is not None else ItemKind.AUTOMATIC
            _offer(draft, node, visit, kind, "", 0)
        case NodeKind.WAIT:
            _start_wait(draft, node, visit)
        case _:
            _start_work(draft, node, visit)


def _start_work(draft: Draft, node: Node, visit: int) -> None:
    units = _units(draft, node)
    if not units:
        # Nobody is to be asked: the step is done as soon as it begins.
        leave(draft, node, draft.net.leaving(node.key)[0].outcome)
        return
    clock = _step_clock(draft, node, units[0])
    for unit in units:
        give_back(draft, _offer(draft, node, visit, ItemKind.WORK, unit, clock))
    _invite(draft, node, visit, clock)


def _invite(draft: Draft, node: Node, visit: int, clock: int) -> None:
    """Put the step into the inboxes of those who take part in it."""
    for performer in node.participants:
        _offer(
            draft,
            node,
            visit,
            ItemKind.PARTICIPATION,
            _unit_of(draft, performer),
            clock,
            performer.position,
        )


def _units(draft: Draft, node: Node) -> tuple[str, ...]:
    if node.for_each is None:
        return (_unit(draft, node),)
    named = draft.dossier.data.get(node.for_each.removeprefix("dossier."), ())
    return tuple(dict.fromkeys(named))


def _answers(draft: Draft, node: Node) -> int:
    """Return how many answers a step needs that asks several units and not all must answer, else 0."""
    if node.for_each is None or node.needs is None:
        return 0
    return min(node.needs, len(_units(draft, node)))


def _unit(draft: Draft, node: Node) -> str:
    assert node.performer is not None  # work and waits have one
    return _unit_of(draft, node.performer)


def _unit_of(draft: Draft, performer: Performer) -> str:
    return draft.context.directory.resolve(
        performer.role,
        procedure=draft.net.procedure,
        territory=draft.dossier.territory,
        desk=draft.dossier.desk,
        on=draft.context.today,
    )


def _step_clock(draft: Draft, node: Node, unit: str) -> int:
    """Return the number of the clock the step's items hang on: its own, its group's, or none."""
    calendar = draft.context.calendar_of(unit)
    if node.due is not None:
        return clocks.start_dated_clock(
            draft, "step", node.key, node.due, calendar, expires=node.on_expiry_proceed
        )
    if node.limit is not None and node.limit.counted:
        expires = node.limit if node.on_expiry_proceed else None
        return clocks.start_clock(
            draft, "step", node.key, node.limit, calendar, expires_after=expires
        )
    group = draft.dossier.open_clock("period", node.group) if node.group else None
    return group.number if group is not None else 0


def _start_periods(draft: Draft, node: Node) -> None:
    procedure = draft.net.procedure
    for name in draft.net.periods(node.key):
        period = procedure.groups.get(name) or procedure.phases.get(name)
        if period is None or draft.dossier.open_clock("period", name) is not None:
            continue
        unit = draft.dossier.desk if node.performer is None else _unit(draft, node)
        calendar = draft.context.calendar_of(unit)
        number = clocks.start_clock(draft, "period", name, period.limit, calendar)
        pause_while_waiting(draft, number)


def _start_wait(draft: Draft, node: Node, visit: int) -> None:
    if node.clock_effect != "run":
        for clock in clocks.live_clocks(draft, "dossier", "period"):
            if clock.status is ClockStatus.RUNNING and concerns(draft, clock, node):
                clocks.pause_clock(draft, clock, waits_for(node))
    unit = _unit(draft, node)
    number = 0
    limit = node.limit or UNCOUNTED
    if node.due is not None and node.expiry is None:
        calendar = draft.context.calendar_of(unit)
        number = clocks.start_dated_clock(draft, "wait", node.key, node.due, calendar)
    elif limit.counted or node.expiry is not None:
        number = clocks.start_clock(
            draft,
            "wait",
            node.key,
            limit,
            draft.context.calendar_of(unit),
            expires_after=node.expiry.after if node.expiry else None,
        )
    kind = ItemKind.LINKED if node.starts is not None else ItemKind.WAIT
    _offer(draft, node, visit, kind, unit, number)


def _end_wait(draft: Draft, node: Node, way: Transition) -> None:
    if draft.net.node(way.target).kind is NodeKind.END:
        return
    # What was waited for and never came completes no dossier.
    restarts = node.clock_effect == "restart" and way.outcome != EXPIRED
    if not restarts:
        resume_unless_waiting(draft)
        return
    for clock in clocks.live_clocks(draft, "dossier", "period"):
        if clock.status is ClockStatus.PAUSED and concerns(draft, clock, node):
            # Another wait may go on; the clock then stands still with its full time.
            clocks.restart_clock(draft, clock)
            pause_while_waiting(draft, clock.number)


def _offer(
    draft: Draft,
    node: Node,
    visit: int,
    kind: ItemKind,
    unit: str,
    clock: int,
    position: str | None = None,
) -> WorkItem:
    """Offer an item; ``position`` is who it is for, where that is not the performer of the node."""
    number = draft.dossier.items_made + 1
    performs = node.performer.position if node.performer else ""
    draft.record(
        WorkItemOffered(
            at=draft.context.now,
            number=number,
            node=node.key,
            visit=visit,
            kind=kind,
            unit=unit,
            position=performs if position is None else position,
            clock=clock,
        )
    )
    return draft.dossier.items[number]


def _choose(draft: Draft, node: Node) -> None:
    transition = _alternative(draft, node)
    draft.record(ChoiceTaken(at=draft.context.now, node=node.key, outcome=transition.outcome))
    enter(draft, transition.target, transition.branch or "")


def _alternative(draft: Draft, node: Node) -> Transition:
    data = {"dossier": dict(draft.dossier.data)}
    ways = draft.net.leaving(node.key)
    return next((way for way in ways if way.when is None or way.when.holds(data)), ways[-1])
