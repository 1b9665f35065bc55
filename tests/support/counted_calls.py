"""How much work something takes, counted in calls: the same on every machine, and whatever else runs there."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable
from typing import Any

MOST_CALLS = 3_000_000
"""Calls one check may take: about half a second of a processor."""


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions are called while some work is done."""
    profile = cProfile.Profile()
    profile.runcall(work)
    counted: Any = pstats.Stats(profile)
    return int(counted.total_calls)
