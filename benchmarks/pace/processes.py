"""Runs clients in several processes at once: one interpreter decides one step at a time."""

from __future__ import annotations

from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from benchmarks.pace.clients import Figures, Run, figures_of, run
from benchmarks.pace.competitors import Competitor

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

_LONGEST_PREPARATION = 600.0


def measured_in(competitor: Competitor, processes: int) -> Figures:
    """Return the figures of a competitor whose clients are spread over processes."""
    competitor.prepare()
    if processes == 1:
        with competitor.moves() as moves:
            return figures_of([run(moves, lambda: None)])
    spawning = get_context("spawn")
    ready, told = spawning.Barrier(processes), spawning.Queue()
    children = [
        spawning.Process(target=_measure, args=(share, ready, told))
        for share in competitor.parted(processes)
    ]
    for child in children:
        child.start()
    runs = [told.get() for _ in children]
    for child in children:
        child.join()
    failed = [each for each in runs if not isinstance(each, Run)]
    if failed:
        raise RuntimeError(f"Expected every process to do its work, but {failed[0]}")
    return figures_of(runs)


def _measure(competitor: Competitor, ready: Barrier, told: Any) -> None:
    try:
        with competitor.moves() as moves:
            told.put(run(moves, partial(ready.wait, _LONGEST_PREPARATION)))
    except Exception as error:
        ready.abort()
        told.put(repr(error))
