"""Erases, once a day, the personal data that has been kept for as long as its procedure says."""

from __future__ import annotations

import asyncio
import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.bootstrap import open_office
from engine.services.retention import apply

logger = logging.getLogger(__name__)


@flow(persist_result=False)
async def erase_personal_data() -> State[None]:
    """Erase what is due today; a run that is lost is made up for by the next."""
    with open_office() as office:
        done = await asyncio.to_thread(apply, office, None)
    if done.stuck:
        logger.warning("Nothing could be erased of %s", ", ".join(done.stuck))
    return Completed(message=f"{len(done.erasures)} dossiers erased from, {len(done.stuck)} stuck")
