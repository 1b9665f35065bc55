"""``python -m tests.support.skewed_worker HOME URL SEED ROUNDS``: a worker whose machine's clock jumps.

Each round its clock is set somewhere within two days, or a little beyond, of the right time; then it sweeps and
delivers, as a worker does that trusts its clock.
"""

from __future__ import annotations

import random
import sys
from datetime import timedelta
from pathlib import Path

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.services import clocks
from engine.services.draining import drain_outbox
from engine.settings import Settings
from tests.support import offices

JUMPS = [timedelta(hours=hours) for hours in (-48, -24, -1, 0, 0, 0, 1, 24, 48)]
RIGHT = offices.MONDAY + timedelta(days=9)


def main() -> None:
    """Work for some rounds, and end."""
    home, url, seed, rounds = sys.argv[1:5]
    chance, clock = random.Random(int(seed)), SettableClock(RIGHT)
    with open_office(Settings(home=Path(home), database_url=url), clock=clock) as office:
        for _ in range(int(rounds)):
            clock.set(RIGHT + chance.choice(JUMPS) + timedelta(seconds=chance.randint(-90, 90)))
            clocks.fire_due_clocks(office, limit=3)
            drain_outbox(office, f"worker{seed}")


if __name__ == "__main__":
    main()
