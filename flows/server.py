"""The embedded Prefect server: one process, a SQLite database of its own, loopback only.

For one machine and demonstration load. Losing its database loses history, never a dossier.
"""

from __future__ import annotations

import socket
import sys
from types import TracebackType
from typing import Self

import uvicorn

from engine.errors import SettingsError
from engine.messages import message
from engine.settings import Settings
from flows.children import Child, end_with_parent
from flows.settings import prefect_environment

STARTING_TAKES_AT_MOST = 120.0
"""Seconds; the first start migrates an empty database, which takes about ten."""


class PrefectServer:
    """An embedded Prefect server, usable as a context manager.

    It listens on the loopback address only, because Prefect has no users and no encryption of its
    own. Port 0 in the settings stands for any free port.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.prefect_port == 0:
            settings = settings.model_copy(update={"prefect_port": _free_port()})
        self.settings = settings.model_copy(update={"prefect_api_url": None})
        self._child = Child(
            "flows.server",
            str(self.settings.prefect_port),
            environment=prefect_environment(self.settings),
            log=self.settings.home / "prefect" / "server.log",
        )

    @property
    def api_url(self) -> str:
        """Return the address of its API."""
        return self.settings.prefect_api

    @property
    def pid(self) -> int | None:
        """Return its process id, or None where it has not been started."""
        return self._child.pid

    def start(self) -> None:
        """Start the process without waiting for it.

        Raises:
            SettingsError: its port is taken.
        """
        port = self.settings.prefect_port
        if not _is_free(port):
            raise SettingsError(
                message(
                    "Expected port {port} to be free for Prefect, but another program uses it."
                    " Choose another port with MOTCUA_PREFECT_PORT.",
                    port=port,
                )
            )
        self._child.start()

    def wait_until_healthy(self, timeout: float = STARTING_TAKES_AT_MOST) -> None:
        """Wait until the API answers.

        Raises:
            SettingsError: it ended, or did not answer in time.
        """
        if not self._child.wait_until_healthy(f"{self.api_url}/health", timeout=timeout):
            self.stop()
            raise SettingsError(
                message(
                    "Expected Prefect to answer at {url}, but it did not. {log} says why.",
                    url=self.api_url,
                    log=self.settings.home / "prefect" / "server.log",
                )
            )

    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._child.is_running()

    def stop(self) -> None:
        """Stop it and wait for its end; safe to call twice."""
        self._child.stop()

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_healthy()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    """Serve Prefect's API, UI and services until told to stop; runs in the child process."""
    end_with_parent()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        lifespan="on",
        access_log=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
