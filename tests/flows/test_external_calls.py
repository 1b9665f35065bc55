from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from prefect import flow
from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

from engine.errors import AutomaticStepError
from engine.messages import message
from engine.services.automation import LEASE
from flows import external_calls
from flows.external_calls import call_outside
from flows.lost_runs import SLOWEST_RUN
from flows.server import PrefectServer
from flows.windows import Window

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.xdist_group("prefect"),
    # Prefect leaves its connection for events to the garbage collector when a loop ends.
    pytest.mark.filterwarnings("ignore:.*socket:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]

SECRET = "Lương Thị Bí Mật"


class Portal:
    """What is outside: answers with what it was given, one after the other."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def at_once(prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Talk to the test server, and wait for no retry."""
    monkeypatch.setattr(external_calls._call, "retry_delay_seconds", 0)
    with temporary_settings(
        {PREFECT_API_URL: prefect_server.api_url, PREFECT_LOGGING_TO_API_ENABLED: False}
    ):
        yield


def call(portal: Portal) -> Any:
    @flow
    async def one_call() -> Any:
        return await call_outside("portal", "H99.02-261122-0001:7:automatic_step", portal)

    return asyncio.run(one_call())


def refused(*, retryable: bool) -> AutomaticStepError:
    return AutomaticStepError(message("Expected a number"), retryable=retryable)


def test_a_hiccup_is_tried_again() -> None:
    portal = Portal(refused(retryable=True), OSError(SECRET), "taken")
    assert call(portal) == "taken"
    assert portal.calls == 3


def test_what_cannot_succeed_is_not_tried_again() -> None:
    portal = Portal(refused(retryable=False))
    with pytest.raises(AutomaticStepError, match="Expected a number"):
        call(portal)
    assert portal.calls == 1


def test_of_a_foreign_error_only_its_type_is_shown(
    prefect_server: PrefectServer, caplog: pytest.LogCaptureFixture
) -> None:
    portal = Portal(*(ValueError(SECRET) for _ in range(3)))
    with caplog.at_level(logging.DEBUG), pytest.raises(AutomaticStepError) as failed:
        call(portal)
    assert "ValueError" in str(failed.value)
    assert failed.value.retryable
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text
    database = prefect_server.settings.home / "prefect" / "prefect.db"
    kept = database.read_bytes() + database.with_name("prefect.db-wal").read_bytes()
    assert b"failed with ValueError" in kept
    assert SECRET.encode() not in kept


def test_the_slowest_call_ends_before_its_lease_and_before_its_run_counts_as_lost() -> None:
    task = external_calls._call
    delays = timedelta(seconds=1 + 3)
    slowest = (1 + task.retries) * timedelta(seconds=task.timeout_seconds) + delays
    assert slowest < LEASE
    assert timedelta(seconds=Window().length) + slowest < SLOWEST_RUN
