"""Watches the clocks: what has become due is fired, and alerts are raised and escalated."""

from __future__ import annotations

import asyncio
import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.bootstrap import open_office
from engine.services.alerts import wake_snoozed
from engine.services.clocks import fire_due_clocks
from flows.windows import Round, Window, keep_window

logger = logging.getLogger(__name__)


@flow(persist_result=False)
async def watch_clocks(window_seconds: float = 50.0) -> State[None]:
    """Keep a window over the clocks that run out."""
    raised = 0
    stuck: set[str] = set()
    with open_office() as office:

        async def sweep() -> Round:
            nonlocal raised
            swept = await asyncio.to_thread(fire_due_clocks, office)
            woken = await asyncio.to_thread(wake_snoozed, office)
            raised += swept.raised + woken
            stuck.update(swept.stuck)
            return Round(done=swept.fired, more=swept.fired > 0)

        fired = await keep_window(sweep, Window(window_seconds))
    if stuck:
        logger.warning("The clocks of %s could not be fired", ", ".join(sorted(stuck)))
    return Completed(message=f"{fired} clocks fired, {raised} alerts raised, {len(stuck)} stuck")
