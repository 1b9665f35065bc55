"""Commands whose commits get lost on their way: each is given until answered, and happens once."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine.errors import StoreError
from engine.services import dossiers
from engine.services.office import Office
from tests.support import offices
from tests.support.databases import sql
from tests.support.lossy_proxy import Loss, LossyProxy, lossy_proxy
from tests.support.offices import RECEPTION
from tests.support.wholeness import check_dossiers

_Result = TypeVar("_Result")
_PER_DOSSIER = 5


def until_answered(command: Callable[[], _Result]) -> _Result:
    """Give a command again, under its id, until the database answers."""
    for _ in range(20):
        try:
            return command()
        except StoreError:
            continue
    return command()


def lose_commits(home: Path, url: str, chance: random.Random, commands: int) -> LossyProxy:
    """Give ``commands`` commands through a proxy that loses every third commit; check that each happened once."""
    losing = False

    def loss() -> Loss | None:
        return chance.choice((None, None, None, None, "request", "reply")) if losing else None

    folder = Path(url.partition("host=")[2])
    with (
        lossy_proxy(folder, loss) as proxy,
        offices.shipped_office(home, url.replace(str(folder), str(proxy.folder))) as (office, _),
    ):
        losing = True
        given = [each for n in range(commands // _PER_DOSSIER) for each in _handle(office, n)]
        losing = False
        rows = [row[0] for row in sql(office.database, "SELECT command_id FROM journal")]
        assert sorted(rows) == sorted(given)
        assert len(sql(office.database, "SELECT code FROM dossier")) == commands // _PER_DOSSIER
        check_dossiers(office.database)
    return proxy


def _handle(office: Office, number: int) -> list[str]:
    """Receive a dossier, and give back and take its first item twice; return the ids of the commands."""
    ids = [f"{number}:{name}" for name in ("receive", "release1", "claim1", "release2", "claim2")]
    code = until_answered(lambda: offices.receive(office, ids[0]))
    again = until_answered(lambda: offices.receive(office, ids[0]))
    assert again == code
    for id in ids[1:]:
        act = dossiers.release if "release" in id else dossiers.claim
        command = partial(act, office, code, 1, RECEPTION, id)
        assert until_answered(command).version == until_answered(command).version
    return ids
