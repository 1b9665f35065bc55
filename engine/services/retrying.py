"""When an outside effect that failed is tried again, and what its row says it is about."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.core.lifecycle import ItemKind
from engine.core.state import Dossier
from engine.errors import AutomaticStepError
from engine.messages import message
from engine.services.office import Office
from engine.specs.steps import Retry
from engine.store.outbox import OutboxEntry
from engine.store.unit_of_work import UnitOfWork

_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=1)
_MAX_ATTEMPTS = 10


def item_of(entry: OutboxEntry, name: str = "item") -> int:
    """Return the number of the work item an effect is about.

    Raises:
        AutomaticStepError: its row does not say it, and never will.
    """
    found = entry.payload.get(name)
    try:
        return int(found)  # type: ignore[arg-type]  # whatever it is
    except (TypeError, ValueError):
        raise AutomaticStepError(
            message(
                "Expected outbox entry {number} to name a work item, but it cannot be read",
                number=entry.id,
            ),
            retryable=False,
        ) from None


def next_try(office: Office, entry: OutboxEntry) -> datetime | None:
    """Return when to try an effect again, or None where it was tried often enough.

    A step's own ``retry:`` decides for it; anything else waits twice as long each time.
    """
    now = office.clock.now()
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(entry.dossier)
        retry = _retry_of(office, uow, dossier, entry) if dossier is not None else None
        if dossier is not None and retry is not None:
            if entry.attempts > retry.times:
                return None
            calendar = office.rulebook(uow).calendar_of(dossier.desk)
            return calendar.add(now, calendar.allowance(retry.delay.parts))
    if entry.attempts >= _MAX_ATTEMPTS:
        return None
    doubled: int = 2 ** (entry.attempts - 1)
    return now + min(_FIRST_DELAY * doubled, _LONGEST_DELAY)


def _retry_of(
    office: Office, uow: UnitOfWork, dossier: Dossier, entry: OutboxEntry
) -> Retry | None:
    if entry.kind != "automatic_step":
        return None
    item = dossier.items.get(item_of(entry))
    if item is None or item.kind is not ItemKind.AUTOMATIC:
        return None
    net = office.net(uow, dossier.digest)
    return net.procedure.steps[net.node(item.node).step or item.node].retry
