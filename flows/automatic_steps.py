"""Carries out the automatic steps that wait in the outbox, and what linked dossiers wait for."""

from __future__ import annotations

from functools import partial

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.bootstrap import open_office
from engine.services import automation
from engine.services.automation import Performed
from engine.services.linking import LINK_EFFECTS
from engine.store.outbox import OutboxEntry
from flows.external_calls import call_outside
from flows.outbox import drain
from flows.windows import Window, keep_window


@flow(persist_result=False)
async def run_automatic_steps(window_seconds: float = 50.0) -> State[None]:
    """Keep a window over the automatic steps that are ready."""
    with open_office() as office:

        async def carry_out(entry: OutboxEntry) -> Performed:
            if entry.kind in LINK_EFFECTS:
                # All of it happens in our own database, when it is settled.
                return Performed()
            action = partial(automation.perform, office, entry)
            return await call_outside("automatic_step", entry.key, action)

        done = await keep_window(
            lambda: drain(
                office,
                carry_out,
                kinds=automation.STEP_EFFECTS,
                holder=str(runtime.flow_run.id),
            ),
            Window(window_seconds),
        )
    return Completed(message=f"{done} automatic steps")
