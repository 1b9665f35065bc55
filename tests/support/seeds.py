"""Seeded randomness for tests: printed, so that a failure can be replayed with MOTCUA_SEED."""

from __future__ import annotations

import os
import random


def seeded_random() -> random.Random:
    """Return a random source; pytest shows its seed with a failing test."""
    given = os.environ.get("MOTCUA_SEED")
    seed = int(given) if given else random.SystemRandom().randrange(2**32)
    print(f"MOTCUA_SEED={seed}")  # noqa: T201 - the seed of a failure must be seen
    return random.Random(seed)
