"""The deployments of ``prefect.yaml``, brought to a server without a command line.

An operator of several machines types ``prefect deploy --all``; the embedded mode has no operator,
so it reads the same file and registers the same deployments.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import WorkPoolFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Schedule
from prefect.types.entrypoint import EntrypointType
from prefect.utilities.importtools import import_object

from flows.settings import WORK_POOL

AnyFlow = Flow[..., Any]

THIS_POOL = WorkPoolFilter.model_validate({"name": {"any_": [WORK_POOL]}})
"""Narrows what is read from a server to our work pool."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment of the file, with the flow it runs."""

    flow: AnyFlow
    entrypoint: str
    queue: str
    declared: dict[str, Any]

    async def for_prefect(self) -> RunnerDeployment:
        """Return it in Prefect's own form, as ``prefect deploy`` would build it."""
        declared = self.declared
        return await self.flow.ato_deployment(
            name=declared["name"],
            description=declared.get("description"),
            tags=declared.get("tags"),
            parameters=declared.get("parameters"),
            schedules=[_schedule(**schedule) for schedule in declared.get("schedules", [])],
            triggers=[
                DeploymentEventTrigger.model_validate(
                    {"name": f"{declared['name']}__automation_{number}", **trigger}
                )
                for number, trigger in enumerate(declared.get("triggers", []), start=1)
            ],
            concurrency_limit=ConcurrencyLimitConfig.model_validate(declared["concurrency_limit"]),
            work_pool_name=WORK_POOL,
            work_queue_name=self.queue,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )


def read_deployments(path: Path) -> list[Deployment]:
    """Return the deployments ``path`` declares, their flows imported."""
    return [
        Deployment(
            flow=import_object(declared["entrypoint"]),
            entrypoint=declared["entrypoint"],
            queue=declared["work_pool"]["work_queue_name"],
            declared=declared,
        )
        for declared in yaml.safe_load(path.read_text(encoding="utf-8"))["deployments"]
    ]


async def apply_deployments(client: PrefectClient, deployments: list[Deployment]) -> None:
    """Create the work pool and every deployment, or bring them up to date."""
    with suppress(ObjectAlreadyExists):
        await client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process"))
    for deployment in deployments:
        registered = await deployment.for_prefect()
        await registered.aapply()


async def find_deployments(
    client: PrefectClient, deployments: list[Deployment]
) -> dict[UUID, AnyFlow]:
    """Return the ids the server knows these deployments by, each with its flow."""
    flows = {deployment.entrypoint: deployment.flow for deployment in deployments}
    registered = await client.read_deployments(work_pool_filter=THIS_POOL)
    return {found.id: flows[found.entrypoint] for found in registered if found.entrypoint in flows}


def _schedule(interval: float | None = None, **others: Any) -> Schedule:
    return Schedule(interval=timedelta(seconds=interval) if interval else None, **others)
