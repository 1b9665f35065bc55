"""One real Prefect server for all tests of this folder, and workers for those that want one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.children import Child
from flows.server import PrefectServer
from flows.worker import worker_process
from tests.support.outside import Outside
from tests.support.prefect_server import TEST_DEPLOYMENTS, a_prefect_server, migrated_template


@contextmanager
def started_in(outside: Outside) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in outside.environment.items():
            patch.setenv(name, value)
        yield


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
    with started_in(outside):
        server.start()
    server.wait_until_healthy()
    yield server
    server.stop()


@pytest.fixture
def worker(prefect_server: PrefectServer, outside: Outside) -> Iterator[Child]:
    child = worker_process(prefect_server.settings, deployments=TEST_DEPLOYMENTS)
    with started_in(outside):
        child.start()
    yield child
    child.stop()
