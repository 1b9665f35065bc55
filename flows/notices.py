"""Delivers the notices that wait in the outbox, through each channel with a task of its own."""

from __future__ import annotations

from functools import partial

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.bootstrap import open_office
from engine.services import notices
from engine.services.automation import Performed
from engine.store.outbox import OutboxEntry
from flows.external_calls import call_outside
from flows.outbox import drain
from flows.windows import Window, keep_window


@flow(persist_result=False)
async def deliver_notices(window_seconds: float = 50.0) -> State[None]:
    """Keep a window over the notices that are due."""
    with open_office() as office:

        async def carry_out(entry: OutboxEntry) -> Performed:
            for channel, send in notices.channels(office).items():
                await call_outside(channel, entry.key, partial(send, office, entry))
            return Performed()

        done = await keep_window(
            lambda: drain(office, carry_out, kinds=("notice",), holder=str(runtime.flow_run.id)),
            Window(window_seconds),
        )
    return Completed(message=f"{done} notices")
