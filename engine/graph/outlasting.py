"""Walks that never end before others, whatever the calendar: only these need to be tried.

To add an amount never ends before it begins, and begun later it ends no sooner. So a walk that adds all that
another one adds, in the same order, each at least as much, and perhaps something in between, outlasts it. That
does not hold where an end is moved out of a closed day: only there can an earlier start end later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.graph.effort import Effort
from engine.graph.walks import Walk
from engine.worktime.amounts import Amount


def longest_lasting(walks: Iterable[Walk], effort: Effort) -> list[Walk]:
    """Return the walks that no other one outlasts; of equal ones the first."""
    kept: list[Walk] = []
    for walk in walks:
        if any(outlasts(other, walk, effort) for other in kept):
            continue
        kept = [other for other in kept if not outlasts(walk, other, effort)]
        kept.append(walk)
    return kept


def least_ways(ways: Iterable[Sequence[Walk]], effort: Effort) -> list[Sequence[Walk]]:
    """Return the ways to wait that are not surely as long as another of them."""
    kept: list[Sequence[Walk]] = []
    for way in ways:
        if any(_is_no_longer(other, way, effort) for other in kept):
            continue
        kept = [other for other in kept if not _is_no_longer(way, other, effort)]
        kept.append(way)
    return kept


def outlasts(one: Walk, other: Walk, effort: Effort) -> bool:
    """Tell whether ``one`` surely never ends before ``other``, from the same start."""
    effort.spend(1)
    if one.additions == other.additions:
        return True
    if not (one.is_steady and other.is_steady):
        return False
    if any(mine < theirs for mine, theirs in zip(one.totals, other.totals, strict=True)):
        return False
    effort.spend(len(one.amounts))
    return adds_all(one.amounts, other.amounts)


def adds_all(one: Iterable[Amount], other: Iterable[Amount]) -> bool:
    """Tell whether in ``one`` there is, in order, at least as much for each of the amounts of ``other``."""
    mine = iter(one)
    return all(any(_is_enough(each, wanted) for each in mine) for wanted in other)


def _is_no_longer(one: Sequence[Walk], other: Sequence[Walk], effort: Effort) -> bool:
    return all(any(outlasts(longer, walk, effort) for longer in other) for walk in one)


def _is_enough(amount: Amount, wanted: Amount) -> bool:
    return (
        amount.unit is wanted.unit
        and amount.whole >= wanted.whole
        and amount.seconds >= wanted.seconds
    )
