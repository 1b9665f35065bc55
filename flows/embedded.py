"""The embedded mode as one process, ``python -m flows.embedded``: Prefect's server and its worker.

The console starts it and reads its standard output: one line, ``ready <address>``, once flows can run. It
ends when it is asked to, when whoever started it is gone, or when one of its own children is.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
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
        if not stop.is_set():
            stop.set()
            # Also out of waiting for a server that is still starting.
            raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    end_with_parent()
    try:
        return _keep_running()
    except KeyboardInterrupt:
        return 0
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _keep_running() -> int:
    server = PrefectServer(Settings())
    worker = worker_process(server.settings)
    try:
        server.start()
        server.wait_until_healthy()
        worker.start()
        sys.stdout.write(f"ready {server.api_url}\n")
        sys.stdout.flush()
        while server.is_running() and worker.is_running():
            time.sleep(_LOOKS_EVERY)
        return 1
    finally:
        worker.stop()
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
