"""Whether delegations lead to officers and positions that exist, and say one thing only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.messages import message
from engine.specs.faults import Fault, reversed_dates, unknown
from engine.specs.findings import KeyPath
from engine.specs.organisation import Delegation, Officer, OrganisationSpec

_Post = tuple[str, str]


def delegation_faults(spec: OrganisationSpec) -> Iterator[Fault]:
    """Yield delegations of nobody, of positions not held then, in circles, and of one post to two people."""
    officers = {officer.id: officer for officer in spec.officers}
    for number, each in enumerate(spec.delegations):
        path: KeyPath = ("delegations", number)
        for key, id in (("by", each.by), ("to", each.to)):
            yield from unknown("MC132", (*path, key), id, officers, message("an officer"))
        yield from reversed_dates((*path, "until"), each.valid_from, each.valid_until)
        if each.by in officers:
            yield from _unheld(each, officers[each.by], path)
    numbered = list(enumerate(spec.delegations))
    for (_, first), (number, second) in combinations(numbered, 2):
        if _meet(first, second):
            yield from _circle(first, second, number)
            yield from _overlap(first, second, number, officers)
    for number, each in numbered:
        if each.by == each.to:
            yield _leads_back(each, number)


def _unheld(each: Delegation, officer: Officer, path: KeyPath) -> Iterator[Fault]:
    """Yield the positions the officer does not hold at any time of the delegation."""
    held = _held(each, officer)
    for place, post in enumerate(each.posts):
        if (post.unit, post.position) not in held:
            text = message(
                "Expected a position {officer} holds from {first} to {last}, but {unit}/{position} is none then",
                officer=each.by,
                first=each.valid_from.isoformat(),
                last=each.valid_until.isoformat(),
                unit=post.unit,
                position=post.position,
            )
            yield Fault("MC132", (*path, "posts", place), text)
    if not each.posts and not held:
        text = message(
            "Expected an officer who holds a position from {first} to {last}, but {officer} holds none then",
            officer=each.by,
            first=each.valid_from.isoformat(),
            last=each.valid_until.isoformat(),
        )
        yield Fault("MC132", (*path, "by"), text)


def _held(each: Delegation, officer: Officer) -> frozenset[_Post]:
    return frozenset(
        (post.unit, post.position)
        for post in officer.posts
        if (post.valid_from is None or post.valid_from <= each.valid_until)
        and (post.valid_until is None or post.valid_until >= each.valid_from)
    )


def _meet(first: Delegation, second: Delegation) -> bool:
    return first.valid_from <= second.valid_until and second.valid_from <= first.valid_until


def _circle(first: Delegation, second: Delegation, number: int) -> Iterator[Fault]:
    if (first.by, first.to) == (second.to, second.by):
        yield _leads_back(second, number)


def _leads_back(each: Delegation, number: int) -> Fault:
    text = message(
        "Expected somebody who is there to act for {officer}, but the delegation leads back to {officer} at the same time",
        officer=each.to,
    )
    return Fault("MC133", ("delegations", number, "to"), text)


def _overlap(
    first: Delegation, second: Delegation, number: int, officers: dict[str, Officer]
) -> Iterator[Fault]:
    if first.by != second.by or first.to == second.to or first.by not in officers:
        return
    both = _lent(first, officers[first.by]) & _lent(second, officers[first.by])
    for unit, position in sorted(both):
        text = message(
            "Expected one officer to act for {officer} in {unit}/{position}, but both {first} and {second} do at the same time",
            officer=first.by,
            unit=unit,
            position=position,
            first=first.to,
            second=second.to,
        )
        yield Fault("MC134", ("delegations", number, "to"), text)


def _lent(each: Delegation, officer: Officer) -> frozenset[_Post]:
    held = _held(each, officer)
    named = {(post.unit, post.position) for post in each.posts}
    return held & named if named else held
