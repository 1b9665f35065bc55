"""An office whose work nobody clicks is done by a real worker, deployed as shipped."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import FlowRun

from engine.bootstrap import open_office
from engine.clock import SettableClock, SystemClock
from engine.core.lifecycle import OPEN_ITEMS, ItemKind
from engine.core.state import Applicant, Dossier
from engine.services import dossiers, publishing
from engine.services.automation import LEASE
from engine.services.draining import drain_outbox
from engine.services.office import Office
from engine.settings import Settings, shipped
from engine.specs.reception import fields_at_reception
from flows.children import Child
from flows.worker import worker_process
from tests.support.databases import sql
from tests.support.offices import COMMUNE, DESK, RECEPTION, procedure_of, typed

WITH_AN_AUTOMATIC_STEP = "1.014464"
SECRET_NAME, SECRET_NUMBER = "Lương Thị Bí Mật", "079184990007"
LONG_AGO = timedelta(days=40)


@dataclass
class OfficeAtWork:
    """An office in a folder of its own, and the worker beside it."""

    office: Office
    worker: Child
    prefect_database: Path

    def receive(
        self,
        number: int = 1,
        procedure: str = WITH_AN_AUTOMATIC_STEP,
        *,
        ago: timedelta = timedelta(),
    ) -> list[str]:
        """Receive dossiers whose applicant nobody outside may hear of, and return their codes."""
        spec = procedure_of(self.office, procedure)
        reception = dossiers.Reception(
            procedure,
            DESK,
            COMMUNE,
            Applicant(SECRET_NAME, SECRET_NUMBER),
            data=typed(spec, fields_at_reception(spec)),
        )
        clock = SettableClock(SystemClock().now() - ago)
        with open_office(self.office.settings, clock=clock) as then:
            return [
                dossiers.receive(then, reception, RECEPTION, str(uuid4())).dossier
                for _ in range(number)
            ]

    def dossier(self, code: str) -> Dossier:
        """Return a dossier as it is now, with everything that is over."""
        with self.office.database.reading() as uow:
            found = uow.dossiers.find_whole(code)
        assert found is not None
        return found

    def open_node(self, code: str) -> str:
        """Return the step a dossier without parallel routes stands at."""
        items = self.dossier(code).items.values()
        return next(item.node for item in items if item.status in OPEN_ITEMS)

    def work_up_to_the_automatic_step(self, code: str) -> None:
        """Complete what people do, until a step that nobody does."""
        spec = procedure_of(self.office, WITH_AN_AUTOMATIC_STEP)
        while True:
            items = self.dossier(code).items.values()
            item = next(item for item in items if item.status in OPEN_ITEMS)
            if item.kind is ItemKind.AUTOMATIC:
                return
            with self.office.database.reading() as uow:
                directory = self.office.rulebook(uow).directory
            worker = (
                item.holder or directory.holders(item.unit, item.position, self.office.today)[0]
            )
            data = typed(spec, spec.steps[item.node].form)
            view = dossiers.show(self.office, code, worker)
            action = view.items[0].actions[0]
            dossiers.complete(
                self.office, code, item.number, action.outcome, worker, str(uuid4()), data=data
            )

    def raised(self) -> Counter[tuple[str, int, int, str]]:
        """Return how often each rung of each dossier's clocks raised an alert."""
        rows = sql(self.office.database, "SELECT dossier, clock, cycle, rung FROM alert")
        return Counter((row[0], row[1], row[2], row[3]) for row in rows)

    def unresolved(self) -> int:
        """Return how many alerts are unresolved, without keeping anybody from writing more."""
        with self.office.database.reading() as uow:
            return sum(uow.alerts.counts().values())

    def waiting(self) -> int:
        """Return how many outside effects still wait."""
        return int(sql(self.office.database, "SELECT count(*) FROM outbox")[0][0])

    def overdue_clocks(self) -> int:
        """Return how many clocks have something to fire."""
        with self.office.database.reading() as uow:
            return len(uow.clocks.due(self.office.clock.now(), 1000))

    def drain_once_leases_have_run_out(self) -> None:
        """Carry out by hand what still waits, also what a dead process had begun."""
        later = SettableClock(SystemClock().now() + 2 * LEASE)
        with open_office(self.office.settings, clock=later) as office:
            drain_outbox(office, "by hand")
        assert not self.waiting()

    def told(self) -> list[dict[str, object]]:
        """Return the lines of the notices file."""
        file = self.office.settings.notices_file
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def seen_by_prefect(self) -> bytes:
        """Return all that Prefect's database holds."""
        files = [self.prefect_database, Path(f"{self.prefect_database}-wal")]
        return b"".join(file.read_bytes() for file in files if file.exists())


@contextmanager
def office_at_work(settings: Settings, prefect_database: Path) -> Iterator[OfficeAtWork]:
    """Give an office and its worker, which was just started."""
    specs = specifications_with_mail_addresses(settings.home / "specs")
    with open_office(settings, upgrade=True, embedded_prefect=True) as office:
        publishing.publish(office, [specs], "mai_le")
        worker = worker_process(settings)
        worker.start()
        at_work = OfficeAtWork(office, worker, prefect_database)
        try:
            yield at_work
        finally:
            at_work.worker.stop()


def specifications_with_mail_addresses(folder: Path) -> Path:
    """Return a copy of the shipped specifications in which every officer can be reached by mail."""
    shutil.copytree(shipped("procedure_specs"), folder)
    organisation = folder / "organisation" / "hong-lam.yaml"
    text = organisation.read_text(encoding="utf-8")
    with_mail = re.sub(
        r"(\n  - id: (\w+)\n    name: .*)", r"\1\n    email: \2@hong-lam.example", text
    )
    organisation.write_text(with_mail, encoding="utf-8")
    return folder


async def runs(client: PrefectClient, *deployments: str, states: tuple[str, ...]) -> list[FlowRun]:
    """Return the runs of some deployments that are in one of some states."""
    return await client.read_flow_runs(
        deployment_filter=DeploymentFilter.model_validate({"name": {"any_": list(deployments)}}),
        flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": list(states)}}}),
    )


async def deployment_id(client: PrefectClient, name: str) -> str:
    """Return the id of a deployment, or "" where the server does not know it yet."""
    named = DeploymentFilter.model_validate({"name": {"any_": [name]}})
    found = await client.read_deployments(deployment_filter=named)
    return str(found[0].id) if found else ""
