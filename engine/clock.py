"""The only place that reads the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; a test or a demonstration hands in its own."""

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until it is set or moved; for tests and demonstrations."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant the clock was last set to."""
        return self._instant

    def set(self, instant: datetime) -> None:
        """Move the clock to ``instant``, which may also lie in its past."""
        self._instant = instant.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock by ``by``."""
        self._instant += by


def elapsed_seconds() -> float:
    """Return the seconds since some fixed moment; unlike a clock, they are never set back."""
    return time.monotonic()
