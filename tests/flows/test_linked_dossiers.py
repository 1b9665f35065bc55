"""Linked dossiers are started by a window, and one that cannot be started holds up no other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import PrefectClient

from engine.services import dead_letters
from flows.server import PrefectServer
from tests.support.databases import sql
from tests.support.linked_office import CHILD_KEY, GOES_ON, finish, publish_pair, receive_parent
from tests.support.offices import ADMINISTRATOR
from tests.support.prefect_office import OfficeAtWork, deployment_id, office_at_work
from tests.support.prefect_server import eventually

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]
NUMBER = 100


@pytest.fixture(scope="module")
def at_work(
    prefect_server: PrefectServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OfficeAtWork]:
    home = tmp_path_factory.mktemp("office")
    settings = prefect_server.settings.model_copy(update={"home": home})
    database = prefect_server.settings.home / "prefect" / "prefect.db"
    with office_at_work(settings, database) as office:
        yield office


def started(at_work: OfficeAtWork) -> list[str]:
    with at_work.office.database.reading() as uow:
        codes = [row[0] for row in sql(at_work.office.database, "SELECT code FROM dossier")]
        found = [uow.dossiers.find(code) for code in codes]
    return [each.parent for each in found if each is not None and each.procedure == CHILD_KEY]


def number_started(at_work: OfficeAtWork) -> int:
    count = f"SELECT count(*) FROM dossier WHERE procedure = '{CHILD_KEY}'"  # noqa: S608
    return int(sql(at_work.office.database, count)[0][0])


def test_a_window_starts_linked_dossiers_once_though_one_of_a_hundred_cannot_be_started(
    prefect_server: PrefectServer, at_work: OfficeAtWork, tmp_path: Path
) -> None:
    office = at_work.office
    publish_pair(office, tmp_path / "pair", GOES_ON)
    parents = [receive_parent(office, f"r{number}") for number in range(NUMBER)]
    poisoned = parents[7]
    # What the linked procedure requires is lost.
    sql(office.database, f"UPDATE dossier SET data = '{{}}' WHERE code = '{poisoned}'")  # noqa: S608
    for parent in parents:
        finish(office, parent, "accepted", f"accept:{parent}")

    async def all_are_settled() -> bool:
        return at_work.waiting() <= 2 and number_started(at_work) >= NUMBER - 1

    async def story() -> None:
        async with PrefectClient(prefect_server.api_url) as client:
            await eventually(
                lambda: deployment_id(client, "automatic-steps"), within=90, what="a deployment"
            )
            await eventually(all_are_settled, within=240, what="the linked dossiers", every=1)

    asyncio.run(story())
    assert sorted(started(at_work)) == sorted(set(parents) - {poisoned})
    (letter,) = dead_letters.list_dead_letters(office, ADMINISTRATOR)
    assert (letter.entry.dossier, letter.entry.kind) == (poisoned, "start_dossier")
    alerts = at_work.dossier(poisoned).alerts.values()
    assert [alert.rung for alert in alerts] == ["automatic_failed"]
