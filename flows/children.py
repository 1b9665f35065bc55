"""Processes that live and die with the one that started them.

A child watches its standard input: when its parent goes, even by ``kill -9``, the pipe closes and
the child ends itself as if it had been asked to. No orphan keeps a port or a lease.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from time import monotonic

STOPPING_TAKES_AT_MOST = 20.0
"""Seconds a child has to finish what it is doing before it is killed."""

_PAUSE = 0.05


class Child:
    """A Python module that runs as a process of its own."""

    def __init__(
        self, module: str, *arguments: str, environment: Mapping[str, str], log: Path
    ) -> None:
        self._module = module
        self._arguments = arguments
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id, or None where it has not been started."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process; what it prints goes to its log file."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 our own interpreter and module
                [sys.executable, "-m", self._module, *self._arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._environment},
            )

    def is_running(self) -> bool:
        """Tell whether the process has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def wait_until_healthy(self, url: str, *, timeout: float) -> bool:
        """Wait until ``url`` answers 200; False when the process ended or the time is up."""
        ends_at = monotonic() + timeout
        while self.is_running() and monotonic() < ends_at:
            if answers(url):
                return True
            self._wait(_PAUSE)
        return False

    def stop(self) -> None:
        """Ask the process to end, and kill it when it does not; safe to call twice."""
        process = self._process
        if process is None:
            return
        process.terminate()
        if not self._wait(STOPPING_TAKES_AT_MOST):
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()

    def _wait(self, seconds: float) -> bool:
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def answers(url: str) -> bool:
    """Tell whether a GET of ``url`` on this host answers 200 within two seconds."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 our own address
            return bool(response.status == 200)
    except (OSError, HTTPException, urllib.error.URLError):
        return False


def end_with_parent() -> None:
    """Send this process SIGTERM once its parent is gone; called by the child itself."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
