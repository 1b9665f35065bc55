"""The worker process, ``python -m flows.worker``: the resident runner with its signals.

Options:
    --register: create or update the deployments as well (the embedded mode).
    --deployments FILE: another file than the shipped ``prefect.yaml``.
    --with-parent: end when the process that started this one is gone.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import threading
from collections.abc import Coroutine, Sequence
from pathlib import Path
from types import FrameType

from engine.settings import Settings, shipped
from flows.children import Child, end_with_parent
from flows.settings import enter_environment, office_environment, prefect_environment


def worker_process(settings: Settings, *, deployments: Path | None = None) -> Child:
    """Return the embedded mode's worker, not yet started."""
    arguments = ["--register", "--with-parent"]
    if deployments:
        arguments += ["--deployments", str(deployments)]
    return Child(
        "flows.worker",
        *arguments,
        environment={**office_environment(settings), **prefect_environment(settings)},
        log=settings.home / "prefect" / "worker.log",
    )


def work(settings: Settings, *, register: bool, deployments: Path | None = None) -> None:
    """Run scheduled flows in this process until SIGTERM or SIGINT; open windows close in order."""
    enter_environment(settings)
    # Only now: Prefect reads the environment when it is imported.
    from flows.deployments import read_deployments
    from flows.runner import Runner

    runner = Runner(read_deployments(deployments or shipped("prefect.yaml")), register=register)
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    # Not in the main thread: there, every flow run would put its own signal handlers in place
    # of these, and several runs that overlap would restore them in the wrong order.
    thread = threading.Thread(target=_run_loop, args=(loop, runner.run(stop)), name="runner")
    thread.start()
    while thread.is_alive():
        thread.join(1.0)


def _run_loop(loop: asyncio.AbstractEventLoop, main: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main)


def main(argv: Sequence[str] | None = None) -> None:
    """Parse the options and work."""
    parser = argparse.ArgumentParser(prog="python -m flows.worker")
    parser.add_argument("--register", action="store_true")
    parser.add_argument("--deployments", type=Path)
    parser.add_argument("--with-parent", action="store_true")
    options = parser.parse_args(argv)
    if options.with_parent:
        end_with_parent()
    work(Settings(), register=options.register, deployments=options.deployments)


if __name__ == "__main__":
    main()
