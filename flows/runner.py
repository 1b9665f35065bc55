"""The resident runner: takes scheduled runs from the work pool and runs them in its own process.

Prefect's process worker starts a new interpreter for every run, at 3.4 CPU-seconds each; this one
runs the flow where it is, and Prefect still plans, limits, records and shows every run.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import Abort
from prefect.flow_engine import run_flow
from prefect.states import Pending
from prefect.utilities.engine import propose_state

from engine.clock import Clock, SystemClock
from flows.deployments import AnyFlow, Deployment, apply_deployments, find_deployments
from flows.lost_runs import give_up_lost_runs, this_process
from flows.settings import WORK_POOL
from flows.windows import closing, pause

logger = logging.getLogger(__name__)


@dataclass
class Runner:
    """Runs what the server has scheduled for ``deployments``, until told to stop.

    Attributes:
        register: whether it also creates the deployments, as the embedded mode wants it; where
            an operator deploys, several runners share the work pool.
        poll_seconds: how long a run that has become due waits at most.
    """

    deployments: list[Deployment]
    register: bool
    poll_seconds: float = 2.0
    heartbeat_seconds: float = 30.0
    clock: Clock = field(default_factory=SystemClock)
    _flows: dict[UUID, AnyFlow] = field(default_factory=dict)
    _runs: dict[UUID, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop`` is set, then let the windows that are open close in order."""
        closing.set(stop)
        async with get_client() as client:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._repeat(self._report, client, self.heartbeat_seconds))
                group.create_task(
                    self._repeat(self._take_scheduled_runs, client, self.poll_seconds)
                )
            await asyncio.gather(*self._runs.values(), return_exceptions=True)

    async def _repeat(
        self, do: Callable[[PrefectClient], Awaitable[None]], client: PrefectClient, every: float
    ) -> None:
        stop = closing.get()
        while stop and not stop.is_set():
            try:
                await do(client)
            except Exception:
                # A server that is down or restarting is no reason to end; its runs wait for it.
                logger.exception("The Prefect server could not be spoken to; trying again")
            await pause(every)

    async def _report(self, client: PrefectClient) -> None:
        # The first time for an upgrade that changed them, later for a server that lost them.
        if self.register and len(self._flows) < len(self.deployments):
            await apply_deployments(client, self.deployments)
        self._flows = await find_deployments(client, self.deployments)
        await client.send_worker_heartbeat(
            WORK_POOL, f"motcua on {socket.gethostname()}", self.heartbeat_seconds
        )
        await give_up_lost_runs(client, now=self.clock.now())

    async def _take_scheduled_runs(self, client: PrefectClient) -> None:
        if not self._flows:
            return
        scheduled = await client.get_scheduled_flow_runs_for_work_pool(
            WORK_POOL,
            sorted({deployment.queue for deployment in self.deployments}),
            scheduled_before=self.clock.now(),
        )
        # One of each deployment at a time: what has gathered while no worker ran would otherwise
        # be proposed all at once, most of it to be cancelled, and lock the server's SQLite.
        first = {answer.flow_run.deployment_id: answer.flow_run for answer in reversed(scheduled)}
        for deployment_id, run in first.items():
            if deployment_id in self._flows and run.id not in self._runs:
                self._start(client, run, self._flows[deployment_id])

    def _start(self, client: PrefectClient, run: FlowRun, flow: AnyFlow) -> None:
        task = asyncio.create_task(self._run(client, run, flow))
        self._runs[run.id] = task
        task.add_done_callback(lambda _: self._runs.pop(run.id, None))

    async def _run(self, client: PrefectClient, run: FlowRun, flow: AnyFlow) -> None:
        try:
            state: Any = await propose_state(client, Pending(), flow_run_id=run.id)
            if not state.is_pending():
                return
            run.state = state
            await client.update_flow_run(run.id, infrastructure_pid=this_process())
            running: Any = run_flow(flow, flow_run=run, return_type="state")
            await running
        except Abort:
            # Another runner was faster, or the run was cancelled meanwhile.
            return
        except Exception:
            logger.exception("A run of %s could not be finished", flow.name)
