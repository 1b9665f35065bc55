"""After a power cut the log may end anywhere: what opens then is whole, and keeps the first commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.crash_images import tear_logs
from tests.support.seeds import remembered_seeds, seed_kept_if_it_fails


@pytest.mark.parametrize("seed", remembered_seeds("images"))
def test_a_torn_log_leaves_the_first_commands_whole(tmp_path: Path, seed: int | None) -> None:
    with seed_kept_if_it_fails("images", seed) as chance:
        told = tear_logs(tmp_path, chance, 25)
    assert told.images == 25
    assert told.fewest < told.most
