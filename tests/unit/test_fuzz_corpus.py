"""What once failed under the fuzzer is survived, and the fuzzer's targets can be run at all."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, seeds
from tests.support.catalogues import ROOT
from tests.support.counted_calls import MOST_CALLS, calls_of
from tests.support.seeds import seeded_random

_KEPT = sorted(path for path in (ROOT / "tests" / "fuzz" / "kept").glob("*/*"))


@pytest.mark.parametrize("path", _KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_failed_is_survived(path: Path) -> None:
    target, data = TARGETS[path.parent.name], path.read_bytes()

    assert calls_of(lambda: target(data)) < MOST_CALLS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_survives_its_seeds_and_random_bytes(name: str) -> None:
    source = seeded_random()
    for data in islice(seeds(name), 0, None, 7):
        TARGETS[name](data)
    for _ in range(20):
        TARGETS[name](source.randbytes(source.randint(0, 120)))
