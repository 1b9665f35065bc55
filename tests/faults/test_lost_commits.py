"""Where the answer to a commit gets lost, giving the command again under its id does not do it twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.postgres import PostgresServer
from tests.support.seeds import remembered_seeds, seed_kept_if_it_fails
from tests.support.unheard_commits import lose_commits


@pytest.mark.postgres
@pytest.mark.parametrize("seed", remembered_seeds("replies"))
def test_commands_whose_commits_get_lost_happen_once(
    tmp_path: Path, postgres_server: PostgresServer, seed: int | None
) -> None:
    with (
        postgres_server.database() as url,
        seed_kept_if_it_fails("replies", seed) as chance,
    ):
        proxy = lose_commits(tmp_path, url, chance, 50)
    assert proxy.lost["request"]
    assert proxy.lost["reply"]
