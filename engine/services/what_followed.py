"""What the outcome of a step led to, for the officer who has just recorded it."""

from __future__ import annotations

from engine.core.lifecycle import DOSSIER_STATUS_NAMES, ItemKind, ItemStatus
from engine.core.papers import listed
from engine.core.state import WorkItem
from engine.graph.telling import quoted
from engine.messages import Label, Message, message
from engine.services.dossier_view import DossierView

_WAITS = frozenset({ItemKind.WAIT, ItemKind.LINKED})


def what_followed(view: DossierView, number: int) -> Message | None:
    """Return what the completion of an item did to its dossier, and to whom the dossier went.

    Returns:
        None where there is no such item or it was not completed.
    """
    done = view.dossier.items.get(number)
    if done is None or done.status is not ItemStatus.COMPLETED or done.node not in view.net:
        return None
    way = view.net.outcome(done.node, done.outcome)
    outcome = way.label if way else Label(done.outcome)
    begun = [each for each in view.dossier.items.values() if _begun_by(done, each)]
    if view.dossier.closed:
        return message(
            "“{outcome}” is recorded; the dossier is closed: {status}.",
            outcome=outcome,
            status=DOSSIER_STATUS_NAMES[view.dossier.status],
        )
    if not begun:
        return message(
            "“{outcome}” is recorded; the dossier goes on when the other steps are done as well.",
            outcome=outcome,
        )
    steps = listed([_where(each, view) for each in begun])
    if all(each.kind in _WAITS for each in begun):
        return message(
            "“{outcome}” is recorded; the dossier now waits: {steps}.", outcome=outcome, steps=steps
        )
    if way is not None and way.is_return:
        return message(
            "“{outcome}” is recorded; the dossier was sent back to {steps}.",
            outcome=outcome,
            steps=steps,
        )
    return message(
        "“{outcome}” is recorded; the dossier has gone on to {steps}.", outcome=outcome, steps=steps
    )


def _begun_by(done: WorkItem, other: WorkItem) -> bool:
    """Tell whether an item was begun by the command that ended another: they bear the same instant."""
    return other.handles and other.number > done.number and other.offered_at == done.ended_at


def _where(item: WorkItem, view: DossierView) -> Message | Label:
    step, directory = view.step_label(item.node), view.rulebook.directory
    # A wait is watched by a desk, but it is the applicant or somebody outside who is waited for.
    if item.kind in _WAITS or not directory.knows(item.unit):
        return quoted(step)
    return message("“{step}” ({unit})", step=step, unit=directory.unit(item.unit).name)
