"""Runs clients side by side and measures them: pace, processor time, and how long each step took."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moves:
    """Work for several clients; each returns how many seconds each of its steps took."""

    clients: int
    work: Callable[[int], list[float]]


@dataclass(frozen=True, slots=True)
class Run:
    """What the clients of one process did; instants and delays in seconds, by one clock for all processes."""

    begun: float
    ended: float
    cpu: float
    delays: list[float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; delays in seconds, processor time of the clients' processes per step."""

    per_second: float
    cpu_microseconds: float
    p50: float
    p99: float


def clocked(move: Callable[..., object], *arguments: object) -> float:
    """Return how many seconds a call took."""
    begun = time.perf_counter()
    move(*arguments)
    return time.perf_counter() - begun


def run(moves: Moves, all_ready: Callable[[], object]) -> Run:
    """Run all clients of this process at once; ``all_ready`` waits for those of other processes."""
    ready = threading.Barrier(moves.clients + 1)

    def client(number: int) -> list[float]:
        ready.wait()
        return moves.work(number)

    with ThreadPoolExecutor(moves.clients) as pool:
        futures = [pool.submit(client, number) for number in range(moves.clients)]
        all_ready()
        ready.wait()
        begun, cpu = time.perf_counter(), time.process_time()
        delays = [delay for future in futures for delay in future.result()]
        return Run(begun, time.perf_counter(), time.process_time() - cpu, delays)


def figures_of(runs: Sequence[Run]) -> Figures:
    """Return the figures of processes that ran at once."""
    delays = [delay for each in runs for delay in each.delays]
    elapsed = max(each.ended for each in runs) - min(each.begun for each in runs)
    used = sum(each.cpu for each in runs)
    hundredths = statistics.quantiles(delays, n=100)
    return Figures(
        len(delays) / elapsed, used / len(delays) * 1e6, statistics.median(delays), hundredths[98]
    )


def measured(moves: Moves) -> Figures:
    """Run all clients at once in this process and return the figures of their steps together."""
    return figures_of([run(moves, lambda: None)])
