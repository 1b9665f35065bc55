"""The national status of a dossier, read off where its tokens are."""

from __future__ import annotations

from engine.core.draft import Draft
from engine.core.lifecycle import DossierStatus
from engine.graph.net import Node
from engine.graph.statuses import status_at

_NOT_BEGUN = (DossierStatus.REGISTERED, DossierStatus.RECEIVED)


def status_of(draft: Draft) -> DossierStatus:
    """Return the national status that follows from where the tokens are.

    What is waited for comes first; parallel routes that show different things are in progress. Where only
    tasks after the result are left, the dossier is returned.
    """
    places = [draft.net.node(token.node) for token in draft.dossier.tokens]
    shown = [_at(draft, node) for node in places if not node.after_result]
    if not shown:
        return DossierStatus.RETURNED
    for waiting in (DossierStatus.AWAITING_SUPPLEMENT, DossierStatus.AWAITING_PAYMENT):
        if waiting in shown:
            return waiting
    alike = shown.count(shown[0]) == len(shown)
    return shown[0] if alike else DossierStatus.IN_PROGRESS


def _at(draft: Draft, node: Node) -> DossierStatus:
    told = status_at(node)
    if told is not None:
        return DossierStatus(told)
    if draft.dossier.status not in _NOT_BEGUN or node.key != draft.net.start:
        return DossierStatus.IN_PROGRESS
    desk = draft.dossier.channel == "desk"
    return DossierStatus.RECEIVED if desk else DossierStatus.REGISTERED
