"""``python -m tests.support.crash_nursery HOME URL THREADS``: makes offices that work until they are killed.

For every line of input it forks an office, whose clerks receive and handle dossiers as fast as possible,
each in a thread, and say after each command that it was done. Forking saves the second that starting
Python anew would take; what an office compiles of its procedures is compiled before.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
from pathlib import Path

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.services import clocks
from engine.services.office import Office
from engine.settings import Settings
from tests.support import handling, offices


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())  # one write: a line is said whole or not at all


def work(office: Office, clerk: str) -> None:
    """Receive dossiers and move them on, for ever."""
    for number in itertools.count():
        code = offices.receive(office, f"{clerk}:{number}:r")
        say(f"done {clerk}:{number}:r")
        for step in range(3):
            handling.move_on(office, code, f"{clerk}:{number}:{step}")
            say(f"done {clerk}:{number}:{step}")
        clocks.fire_due_clocks(office)


def open_for(settings: Settings, name: str, clerks: int, warm: Office) -> None:
    """Let clerks work in an office of this process, each in a thread."""
    with open_office(settings, clock=SettableClock(offices.MONDAY)) as office:
        office._loaded, office._nets = warm._loaded, warm._nets
        office._calendars, office._rulebook = warm._calendars, warm._rulebook
        threads = [
            threading.Thread(target=work, args=(office, f"{name}.{number}"))
            for number in range(clerks)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def compiled(settings: Settings) -> Office:
    """Return an office that has compiled what the clerks need; its database is closed again."""
    with open_office(settings, clock=SettableClock(offices.MONDAY)) as office:
        offices.procedure_of(office)
        return office


def main() -> None:
    """Fork an office for each line of input, and say its process id and when it is gone."""
    settings = Settings(home=Path(sys.argv[1]), database_url=sys.argv[2])
    warm = compiled(settings)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            open_for(settings, line.strip(), int(sys.argv[3]), warm)
        say(f"born {pid}")
        os.waitpid(pid, 0)
        say("gone")


if __name__ == "__main__":
    main()
