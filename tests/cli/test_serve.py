"""Serving: it says where it listens once it answers, and stops in order when asked to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from flows.children import answers
from tests.support.command_line import Office, motcua

_STARTS_WITHIN = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _serving(office: Office, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "MOTCUA_PORT": str(port), "MOTCUA_PREFECT_PORT": str(_free_port())}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("motcua"), "--lang", "en", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=office.home,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_the_console_answers_where_it_says_and_stops_when_asked(
    office: Office, asked: signal.Signals
) -> None:
    port = _free_port()
    with _serving(office, port, "--no-prefect") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Console: http://127.0.0.1:{port}\n"
        # The first page of a fresh console can take a while on a machine that is busy.
        with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=_STARTS_WITHIN) as page:
            assert page.status == 200
        process.send_signal(asked)
        _, said = process.communicate(timeout=_STARTS_WITHIN)
    assert process.returncode == 0
    assert said == "The console has stopped\n"


def test_a_port_that_is_taken_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("MOTCUA_PORT", str(port))
        said = motcua("serve", "--no-prefect")
    assert said.code == 2
    assert f"port {port}" in said.err


@pytest.mark.prefect
def test_prefect_starts_and_ends_with_the_console(office: Office) -> None:
    port = _free_port()
    with _serving(office, port) as process:
        assert process.stdout is not None
        told = [process.stdout.readline(), process.stdout.readline()]
        prefect = next(line for line in told if line.startswith("Prefect: ")).split()[1]
        with urlopen(f"{prefect}/api/health", timeout=_STARTS_WITHIN) as health:  # noqa: S310 our own address
            assert health.status == 200
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=_STARTS_WITHIN)
    assert process.returncode == 0
    assert not answers(f"{prefect}/api/health")
