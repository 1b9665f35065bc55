"""One real Prefect server for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.server import PrefectServer
from tests.support.outside import Outside
from tests.support.prefect_server import a_prefect_server, migrated_template


@pytest.fixture(scope="session")
def prefect_template(request: pytest.FixtureRequest) -> Path:
    return migrated_template(request.config.cache.mkdir("prefect"))


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    return Outside(tmp_path_factory.mktemp("outside"))


@pytest.fixture(scope="session")
def prefect_server(
    prefect_template: Path, outside: Outside, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PrefectServer]:
    server = a_prefect_server(tmp_path_factory.mktemp("prefect"), prefect_template)
    with outside.watching():
        server.start()
    server.wait_until_healthy()
    yield server
    server.stop()
