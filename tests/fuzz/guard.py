"""Runs a target on one input within its limits of processor time and memory."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tests.fuzz.targets import Target

LONGEST = 1.0
"""Seconds of processor time one input may take; other programs on the machine do not count."""
MOST_MEMORY = 256
"""MB the whole process may have in memory."""


class Hang(Exception):  # noqa: N818 - what is wrong is not an error of the program
    """An input took longer than it may."""


class Greed(Exception):  # noqa: N818
    """The process has more in memory than it may."""


def run(target: Target, data: bytes) -> None:
    """Run a target.

    Raises:
        Hang: it took more processor time than it may.
        Greed: the process has ever had more in memory than it may.
    """
    with _at_most(LONGEST):
        target(data)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if most > MOST_MEMORY:
        raise Greed(f"{most} MB")


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
