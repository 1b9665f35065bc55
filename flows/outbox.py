"""One round over the outbox: claim, carry out, settle. Nothing here knows Prefect.

What is carried out is leased; a process that dies in between loses its lease, and another one
carries the effect out again under the same idempotency key.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from engine.core.effects import EffectKind
from engine.errors import AutomaticStepError
from engine.services import automation
from engine.services.automation import Performed
from engine.services.office import Office
from engine.store.outbox import OutboxEntry
from flows.windows import Round

AT_ONCE = 8
"""Effects carried out together. None waits for another within its lease."""

logger = logging.getLogger(__name__)


async def drain(
    office: Office,
    carry_out: Callable[[OutboxEntry], Awaitable[Performed]],
    *,
    kinds: tuple[EffectKind, ...],
    holder: str,
) -> Round:
    """Carry out the effects of some kinds that wait, at most ``AT_ONCE`` of them.

    A failure is recorded with its effect and holds up only what follows in the same dossier.
    """
    entries = await asyncio.to_thread(
        automation.claim_outbox, office, kinds=kinds, holder=holder, limit=AT_ONCE
    )
    done = await asyncio.gather(*(_one(office, entry, carry_out) for entry in entries))
    # Behind each effect may stand the next one of its dossier.
    return Round(done=sum(done), more=bool(entries))


async def _one(
    office: Office, entry: OutboxEntry, carry_out: Callable[[OutboxEntry], Awaitable[Performed]]
) -> bool:
    try:
        result = await carry_out(entry)
        return await asyncio.to_thread(automation.settle, office, entry, result)
    except Exception as error:
        await _record(office, entry, error)
        return False


async def _record(office: Office, entry: OutboxEntry, error: Exception) -> None:
    retryable = not isinstance(error, AutomaticStepError) or error.retryable
    try:
        await asyncio.to_thread(automation.fail, office, entry, error, retryable=retryable)
    except Exception as second:
        # Its text may hold personal data; its lease runs out, and then it is tried again.
        logger.warning(
            "The failure of %s could not be recorded (%s)", entry.key, type(second).__name__
        )
