"""Threads that start at the same instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

_Result = TypeVar("_Result")


def together(runners: int, run: Callable[[int], _Result]) -> list[_Result]:
    """Run something in several threads at once; return the results in the order of their numbers."""
    barrier = Barrier(runners)

    def start(number: int) -> _Result:
        barrier.wait()
        return run(number)

    with ThreadPoolExecutor(runners) as threads:
        return list(threads.map(start, range(runners)))
