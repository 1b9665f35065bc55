"""The embedded mode as one process, ``python -m flows.embedded``: Prefect's server and its worker.

The console starts it and reads its standard output: one line, ``ready <address>``, once flows can run. It
ends when it is asked to, when whoever started it is gone, or when one of its own children is.
"""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

from engine.errors import SettingsError
from engine.settings import Settings
from flows.children import end_with_parent
from flows.server import PrefectServer
from flows.worker import worker_process

_LOOKS_EVERY = 1.0


def main() -> int:
    """Run both until told to stop; return 0, or 1 where one of them ended by itself."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    end_with_parent()
    try:
        return _keep_running(stop)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _keep_running(stop: threading.Event) -> int:
    with PrefectServer(Settings()) as server:
        worker = worker_process(
            server.settings.model_copy(update={"prefect_api_url": server.api_url})
        )
        worker.start()
        sys.stdout.write(f"ready {server.api_url}\n")
        sys.stdout.flush()
        try:
            while not stop.wait(_LOOKS_EVERY):
                if not (server.is_running() and worker.is_running()):
                    return 1
        finally:
            worker.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
