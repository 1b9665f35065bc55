"""The routes through a net as what a calendar can add: one stretch of time after the other.

Unlike ``longest``, no route is dropped for being shorter in printed units: on a calendar, ten working days
around Tết may end after fifteen days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.graph.charges import Charges, begins_anew
from engine.graph.effort import Effort, Spent
from engine.graph.longest import in_order
from engine.graph.net import NodeKind, ProcedureNet, Transition
from engine.specs.durations import Duration
from engine.worktime.amounts import Span, TimeUnit

Reading = Literal["sum", "rows"]
"""How the rows of a table are read: added up like the decision does, half a day and half a day being a
day; or each on its own, as the clocks of the steps run."""

_MOST_TRACKS = 500
_ONWARD = 8
"""Steps of work that one more time on one track takes."""
_WORKING = {TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Limits that count as one: of one row of the table, or of neighbours of one kind of time."""

    keys: tuple[str, ...]
    limit: Duration


@dataclass(frozen=True, slots=True)
class Track:
    """What is counted on a route.

    Attributes:
        names: groups and phases counted already.
    """

    stretches: tuple[Stretch, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def limits(self) -> tuple[Duration, ...]:
        """Return the times of the stretches."""
        return tuple([stretch.limit for stretch in self.stretches])

    @property
    def times(self) -> object:
        """Return what tells tracks to one node apart: the times, not the steps that have them."""
        return self.limits, self.names

    def onward(
        self, key: str, charge: tuple[str | None, Duration], reading: Reading, hours_per_day: int
    ) -> Track:
        """Return the track that goes on to a node that charges a time, perhaps by a name only once."""
        name, limit = charge
        if name in self.names:
            return self
        stretches = _added(self.stretches, key, limit, reading, hours_per_day)
        return Track(stretches, self.names if name is None else self.names | {name})


def find_tracks(
    net: ProcedureNet,
    possible: Callable[[Transition], bool],
    reading: Reading,
    hours_per_day: int,
    effort: Effort,
    appointment: str | None = None,
) -> tuple[Track, ...]:
    """Return every different track from the start to an end.

    Return edges are not used. The answer to a wait that makes the clock start again begins the track
    anew. With an ``appointment``, only what it spans is counted.

    Raises:
        Spent: there are too many.
    """
    charges = Charges(net, appointment)
    start = Track()
    found: dict[str, dict[object, Track]] = {}
    leading: dict[str, dict[object, Track]] = {net.start: {start.times: start}}
    for key in in_order(net, net.start, possible):
        # All that lead here were gone through before, so what is counted here is counted once.
        tracks = leading.pop(key)
        charge = charges.of(net.node(key))
        if charge[1].counted:
            effort.spend(_ONWARD * len(tracks))
            longer = [t.onward(key, charge, reading, hours_per_day) for t in tracks.values()]
            tracks = {}
            for track in longer:
                tracks.setdefault(track.times, track)
        if len(tracks) > _MOST_TRACKS:
            raise Spent
        found[key] = tracks
        for transition in net.leaving(key):
            if transition.goes_back or not possible(transition):
                continue
            there = leading.setdefault(transition.target, {})
            effort.spend(1 + len(tracks))
            if begins_anew(net, transition) and charges.spans(net.node(key)):
                there.setdefault(start.times, start)
                continue
            for times, track in tracks.items():
                there.setdefault(times, track)
    ends = [key for key in found if net.node(key).kind is NodeKind.END] or list(found)
    different = {track.limits: track for key in ends for track in found[key].values()}
    return tuple(different.values())


def _added(
    stretches: tuple[Stretch, ...], key: str, limit: Duration, reading: Reading, hours_per_day: int
) -> tuple[Stretch, ...]:
    if reading == "rows":
        return (*stretches, Stretch((key,), limit))
    for span in limit.parts:
        before = stretches[-1] if stretches else None
        joined = before and _joined(before.limit.parts[0], span, hours_per_day)
        if before and joined:
            keys = tuple(dict.fromkeys((*before.keys, key)))
            stretches = (*stretches[:-1], Stretch(keys, Duration((joined,))))
        else:
            stretches = (*stretches, Stretch((key,), Duration((span,))))
    return stretches


def _joined(one: Span, other: Span, hours_per_day: int) -> Span | None:
    """Return two amounts of one kind as one, or None where the kinds differ."""
    if one.unit is other.unit:
        return Span(one.amount + other.amount, one.unit)
    if {one.unit, other.unit} == _WORKING:
        days, hours = (one, other) if one.unit is TimeUnit.WORKING_DAY else (other, one)
        return Span(days.amount * hours_per_day + hours.amount, TimeUnit.WORKING_HOUR)
    return None
