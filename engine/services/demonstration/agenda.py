"""The agenda of the simulation: what happens when, worked off in order on a settable clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

from engine.clock import SettableClock


class Agenda:
    """Instants with what happens then; the clock stands at each while it happens."""

    def __init__(self, clock: SettableClock, until: datetime) -> None:
        self._clock = clock
        self._until = until
        self._entries: list[tuple[datetime, int, Callable[[], None]]] = []
        self._serial = 0

    @property
    def now(self) -> datetime:
        """Return the instant the simulation has come to."""
        return self._clock.now()

    def at(self, instant: datetime, act: Callable[[], None]) -> None:
        """Let ``act`` happen at an instant; what lies at the end or after it never happens."""
        if instant < self._until:
            # The number keeps entries of one instant in the order they were made.
            self._serial += 1
            heapq.heappush(self._entries, (instant, self._serial, act))

    def work_off(self) -> None:
        """Let everything happen, also what is entered meanwhile, and end at the end."""
        while self._entries:
            instant, _, act = heapq.heappop(self._entries)
            self._clock.set(instant)
            act()
        self._clock.set(self._until)
