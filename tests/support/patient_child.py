"""A child process that waits for its parent's end and says so; its own parent with ``parent LOG``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from flows.children import Child, end_with_parent


def be_the_parent(log: Path) -> None:
    Child("tests.support.patient_child", environment={}, log=log).start()
    signal.pause()


def be_the_child() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    end_with_parent()
    print("waiting", flush=True)  # noqa: T201
    signal.sigwait({signal.SIGTERM})
    print("ended in order", flush=True)  # noqa: T201


if __name__ == "__main__":
    be_the_parent(Path(sys.argv[2])) if len(sys.argv) > 1 else be_the_child()
