"""What an operator of several machines does: ``prefect deploy --all``, as often as he likes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import suppress

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists

from engine.settings import shipped
from flows.deployments import find_deployments, read_deployments
from flows.server import PrefectServer
from flows.settings import WORK_POOL, prefect_environment

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

DECLARED = {"automatic-steps": "steps", "clocks": "clocks", "notices": "notices"}
NIGHTLY = "retention"


def prefect(server: PrefectServer, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        cwd=shipped("prefect.yaml").parent,
        env={**os.environ, **prefect_environment(server.settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def make_the_pool(server: PrefectServer) -> None:
    # Not with the command line, which would have the server ask outside for kinds of pools.
    async with PrefectClient(server.api_url) as client:
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process"))


def test_deploying_by_hand_gives_what_is_declared_and_can_be_repeated(
    prefect_server: PrefectServer,
) -> None:
    asyncio.run(make_the_pool(prefect_server))
    prefect(prefect_server, "deploy", "--all")
    prefect(prefect_server, "deploy", "--all")

    async def look() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            found = {each.name: each for each in await client.read_deployments()}
            automations = await client.read_automations()
            for_workers = await find_deployments(client, read_deployments(shipped("prefect.yaml")))
        assert {name: found[name].work_queue_name for name in DECLARED} == DECLARED
        for name in DECLARED:
            assert found[name].parameters == {"window_seconds": 50}
            assert found[name].concurrency_options.collision_strategy == "CANCEL_NEW"
            assert [each.slug for each in found[name].schedules] == ["every-minute"]
        assert [each.slug for each in found[NIGHTLY].schedules] == ["every-night"]
        assert set(for_workers) == {found[name].id for name in (*DECLARED, NIGHTLY)}
        bells = [each.name for each in automations if each.name.partition("__")[0] in DECLARED]
        assert len(bells) == 2

    asyncio.run(look())


def test_the_embedded_mode_reads_the_same_file() -> None:
    declared = read_deployments(shipped("prefect.yaml"))
    assert {each.declared["name"]: each.queue for each in declared} == {
        **DECLARED,
        NIGHTLY: "clocks",
    }
