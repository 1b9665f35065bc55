"""Runs clients side by side and measures them: pace, processor time, and how long each step took."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moves:
    """Work for several clients; each returns how many seconds each of its steps took."""

    clients: int
    work: Callable[[int], list[float]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; delays in seconds, processor time of this process per step."""

    per_second: float
    cpu_microseconds: float
    p50: float
    p99: float


def clocked(move: Callable[..., object], *arguments: object) -> float:
    """Return how many seconds a call took."""
    begun = time.perf_counter()
    move(*arguments)
    return time.perf_counter() - begun


def measured(moves: Moves) -> Figures:
    """Run all clients at once and return the figures of their steps together."""
    ready = threading.Barrier(moves.clients + 1)

    def client(number: int) -> list[float]:
        ready.wait()
        return moves.work(number)

    with ThreadPoolExecutor(moves.clients) as pool:
        futures = [pool.submit(client, number) for number in range(moves.clients)]
        ready.wait()
        begun, cpu = time.perf_counter(), time.process_time()
        delays = [delay for future in futures for delay in future.result()]
        elapsed, used = time.perf_counter() - begun, time.process_time() - cpu
    hundredths = statistics.quantiles(delays, n=100)
    return Figures(
        len(delays) / elapsed, used / len(delays) * 1e6, statistics.median(delays), hundredths[98]
    )
