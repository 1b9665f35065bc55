"""``python -m tests.chaos [STORY…]``: the long forms of the fault tests, one line of figures each.

A seed that fails is kept in ``tests/faults/seeds``, where ``make test`` runs it again for ever.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.chaos.stories import STORIES, Chosen
from tests.support.seeds import new_seed, seed_kept_if_it_fails


def main() -> int:
    """Run stories and say what came of them; 1 where one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("stories", nargs="*", metavar="STORY", help=", ".join(STORIES))
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument(
        "--times", type=int, help="how many kills, commands, images; else the story's"
    )
    parser.add_argument("--seed", type=int, help="replay a run")
    given = parser.parse_args()
    unknown = sorted(set(given.stories) - set(STORIES))
    if unknown:
        parser.error(f"Expected stories among {', '.join(STORIES)}, but found {', '.join(unknown)}")
    databases = ("sqlite", "postgresql") if given.database == "both" else (given.database,)
    failed = [
        name
        for name in given.stories or STORIES
        for database in databases
        if database in STORIES[name].databases
        and not _passes(name, database, given.times, given.seed)
    ]
    return 1 if failed else 0


def _passes(name: str, database: str, times: int | None, seed: int | None) -> bool:
    story = STORIES[name]
    chosen = new_seed() if seed is None else seed
    began = time.monotonic()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="motcua-chaos-") as home,
            seed_kept_if_it_fails(name, chosen) as chance,
        ):
            figures = story.run(Chosen(Path(home), database, chance, times or story.times))
    except Exception:
        traceback.print_exc()
        figures = "FAILED"
    seconds = time.monotonic() - began
    print(f"{name} on {database}: {figures} ({seconds:.0f} s, seed {chosen})", flush=True)  # noqa: T201
    return figures != "FAILED"


if __name__ == "__main__":
    sys.exit(main())
