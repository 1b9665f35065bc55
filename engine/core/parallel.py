"""Parallel work: which branches start, when their join goes on, and what becomes of those left behind.

A join goes on when all branches have arrived, or as many as it needs, or when the time for them is over.
What is left of them lies in one block (``engine.graph.blocks``) and is cancelled by events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from engine.core import clocks
from engine.core.alerts import resolve_alerts
from engine.core.draft import Draft
from engine.core.events import (
    JoinReached,
    RoutePassedOver,
    RoutesCancelled,
    RoutesJoined,
    RoutesSplit,
    WorkItemCancelled,
    WorkItemExpired,
)
from engine.core.lifecycle import ItemKind
from engine.core.state import WorkItem
from engine.core.waits import resume_unless_waiting
from engine.graph.net import Block, Node
from engine.worktime.work_calendar import WorkCalendar

Enter = Callable[[Draft, str, str], None]
"""``routing.enter``: lets a token arrive at a node, by a branch if the node is a join."""
Reason = Literal["enough", "deadline"]


def split(draft: Draft, node: Node, enter: Enter) -> None:
    """Start the branches of a split whose conditions hold, until enough of them have arrived already."""
    draft.record(RoutesSplit(at=draft.context.now, node=node.key))
    block = node.block
    if block is not None:
        _start_deadline(draft, draft.net.node(block.join))
    begun = len(draft.events)
    data = {"dossier": dict(draft.dossier.data)}
    for way in draft.net.leaving(node.key):
        if block is not None and _joined_since(draft, block.join, begun):
            return
        if block is None or way.when is None or way.when.holds(data):
            enter(draft, way.target, way.branch or "")
        else:
            _pass_over(draft, block, block.branches[way.outcome], enter)


def arrive(draft: Draft, join: Node, branch: str, enter: Enter) -> None:
    """Let a branch arrive at its join."""
    draft.record(JoinReached(at=draft.context.now, node=join.key, source=branch))
    _go_on(draft, join, enter)


def conclude(draft: Draft, join: Node, reason: Reason, enter: Enter) -> None:
    """Let the dossier go on behind a join, and cancel what has not arrived."""
    if join.block is not None:
        _cancel(draft, join.block, reason)
        for clock in clocks.live_clocks(draft, "step"):
            if clock.name == join.key:
                clocks.stop_clock(draft, clock)
    draft.record(RoutesJoined(at=draft.context.now, node=join.key))
    enter(draft, draft.net.leaving(join.key)[0].target, "")


def enough_answers(draft: Draft, key: str) -> bool:
    """Tell whether a step that needs only some of the answers it asked for has them."""
    if draft.net.node(key).needs is None:
        return False
    return not any(token.answers for token in draft.dossier.tokens if token.node == key)


def _pass_over(draft: Draft, block: Block, branch: str, enter: Enter) -> None:
    draft.record(RoutePassedOver(at=draft.context.now, node=block.join, source=branch))
    _go_on(draft, draft.net.node(block.join), enter)


def _go_on(draft: Draft, join: Node, enter: Enter) -> None:
    there = [token for token in draft.dossier.tokens if token.node == join.key]
    arrived = sum(not token.passed_over for token in there)
    everything = {token.source for token in there}.issuperset(draft.net.branches(join.key))
    if everything or (join.needs is not None and arrived >= join.needs):
        conclude(draft, join, "enough", enter)


def _start_deadline(draft: Draft, join: Node) -> None:
    if join.within is not None and join.within.counted:
        clocks.start_clock(
            draft,
            "step",
            join.key,
            join.within,
            _calendar(draft),
            expires_after=join.within,
            warns=False,
        )


def _calendar(draft: Draft) -> WorkCalendar:
    """Return the calendar the dossier's own limit is counted in."""
    own = draft.net.procedure.calendar
    return draft.context.calendars[own] if own else draft.context.calendar_of(draft.dossier.desk)


def _joined_since(draft: Draft, join: str, begun: int) -> bool:
    later = draft.events[begun:]
    return any(isinstance(event, RoutesJoined) and event.node == join for event in later)


def _cancel(draft: Draft, block: Block, reason: Reason) -> None:
    left = {token.node for token in draft.dossier.tokens} & block.inside
    if not left:
        return
    for item in draft.open_items():
        if item.node in block.inside:
            _end_item(draft, item, reason)
    for clock in clocks.live_clocks(draft, "step", "wait"):
        if clock.name in block.inside:
            clocks.stop_clock(draft, clock)
    draft.record(
        RoutesCancelled(
            at=draft.context.now, node=block.join, nodes=tuple(sorted(left)), reason=reason
        )
    )
    resume_unless_waiting(draft)


def _end_item(draft: Draft, item: WorkItem, reason: Reason) -> None:
    """End an item nobody waits for any more; where its time ran out, its silence is on record."""
    if reason == "deadline" and item.kind in (ItemKind.WORK, ItemKind.WAIT):
        draft.record(WorkItemExpired(at=draft.context.now, number=item.number))
    else:
        draft.record(WorkItemCancelled(at=draft.context.now, number=item.number))
    resolve_alerts(draft, lambda alert: not alert.clock and alert.item == item.number)
