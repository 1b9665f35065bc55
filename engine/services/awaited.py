"""What parallel work of a dossier still waits for, where not all of it is needed: for the dossier's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.core.lifecycle import OPEN_ITEMS, ClockStatus
from engine.core.state import Token
from engine.graph.net import Node
from engine.messages import Label, Message, message
from engine.services.dossier_view import DossierView


def awaited(view: DossierView) -> tuple[Message, ...]:
    """Return a sentence for each step and join that may go on before everybody has answered."""
    return (*_answers(view), *_branches(view))


def _answers(view: DossierView) -> Iterator[Message]:
    for token in view.dossier.tokens:
        if token.answers:
            yield message(
                "“{step}” goes on after {count} more of the answers of: {units}",
                step=view.step_label(token.node),
                count=token.answers,
                units=_listed(_unit(code, view) for code in _asked(token, view)),
            )


def _asked(token: Token, view: DossierView) -> list[str]:
    items = view.dossier.items.values()
    open_items = (item for item in items if item.status in OPEN_ITEMS and item.handles)
    return [item.unit for item in open_items if item.node == token.node]


def _branches(view: DossierView) -> Iterator[Message]:
    for join in view.net.nodes:
        if join.block is None or not view.net.goes_on_early(join.key):
            continue
        at_work = {token.node for token in view.dossier.tokens} & join.block.inside
        if at_work:
            yield _with_deadline(_needed(join, at_work, view), join, view)


def _needed(join: Node, at_work: set[str], view: DossierView) -> Message:
    steps = {view.net.node(key).step or key for key in at_work}
    names = {
        "step": view.step_label(join.step or join.key),
        "steps": _listed(view.step_label(name) for name in view.procedure.steps if name in steps),
    }
    if join.needs is None:
        return message("“{step}” begins when all of these are done: {steps}", **names)
    there = [token for token in view.dossier.tokens if token.node == join.key]
    arrived = sum(not token.passed_over for token in there)
    return message(
        "“{step}” begins when {count} more of these are done: {steps}",
        count=min(join.needs - arrived, len(view.net.branches(join.key)) - len(there)),
        **names,
    )


def _with_deadline(text: Message, join: Node, view: DossierView) -> Message:
    for clock in view.dossier.clocks.values():
        if clock.name == join.key and clock.status is ClockStatus.RUNNING and clock.due_at:
            calendar = view.rulebook.calendars[clock.calendar]
            return message(
                "{what}; at the latest at {due}",
                what=text,
                due=f"{calendar.local(clock.due_at):%H:%M %d/%m/%Y}",
            )
    return text


def _unit(code: str, view: DossierView) -> Label:
    return view.rulebook.directory.unit(code).name


def _listed(names: Iterable[Label]) -> Message:
    told: Message | None = None
    for name in names:
        one = message("{name}", name=name)
        told = one if told is None else message("{items}, {item}", items=told, item=one)
    return told or message("–")
