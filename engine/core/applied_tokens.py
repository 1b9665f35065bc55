"""Applies events to the tokens of a dossier: where it is."""

from __future__ import annotations

from engine.core.copies import changed
from engine.core.events import (
    JoinReached,
    RoutePassedOver,
    RoutesCancelled,
    RoutesJoined,
    StepEntered,
    StepLeft,
)
from engine.core.parts import Applied, having
from engine.core.state import Dossier, Token


def _step_entered(event: StepEntered, dossier: Dossier) -> Dossier:
    return changed(
        dossier,
        tokens=(*dossier.tokens, Token(event.node, answers=event.answers)),
        visits=having(dossier.visits, event.node, event.visit),
    )


def _step_left(event: StepLeft, dossier: Dossier) -> Dossier:
    token = next(each for each in dossier.tokens if each.node == event.node and not each.source)
    return changed(dossier, tokens=_without(dossier.tokens, token))


def _join_reached(event: JoinReached, dossier: Dossier) -> Dossier:
    return changed(dossier, tokens=(*dossier.tokens, Token(event.node, event.source)))


def _route_passed_over(event: RoutePassedOver, dossier: Dossier) -> Dossier:
    token = Token(event.node, event.source, passed_over=True)
    return changed(dossier, tokens=(*dossier.tokens, token))


def _routes_cancelled(event: RoutesCancelled, dossier: Dossier) -> Dossier:
    left = tuple(token for token in dossier.tokens if token.node not in event.nodes)
    return changed(dossier, tokens=left)


def _routes_joined(event: RoutesJoined, dossier: Dossier) -> Dossier:
    return changed(dossier, tokens=tuple(t for t in dossier.tokens if t.node != event.node))


def _without(tokens: tuple[Token, ...], token: Token) -> tuple[Token, ...]:
    place = tokens.index(token)
    return tokens[:place] + tokens[place + 1 :]


APPLIED: Applied = {
    StepEntered: _step_entered,
    StepLeft: _step_left,
    JoinReached: _join_reached,
    RoutePassedOver: _route_passed_over,
    RoutesCancelled: _routes_cancelled,
    RoutesJoined: _routes_joined,
}
