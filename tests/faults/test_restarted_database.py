"""PostgreSQL crashes and hangs up under clerks: whatever was answered is kept, and work goes on by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.postgres import running_server
from tests.support.restarts import work_through_restarts
from tests.support.seeds import remembered_seeds, seed_kept_if_it_fails


@pytest.mark.postgres
@pytest.mark.parametrize("seed", remembered_seeds("restarts"))
def test_clerks_work_on_while_the_database_crashes(tmp_path: Path, seed: int | None) -> None:
    with (
        running_server(durable=True) as server,
        server.database() as url,
        seed_kept_if_it_fails("restarts", seed) as chance,
    ):
        told = work_through_restarts(
            tmp_path, server, url, chance, dossiers=40, every=(0.3, 1.0), at_least=3
        )
    assert told.crashes + told.hang_ups > 2
    assert told.effects >= 40
