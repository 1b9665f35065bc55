"""``python -m tests.support.sleepy_worker HOME URL``: a worker that is stopped while it acts, and wakes late."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.services import automation
from engine.services.automation import ActionInput, Performed
from engine.services.office import Office
from engine.settings import Settings
from tests.support import offices


def act(office: Office, given: ActionInput) -> Performed:
    """Say that it acts, and wait for a word to go on."""
    print("acting", flush=True)  # noqa: T201
    sys.stdin.readline()
    return Performed()


def main() -> None:
    """Claim an automatic step, carry it out, settle it, and say whether that counted."""
    automation.ACTIONS["notify_applicant"] = act
    settings = Settings(home=Path(sys.argv[1]), database_url=sys.argv[2])
    with open_office(settings, clock=SettableClock(offices.MONDAY)) as office:
        (entry,) = automation.claim_outbox(office, kinds=("automatic_step",), holder="sleepy")
        settled = automation.settle(office, entry, automation.perform(office, entry))
    print(f"settled {settled}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
