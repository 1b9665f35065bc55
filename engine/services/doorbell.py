"""The doorbell: tells Prefect that outside effects wait, as a hint that may be lost.

A clerk's click never waits for it. Where nobody hears the bell, the next scheduled window finds the
effects a little later.
"""

from __future__ import annotations

import http.client
import json
import threading
import urllib.request
from collections.abc import Callable
from uuid import uuid4

from engine.clock import Clock, SystemClock, elapsed_seconds

_AT_MOST_EVERY = 5.0
_TIMEOUT = 5.0
"""Seconds; only a thread of its own waits, and a busy server answers late."""


class Doorbell:
    """Rings at one Prefect API; used by all threads of a process.

    Args:
        api_url: address of the API, ending in ``/api``.
        clock: the machine's; never that of a demonstration, since Prefect goes by the event's time.
    """

    def __init__(
        self,
        api_url: str,
        *,
        clock: Clock | None = None,
        elapsed: Callable[[], float] = elapsed_seconds,
    ) -> None:
        self._url = f"{api_url.rstrip('/')}/events"
        self._clock = clock or SystemClock()
        self._elapsed = elapsed
        self._rung_at: float | None = None
        self._lock = threading.Lock()

    def ring(self) -> None:
        """Ring without waiting and without ever failing; once in five seconds is often enough."""
        with self._lock:
            now = self._elapsed()
            if self._rung_at is not None and now - self._rung_at < _AT_MOST_EVERY:
                return
            self._rung_at = now
        threading.Thread(target=self._post, name="doorbell", daemon=True).start()

    def _post(self) -> None:
        event = {
            "id": str(uuid4()),
            "occurred": self._clock.now().isoformat(),
            "event": "motcua.outbox.ready",
            "resource": {"prefect.resource.id": "motcua.outbox"},
        }
        request = urllib.request.Request(  # noqa: S310 the operator's own address
            self._url,
            data=json.dumps([event]).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            urllib.request.urlopen(request, timeout=_TIMEOUT).close()  # noqa: S310
        except (OSError, http.client.HTTPException):
            # Nobody is at home; the effects are kept in our own tables.
            return
