"""Fixtures that several kinds of tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.databases import *  # noqa: F403 - the module says what it offers


@pytest.fixture(scope="session", autouse=True)
def a_cache_of_these_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what checks remember away from the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
