"""Four clerks at the same instant, on both databases."""

from __future__ import annotations

from pathlib import Path

from tests.support.barrier_races import race


def test_of_clerks_at_the_same_instant_one_wins(tmp_path: Path, database_url: str) -> None:
    assert race(tmp_path, database_url, 8).rounds == 8
