"""Windows: a job repeated for under a minute, then over, so that the next scheduled run takes on.

A run per dossier would cost hundreds of times more. Nothing here knows Prefect: the same windows
are kept by Prefect's flows, by ``motcua drain --local`` and by tests that do not really wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

closing: ContextVar[asyncio.Event | None] = ContextVar("closing", default=None)
"""Set by whoever keeps windows and is about to stop: they end early, in order."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of a job did.

    Attributes:
        done: how much it did, for the run's report.
        more: whether it stopped at its limit, so that the next round should follow at once.
    """

    done: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """How long a job is repeated, and how often it looks for work, in seconds.

    After a round that did something the next one follows soon; an idle job looks ever more rarely.
    """

    length: float = 50.0
    shortest_tick: float = 1.0
    longest_tick: float = 5.0

    def tick_after(self, work: Round, tick: float) -> float:
        """Return the pause after ``work``, when the pause before it was ``tick``."""
        if work.more:
            return 0.0
        if work.done:
            return self.shortest_tick
        return min(max(tick, self.shortest_tick / 2) * 2, self.longest_tick)


async def pause(seconds: float) -> None:
    """Sleep for ``seconds``, or until whoever keeps the window is closing."""
    event = closing.get()
    if event is None:
        await asyncio.sleep(seconds)
        return
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


async def keep_window(
    job: Callable[[], Awaitable[Round]],
    window: Window,
    *,
    # Never the wall clock: set back by an hour, it would keep the window open for that long.
    elapsed: Callable[[], float] = monotonic,
    sleep: Callable[[float], Awaitable[None]] = pause,
) -> int:
    """Repeat ``job`` until the window ends and return how much was done in all.

    The job runs at least once. Its errors end the window; the next scheduled run tries again.
    """
    ends_at = elapsed() + window.length
    done, tick = 0, 0.0
    while True:
        work = await job()
        done += work.done
        tick = window.tick_after(work, tick)
        event = closing.get()
        if (event and event.is_set()) or elapsed() + tick >= ends_at:
            return done
        await sleep(tick)
