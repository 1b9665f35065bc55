"""Notices when a Python process tries to reach the world outside this host, and stops it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

# Python imports a module of this name at every start; the hook sees each connection of any library.
_SITECUSTOMIZE = """
import os, sys

HERE = ("127.", "localhost", "::1", "0.0.0.0")

def outside(event, arguments):
    if event == "socket.connect":
        target = arguments[1][0] if isinstance(arguments[1], tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        target = arguments[0] or "localhost"
    else:
        return
    target = target.decode() if isinstance(target, bytes) else str(target)
    if not target.startswith(HERE):
        with open({log!r}, "a") as log:
            log.write(f"{{event}} {{target}} {{sys.argv}}\\n")
        raise OSError("tests reach no outside host")

sys.addaudithook(outside)
"""


@dataclass(frozen=True)
class Outside:
    """The world outside, as child processes see it that were started with ``environment``."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that make a child process write down whom it calls."""
        (self.folder / "sitecustomize.py").write_text(_SITECUSTOMIZE.format(log=str(self._log)))
        return {"PYTHONPATH": os.pathsep.join([str(self.folder), os.environ.get("PYTHONPATH", "")])}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch child processes that are started meanwhile, as long as they live."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            yield

    @property
    def called(self) -> list[str]:
        """Return the attempts so far."""
        return self._log.read_text().splitlines() if self._log.exists() else []

    @property
    def _log(self) -> Path:
        return self.folder / "calls.log"
