"""Nothing but these tests notices when schedules silently stop making runs.

Prefect 3.8 with SQLAlchemy 2.1 is such a case: everything starts, and nothing ever happens.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from prefect.client.orchestration import PrefectClient

from engine.services.doorbell import Doorbell
from flows.children import Child
from flows.server import PrefectServer
from flows.worker import worker_process
from tests.support.outside import Outside
from tests.support.prefect_office import deployment_id, runs
from tests.support.prefect_server import TEST_DEPLOYMENTS, eventually

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]


def test_a_schedule_really_makes_runs_and_the_worker_really_runs_them(
    prefect_server: PrefectServer, worker: Child
) -> None:
    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            await eventually(
                lambda: runs(client, "every-second", states=("SCHEDULED",)),
                within=30,
                what="a planned run",
            )
            done = await eventually(
                lambda: runs(client, "every-second", states=("COMPLETED",)),
                within=30,
                what="a completed run",
            )
        assert done[0].auto_scheduled
        assert done[0].start_time - done[0].expected_start_time < timedelta(seconds=10)

    asyncio.run(story())


def test_a_ring_of_the_doorbell_opens_a_window_and_sigterm_closes_it_in_order(
    prefect_server: PrefectServer, worker: Child
) -> None:
    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            await eventually(
                lambda: runs(client, "every-second", states=("COMPLETED",)),
                within=30,
                what="a worker",
            )
            Doorbell(prefect_server.api_url).ring()
            await eventually(
                lambda: runs(client, "on-the-doorbell", states=("RUNNING",)),
                within=30,
                what="a window",
            )
            worker.stop()
            closed = await runs(client, "on-the-doorbell", states=("COMPLETED",))
            assert [run.state_name for run in closed] == ["Completed"]
            assert not await runs(
                client,
                "on-the-doorbell",
                states=(
                    "RUNNING",
                    "CRASHED",
                    "FAILED",
                ),
            )

    asyncio.run(story())


def test_a_killed_worker_leaves_no_run_behind_that_only_looks_alive(
    prefect_server: PrefectServer, worker: Child
) -> None:
    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            deployment = await eventually(
                lambda: deployment_id(client, "on-the-doorbell"), within=30, what="a deployment"
            )
            started = await client.create_flow_run_from_deployment(deployment)
            await eventually(
                lambda: runs(client, "on-the-doorbell", states=("RUNNING",)),
                within=30,
                what="a window",
            )
            assert worker.pid
            os.kill(worker.pid, signal.SIGKILL)
            worker.stop()  # only reaps it
            successor = worker_process(prefect_server.settings, deployments=TEST_DEPLOYMENTS)
            successor.start()
            try:
                crashed = await eventually(
                    lambda: runs(client, "on-the-doorbell", states=("CRASHED",)),
                    within=30,
                    what="a verdict",
                )
                assert [run.id for run in crashed] == [started.id]
                again = await client.create_flow_run_from_deployment(deployment)
                running = await eventually(
                    lambda: runs(client, "on-the-doorbell", states=("RUNNING",)),
                    within=30,
                    what="a new window in the place of the lost one",
                )
                assert [run.id for run in running] == [again.id]
            finally:
                successor.stop()

    asyncio.run(story())


def test_neither_server_nor_worker_reaches_outside_this_host(
    prefect_server: PrefectServer, worker: Child, outside: Outside
) -> None:
    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            await eventually(
                lambda: runs(client, "every-second", states=("COMPLETED",)),
                within=30,
                what="a completed run",
            )

    asyncio.run(story())
    assert outside.called == []
    call = "import socket; socket.getaddrinfo('example.org', 443)"
    environment = {**os.environ, **outside.environment}
    caller = subprocess.run([sys.executable, "-c", call], env=environment, capture_output=True)
    assert caller.returncode == 1
    assert ["example.org" in line for line in outside.called] == [True]
