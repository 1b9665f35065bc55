"""What nobody clicks is really done: by the shipped deployments, a real worker and a real server."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

import pytest
from prefect.client.orchestration import PrefectClient

from engine.core.lifecycle import AlertStatus
from engine.core.state import Alert, Dossier
from flows.server import PrefectServer
from flows.worker import worker_process
from tests.support.fake_smtp import NAMED_IN_REFUSAL, FakeSmtp, fake_smtp
from tests.support.prefect_office import (
    LONG_AGO,
    SECRET_NAME,
    SECRET_NUMBER,
    OfficeAtWork,
    deployment_id,
    office_at_work,
    runs,
)
from tests.support.prefect_server import eventually

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

IN_HAND = ("PENDING", "RUNNING", "COMPLETED")
SHIPPED = ("automatic-steps", "clocks", "notices")


@pytest.fixture(scope="module")
def post() -> Iterator[FakeSmtp]:
    with fake_smtp() as server:
        yield server


@pytest.fixture(scope="module")
def at_work(
    prefect_server: PrefectServer, post: FakeSmtp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OfficeAtWork]:
    settings = prefect_server.settings.model_copy(
        update={
            "home": tmp_path_factory.mktemp("office"),
            "smtp_host": "127.0.0.1",
            "smtp_port": post.port,
        }
    )
    database = prefect_server.settings.home / "prefect" / "prefect.db"
    with office_at_work(settings, database) as office:
        yield office


def holds(question: Callable[[], bool]) -> Callable[[], Awaitable[bool]]:
    async def ask() -> bool:
        return question()

    return ask


async def start(client: PrefectClient, deployment: str) -> None:
    """Start a run by hand, as soon as the worker has deployed it."""
    known = await eventually(
        lambda: deployment_id(client, deployment), within=90, what="a deployment"
    )
    await client.create_flow_run_from_deployment(known)


def test_an_automatic_step_is_carried_out_and_the_dossier_goes_on(
    prefect_server: PrefectServer, at_work: OfficeAtWork
) -> None:
    [code] = at_work.receive()

    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            await eventually(
                lambda: deployment_id(client, "automatic-steps"), within=90, what="a deployment"
            )
            at_work.work_up_to_the_automatic_step(code)
            assert at_work.open_node(code) == "notify"
            await eventually(
                holds(lambda: at_work.open_node(code) == "return"),
                within=90,
                what="the step after the automatic one",
            )

    asyncio.run(story())
    told = [line for line in at_work.told() if line["kind"] == "result_ready"]
    assert [line["dossier"] for line in told] == [code]
    assert SECRET_NAME not in str(told)


def test_an_overdue_dossier_is_told_of_once_for_each_rung_though_the_mail_server_hiccups(
    prefect_server: PrefectServer, at_work: OfficeAtWork, post: FakeSmtp
) -> None:
    post.refusals = 2
    [code] = at_work.receive(procedure="1.001806", ago=LONG_AGO)

    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            await start(client, "clocks")
            await eventually(holds(lambda: bool(at_work.raised())), within=90, what="an alert")
            await eventually(
                holds(lambda: not at_work.overdue_clocks()), within=90, what="the end of a sweep"
            )
            await start(client, "notices")
            await eventually(
                holds(lambda: not at_work.waiting()), within=90, what="the last notice"
            )

    asyncio.run(story())
    raised = at_work.raised()
    assert {"step_late", "dossier_late", "dossier_very_late"} <= {rung for *_, rung in raised}
    assert set(raised.values()) == {1}
    # Of the rungs of one clock that a late sweep raises together, the last stands for the others.
    alerts = standing(at_work.dossier(code))
    assert "dossier_very_late" in {alert.rung for alert in alerts}
    told = Counter(line["alert"] for line in at_work.told() if line["kind"] == "alert")
    assert told == Counter(alert.number for alert in alerts)
    mailed = [mail for mail in post.received if mail["Subject"] == code]
    owned = [f"{alert.owner}@hong-lam.example" for alert in alerts if alert.owner]
    assert owned
    assert sorted(mail["To"] for mail in mailed) == sorted(owned)
    assert post.refusals == 0
    assert len({mail["Message-ID"] for mail in mailed}) == len(mailed)
    assert all(f"/dossiers/{code}" in mail.get_content() for mail in mailed)
    no_place_outside_names_the_applicant(at_work, post)


def standing(dossier: Dossier) -> list[Alert]:
    """Return the alerts that nothing has resolved."""
    return [each for each in dossier.alerts.values() if each.status is not AlertStatus.RESOLVED]


def no_place_outside_names_the_applicant(at_work: OfficeAtWork, post: FakeSmtp) -> None:
    seen = {
        "the notices file": at_work.office.settings.notices_file.read_text(),
        "the mail": "".join(f"{mail}{mail.get_content()}" for mail in post.received),
        "Prefect's database": at_work.seen_by_prefect().decode("utf-8", "replace"),
        "the worker's log": (at_work.office.settings.home / "prefect/worker.log").read_text(),
    }
    assert ":notice" in seen["Prefect's database"]
    for place, text in seen.items():
        for secret in (SECRET_NAME, SECRET_NUMBER, NAMED_IN_REFUSAL):
            assert secret not in text, f"{place} names {secret}"


def test_each_alert_is_raised_and_told_once_though_a_worker_is_killed_in_the_middle(
    prefect_server: PrefectServer, at_work: OfficeAtWork
) -> None:
    at_work.worker.stop()
    before = at_work.unresolved()
    codes = at_work.receive(30, ago=LONG_AGO)
    at_work.worker = worker_process(at_work.office.settings)

    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            starting = asyncio.create_task(start(client, "clocks"))
            at_work.worker.start()
            await eventually(
                holds(lambda: at_work.unresolved() > before),
                within=90,
                what="an alert",
                every=0.002,
            )
            assert at_work.worker.pid
            os.kill(at_work.worker.pid, signal.SIGKILL)
            at_work.worker.stop()  # only reaps it
            assert at_work.overdue_clocks(), "it was killed too late to tell anything"
            await starting
            at_work.worker = worker_process(at_work.office.settings)
            at_work.worker.start()
            await start(client, "clocks")
            await eventually(
                holds(lambda: not at_work.overdue_clocks()), within=90, what="the end of the sweep"
            )

    asyncio.run(story())
    at_work.worker.stop()
    at_work.drain_once_leases_have_run_out()
    raised = at_work.raised()
    assert set(raised.values()) == {1}
    rungs = {code: {rung for of, *_, rung in raised if of == code} for code in codes}
    assert all(rungs[code] == rungs[codes[0]] for code in codes)
    assert {"step_late", "dossier_late"} <= rungs[codes[0]]
    told = Counter((line["dossier"], line["alert"]) for line in at_work.told() if "alert" in line)
    standing_now = {
        (code, alert.number) for code in codes for alert in standing(at_work.dossier(code))
    }
    assert standing_now <= set(told)
    assert len(told) == at_work.unresolved()
    assert set(told.values()) == {1}


def test_the_shipped_schedules_make_runs_and_the_worker_runs_them(
    prefect_server: PrefectServer, at_work: OfficeAtWork
) -> None:
    # A new worker, because the windows of the old one would cancel what is scheduled meanwhile.
    at_work.worker.stop()
    at_work.worker = worker_process(at_work.office.settings)
    at_work.worker.start()

    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:

            async def scheduled() -> bool:
                found = await runs(client, *SHIPPED, states=IN_HAND)
                return any(run.auto_scheduled for run in found)

            await eventually(scheduled, within=90, what="a run by schedule")

    asyncio.run(story())
