"""Does in this process what Prefect drives: fires due clocks and carries out outside effects.

For machines without Prefect, for the demonstration office and for tests; leases and fences are the same,
so it may run beside Prefect's flows.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from uuid import uuid4

from engine.errors import AutomaticStepError
from engine.services import alerts, automation, clocks
from engine.services.office import Office
from engine.store.outbox import OutboxEntry

_BATCH = 100
_PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drained:
    """What was done: alerts raised by clocks, effects carried out, effects put off or buried."""

    raised: int = 0
    performed: int = 0
    failed: int = 0

    def __add__(self, other: Drained) -> Drained:
        return Drained(
            self.raised + other.raised,
            self.performed + other.performed,
            self.failed + other.failed,
        )


def drain(office: Office, *, seconds: float = 0.0) -> Drained:
    """Fire what is due and carry out every effect that is due; go on looking for ``seconds``."""
    holder = f"local-{uuid4()}"
    ends_at = time.monotonic() + seconds
    done = _round(office, holder)
    while time.monotonic() < ends_at:
        time.sleep(min(_PAUSE_SECONDS, max(0.0, ends_at - time.monotonic())))
        done += _round(office, holder)
    return done


def _round(office: Office, holder: str) -> Drained:
    sweep = clocks.fire_due_clocks(office)
    woken = alerts.wake_snoozed(office)
    return Drained(raised=sweep.raised + woken) + drain_outbox(office, holder)


def drain_outbox(office: Office, holder: str) -> Drained:
    """Carry out every effect that is due now, also those that follow from the first.

    A failure is recorded with its effect and holds up only what follows in the same dossier.
    """
    done = Drained()
    while entries := automation.claim_outbox(
        office, kinds=(*automation.STEP_EFFECTS, "notice"), holder=holder, limit=_BATCH
    ):
        for entry in entries:
            done += _carry_out(office, entry)
    return done


def _carry_out(office: Office, entry: OutboxEntry) -> Drained:
    try:
        return Drained(
            performed=automation.settle(office, entry, automation.perform(office, entry))
        )
    except Exception as error:  # actions and channels are anybody's code
        _record(office, entry, error)
        return Drained(failed=1)


def _record(office: Office, entry: OutboxEntry, error: Exception) -> None:
    retryable = not isinstance(error, AutomaticStepError) or error.retryable
    try:
        automation.fail(office, entry, error, retryable=retryable)
    except Exception as second:
        # Its text may hold personal data; its lease runs out, and then it is tried again.
        _log.warning(
            "The failure of %s could not be recorded (%s)", entry.key, type(second).__name__
        )
