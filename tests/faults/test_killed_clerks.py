"""Offices that are killed at any instant: what was acknowledged is kept, and nothing is half done.

MOTCUA_KILLS says how often; ``make chaos`` does it a thousand times.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.kill_loop import kill_again_and_again
from tests.support.seeds import remembered_seeds, seed_kept_if_it_fails

KILLS = int(os.environ.get("MOTCUA_KILLS", "6"))


@pytest.mark.parametrize("seed", remembered_seeds("kills"))
def test_what_was_acknowledged_survives_kill_9(
    tmp_path: Path, database_url: str, seed: int | None
) -> None:
    with seed_kept_if_it_fails("kills", seed) as chance:
        done = kill_again_and_again(tmp_path, database_url, chance, KILLS)
    assert done.kills == KILLS
    assert done.acknowledged > KILLS
