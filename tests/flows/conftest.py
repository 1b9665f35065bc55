"""One real Prefect server for all tests of this folder."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from flows.server import PrefectServer
from tests.support.outside import Outside
from tests.support.prefect_server import a_prefect_server, migrated_template

_LEFT_OPEN = "unclosed <socket"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Let Prefect's clients leave sockets to the garbage collector, which finds them at any time."""
    for item in items:
        if item.get_closest_marker("prefect") is not None:
            item.add_marker(pytest.mark.filterwarnings(f"ignore:{_LEFT_OPEN}:ResourceWarning"))


@pytest.fixture(autouse=True)
def sockets_of_prefect() -> Iterator[None]:
    """Collect them before a test of something else begins."""
    yield
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _LEFT_OPEN, ResourceWarning)
        gc.collect()


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
