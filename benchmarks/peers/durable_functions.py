"""The reference procedure on DBOS: a workflow of eight steps, each recorded in its own tables.

Nobody is waited for, and the two parallel steps follow each other, so it does less than an office does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.pace.clients import Moves
from benchmarks.pace.competitors import NODES


def installed() -> bool:
    """Tell whether it can be imported."""
    return find_spec("dbos") is not None


@contextmanager
def dbos_moves(url: str, dossiers: int) -> Iterator[Moves]:
    """Give the work of carrying every step of every dossier out and recording it."""
    dbos: Any = import_module("dbos").DBOS
    dbos(
        config={
            "name": "reference",
            "system_database_url": url,
            "run_admin_server": False,
            "log_level": "ERROR",
        }
    )

    @dbos.step()  # type: ignore[untyped-decorator]
    def complete(code: str, node: str) -> dict[str, str]:
        return {"dossier": code, "node": node, "outcome": "done"}

    @dbos.workflow()  # type: ignore[untyped-decorator]
    def procedure(code: str) -> int:
        return sum(complete(code, node)["outcome"] == "done" for node in NODES)

    dbos.launch()

    def work(client: int) -> list[float]:
        delays: list[float] = []
        for number in range(dossiers):
            begun = time.perf_counter()
            done = procedure(f"H99.02-260302-{number:06}")
            delays += [(time.perf_counter() - begun) / done] * done
        return delays

    yield Moves(1, work)
    dbos.destroy(destroy_registry=True)
