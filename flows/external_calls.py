"""How a call to the world outside is retried and timed out, the same for every flow.

Short retries here, for a hiccup; long ones in the outbox, for an outage. A window with its slowest
call stays below ``flows.lost_runs.SLOWEST_RUN`` and below the lease of what it carries out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from traceback import format_tb
from typing import Any, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.utilities.annotations import quote

from engine.errors import AutomaticStepError, EngineError
from engine.messages import message

T = TypeVar("T")

logger = logging.getLogger(__name__)


async def may_help(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether trying again can help: not where the other side has said that it cannot."""
    error = await state.aresult(raise_on_failure=False)
    return not (isinstance(error, AutomaticStepError) and not error.retryable)


@task(
    retries=2,
    retry_delay_seconds=[1, 3],
    retry_condition_fn=may_help,
    timeout_seconds=20,
    cache_policy=NO_CACHE,
    persist_result=False,
    log_prints=False,
    task_run_name="{key}",
)
async def _call(key: str, call: Callable[[], Any]) -> Any:
    try:
        return await asyncio.to_thread(call)
    except EngineError:
        raise
    except Exception as error:
        # Its text may hold personal data, and Prefect would keep and show it. Where it happened holds none.
        where = "".join(format_tb(error.__traceback__))
        logger.warning("%s failed with %s:\n%s", key, type(error).__name__, where)
        raise AutomaticStepError(
            message(
                "Expected the call to succeed, but it failed with {error}",
                error=type(error).__name__,
            ),
            retryable=True,
        ) from None


async def call_outside(name: str, key: str, call: Callable[[], T]) -> T:
    """Make one call as one task run.

    Args:
        name: what kind of call it is, as Prefect shows it.
        key: its idempotency key, dossier, journal entry and kind; Prefect learns nothing else of it.
        call: what to do, in a thread of its own.

    Raises:
        AutomaticStepError: it failed on every try.
        TimeoutError: its last try took too long.
    """
    # Quoted, so that Prefect does not search through what the call holds on to.
    quoted: Any = quote(call)
    result: T = await _call.with_options(name=name)(key, quoted)
    return result
