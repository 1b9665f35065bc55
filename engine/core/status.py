"""The national status of a dossier, read off where its tokens are."""

from __future__ import annotations

from engine.core.draft import Draft
from engine.core.lifecycle import DossierStatus
from engine.graph.net import Node
from engine.graph.statuses import status_at


def status_of(draft: Draft) -> DossierStatus:
    """Return the national status that follows from where the tokens are.

    What is waited for comes first; parallel routes that show different things are in progress. Where only
    tasks after the result are left, the dossier is returned.
    """
    places = (draft.net.node(token.node) for token in draft.dossier.tokens)
    shown = {_at(draft, node) for node in places if not node.after_result}
    if not shown:
        return DossierStatus.RETURNED
    for waiting in (DossierStatus.AWAITING_SUPPLEMENT, DossierStatus.AWAITING_PAYMENT):
        if waiting in shown:
            return waiting
    return shown.pop() if len(shown) == 1 else DossierStatus.IN_PROGRESS


def _at(draft: Draft, node: Node) -> DossierStatus:
    told = status_at(node)
    if told is not None:
        return DossierStatus(told)
    begun = draft.dossier.status not in {DossierStatus.REGISTERED, DossierStatus.RECEIVED}
    if begun or node.key != draft.net.start:
        return DossierStatus.IN_PROGRESS
    desk = draft.dossier.channel == "desk"
    return DossierStatus.RECEIVED if desk else DossierStatus.REGISTERED
