from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from engine.errors import SettingsError
from engine.settings import Settings
from flows.children import answers
from flows.server import PrefectServer
from tests.support.prefect_server import eventually


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_the_server_answers_and_shows_its_pages(prefect_server: PrefectServer) -> None:
    assert answers(f"{prefect_server.api_url}/health")
    assert answers(prefect_server.api_url.removesuffix("/api"))


def test_a_taken_port_is_told_with_what_to_do_about_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = PrefectServer(Settings(home=tmp_path, prefect_port=taken.getsockname()[1]))
        with pytest.raises(SettingsError, match="another port with MOTCUA_PREFECT_PORT"):
            server.start()
    assert not server.is_running()


def test_stopping_what_was_never_started_does_nothing(tmp_path: Path) -> None:
    server = PrefectServer(Settings(home=tmp_path, prefect_port=0))
    server.stop()
    assert not server.is_running()


def test_importing_the_engine_or_what_starts_prefect_does_not_import_prefect() -> None:
    look = "import sys, engine.settings, flows.server, flows.worker, flows.windows; print('prefect' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


def test_a_child_ends_in_order_when_its_parent_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    parent = subprocess.Popen([sys.executable, "-m", "tests.support.patient_child", "parent", log])

    async def story() -> None:
        await eventually(said(log, "waiting"), within=90, what="a child")
        parent.kill()
        parent.wait()
        await eventually(said(log, "ended in order"), within=90, what="the child's end")

    asyncio.run(story())


def said(log: Path, words: str) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return log.exists() and words in log.read_text()

    return look
