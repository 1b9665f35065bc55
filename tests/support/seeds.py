"""Seeded randomness for tests: printed, so that a failure can be replayed with MOTCUA_SEED.

Fault tests also keep the seeds that failed, in ``tests/faults/seeds``, and run them again for ever.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_KEPT = Path(__file__).parents[1] / "faults" / "seeds"


def new_seed() -> int:
    """Return the seed that MOTCUA_SEED gives, or another each time; it is printed."""
    given = os.environ.get("MOTCUA_SEED")
    seed = int(given) if given else random.SystemRandom().randrange(2**32)
    print(f"MOTCUA_SEED={seed}")  # noqa: T201 - the seed of a failure must be seen
    return seed


def seeded_random() -> random.Random:
    """Return a random source; pytest shows its seed with a failing test."""
    return random.Random(new_seed())


def remembered_seeds(story: str) -> list[int | None]:
    """Return the seeds that once failed a story, and None for a new one."""
    return [*_kept(story, _KEPT), None]


@contextmanager
def seed_kept_if_it_fails(
    story: str, seed: int | None = None, folder: Path = _KEPT
) -> Iterator[random.Random]:
    """Give a random source from ``seed`` or a new one; keep that where the block fails."""
    chosen = new_seed() if seed is None else seed
    try:
        yield random.Random(chosen)
    except Exception:
        if chosen not in _kept(story, folder):
            folder.mkdir(exist_ok=True)
            with (folder / f"{story}.txt").open("a", encoding="ascii") as file:
                file.write(f"{chosen}\n")
        raise


def _kept(story: str, folder: Path) -> list[int]:
    file = folder / f"{story}.txt"
    return [int(line) for line in file.read_text().split()] if file.exists() else []
