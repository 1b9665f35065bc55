"""``python -m tests.support.crash_nursery HOME URL``: makes clerks that work until they are killed.

For every line of input it forks a clerk, who receives and handles dossiers as fast as possible and says
after each command that it was done. Forking saves the second that starting Python anew would take.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.services import clocks
from engine.settings import Settings
from tests.support import handling, offices


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())  # one write: a line is said whole or not at all


def work(home: Path, url: str, clerk: str) -> None:
    """Receive dossiers and move them on, for ever."""
    clock = SettableClock(offices.MONDAY)
    with open_office(Settings(home=home, database_url=url), clock=clock) as office:
        for number in itertools.count():
            code = offices.receive(office, f"{clerk}:{number}:r")
            say(f"done {clerk}:{number}:r")
            for step in range(3):
                handling.move_on(office, code, f"{clerk}:{number}:{step}")
                say(f"done {clerk}:{number}:{step}")
            clocks.fire_due_clocks(office)


def main() -> None:
    """Fork a clerk for each line of input, and say its process id and when it is gone."""
    home, url = Path(sys.argv[1]), sys.argv[2]
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            work(home, url, line.strip())
        say(f"born {pid}")
        os.waitpid(pid, 0)
        say("gone")


if __name__ == "__main__":
    main()
