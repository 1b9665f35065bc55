"""Makes a failing input shorter while it fails in the same way."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from tests.fuzz.guard import run
from tests.fuzz.targets import Target

Failure = tuple[str, str, int]
_TRIES = 3_000


def failure_of(target: Target, data: bytes) -> Failure | None:
    """Return how an input fails: the exception, and where it was raised; None where it does not fail."""
    try:
        run(target, data)
    except Exception as error:  # whatever it is, that is the finding
        last = traceback.extract_tb(error.__traceback__)[-1]
        kind = type(error).__name__
        # A hang is caught wherever it happens to be.
        return (
            (kind, "", 0) if kind in {"Hang", "Greed"} else (kind, last.filename, last.lineno or 0)
        )
    return None


def shortest(target: Target, data: bytes) -> bytes:
    """Return a short input that fails as ``data`` does."""
    wanted = failure_of(target, data)
    if wanted is None or wanted[0] in {"Hang", "Greed"}:
        return data
    return _shortened(data, lambda each: failure_of(target, each) == wanted)


def _shortened(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    size, tries = len(data) // 2, 0
    while size and tries < _TRIES:
        at = 0
        while at < len(data) and tries < _TRIES:
            attempt = data[:at] + data[at + size :]
            tries += 1
            if fails(attempt):
                data = attempt
            else:
                at += size
        size //= 2
    return data
