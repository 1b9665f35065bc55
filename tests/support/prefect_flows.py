"""Flows small enough to test the machinery around them; ``prefect_flows.yaml`` deploys them."""

from __future__ import annotations

from prefect import flow

from flows.windows import Round, Window, keep_window


@flow
async def note_the_time() -> None:
    """Do nothing, and be seen to have done it."""


@flow
async def keep_a_long_window(window_seconds: float) -> int:
    """Keep a window that outlasts any test, one unit of work per round."""

    async def look() -> Round:
        return Round(done=1)

    return await keep_window(look, Window(length=window_seconds))
