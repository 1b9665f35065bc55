"""Nothing but these tests notices when schedules silently stop making runs.

Prefect 3.8 with SQLAlchemy 2.1 is such a case: everything starts, and nothing ever happens.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun

from engine.services.doorbell import Doorbell
from flows.children import Child
from flows.server import PrefectServer
from flows.worker import worker_process
from tests.support.outside import Outside
from tests.support.prefect_office import deployment_id, runs
from tests.support.prefect_server import TEST_DEPLOYMENTS, eventually

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]


LONG = "on-the-doorbell"


@dataclass
class Shift:
    """Whoever works at the moment; when one is killed, the next takes the place."""

    server: PrefectServer
    worker: Child

    def next(self) -> None:
        """Start the next worker."""
        self.worker = worker_process(self.server.settings, deployments=TEST_DEPLOYMENTS)
        self.worker.start()


@pytest.fixture(scope="module")
def shift(prefect_server: PrefectServer, outside: Outside) -> Iterator[Shift]:
    shift = Shift(prefect_server, worker_process(prefect_server.settings))
    with outside.watching():
        shift.next()
    yield shift
    shift.worker.stop()


def test_a_schedule_really_makes_runs_and_the_worker_really_runs_them(shift: Shift) -> None:
    async def story() -> None:
        async with PrefectClient(shift.server.api_url) as client:
            done = await eventually(
                lambda: runs(client, "every-few-seconds", states=("COMPLETED",)),
                within=90,
                what="a completed run",
            )
        assert done[0].auto_scheduled
        assert done[0].start_time - done[0].expected_start_time < timedelta(seconds=10)

    asyncio.run(story())


def test_neither_server_nor_worker_reaches_outside_this_host(
    shift: Shift, outside: Outside
) -> None:
    assert shift.worker.is_running()
    assert outside.called == []
    call = "import socket; socket.getaddrinfo('example.org', 443)"
    environment = {**os.environ, **outside.environment}
    caller = subprocess.run([sys.executable, "-c", call], env=environment, capture_output=True)
    assert caller.returncode == 1
    assert ["example.org" in line for line in outside.called] == [True]


def test_a_ring_opens_a_window_and_a_killed_worker_leaves_none_that_only_looks_alive(
    shift: Shift,
) -> None:
    bell = Doorbell(shift.server.api_url)

    async def story() -> None:
        async with PrefectClient(shift.server.api_url) as client:
            # A ring is a hint that a busy server may lose, so it is rung as an office would.
            async def ring_and_look() -> list[FlowRun]:
                bell.ring()
                return await runs(client, LONG, states=("RUNNING",))

            opened = await eventually(ring_and_look, within=90, what="a window")
            assert shift.worker.pid
            os.kill(shift.worker.pid, signal.SIGKILL)
            shift.worker.stop()  # only reaps it
            shift.next()
            crashed = await eventually(
                lambda: runs(client, LONG, states=("CRASHED",)), within=90, what="a verdict"
            )
            assert [run.id for run in crashed] == [run.id for run in opened]

    asyncio.run(story())


def test_a_window_opens_in_the_place_of_the_lost_one_and_sigterm_closes_it_in_order(
    shift: Shift,
) -> None:
    async def story() -> None:
        async with PrefectClient(shift.server.api_url) as client:
            known = await eventually(
                lambda: deployment_id(client, LONG), within=90, what="a deployment"
            )
            # Only one window at a time: where a late ring has opened it, this run is cancelled.
            await client.create_flow_run_from_deployment(UUID(known))
            opened = await eventually(
                lambda: runs(client, LONG, states=("RUNNING",)), within=90, what="a window"
            )
            shift.worker.stop()
            closed = await runs(client, LONG, states=("COMPLETED",))
            assert {run.id for run in opened} <= {run.id for run in closed}
            assert not await runs(client, LONG, states=("RUNNING", "FAILED"))

    asyncio.run(story())
