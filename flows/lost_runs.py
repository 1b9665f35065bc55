"""Runs whose process is gone, which Prefect would go on calling *running*.

Their place in the concurrency limit would stay taken for five minutes. The work itself is not lost
with them: it is leased in our own tables.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State
from prefect.states import Crashed

from flows.deployments import THIS_POOL

SLOWEST_RUN = timedelta(seconds=120)
"""Beyond this a run counts as lost, wherever it ran; a window and its retries are shorter."""

_IN_PROGRESS = FlowRunFilter.model_validate(
    {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}
)


def this_process() -> str:
    """Return where a run of this process is, in Prefect's form ``host:pid``."""
    return f"{socket.gethostname()}:{os.getpid()}"


async def give_up_lost_runs(client: PrefectClient, *, now: datetime) -> int:
    """Mark lost runs as crashed, which frees their places, and return their number."""
    in_progress = await client.read_flow_runs(
        work_pool_filter=THIS_POOL, flow_run_filter=_IN_PROGRESS
    )
    lost = [run for run in in_progress if is_lost(run, now=now)]
    for run in lost:
        crashed: State[None] = Crashed(message="The process that ran it is gone.")
        await client.set_flow_run_state(run.id, crashed, force=True)
    return len(lost)


def is_lost(run: FlowRun, *, now: datetime) -> bool:
    """Tell whether the process of ``run`` is dead or, on another machine, silent for too long."""
    if run.state and now - run.state.timestamp > SLOWEST_RUN:
        return True
    host, _, pid = (run.infrastructure_pid or "").rpartition(":")
    return host == socket.gethostname() and pid.isdigit() and not _lives(int(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
