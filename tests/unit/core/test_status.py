"""The national status of a dossier: told by the kind of the step, or by its author."""

from __future__ import annotations

import pytest

from engine.core.lifecycle import CLOSED, DossierStatus
from engine.specs.statuses import CLOSED_STATUSES, STATUS_NAMES
from tests.support.walkers import received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
forward: {by: department/head, STATUS}
issue: {by: department/officer, limit: 1 working day, status: finished}
return: {by: one_stop/reception, limit: uncounted}
"""


def test_the_list_is_that_of_the_dossiers() -> None:
    assert tuple(STATUS_NAMES) == tuple(status.value for status in DossierStatus)
    assert set(CLOSED_STATUSES) == {status.value for status in CLOSED}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("limit: uncounted", DossierStatus.IN_PROGRESS),
        ("status: received", DossierStatus.RECEIVED),
        ("status: 2", DossierStatus.RECEIVED),
    ],
)
def test_a_step_shows_what_its_author_says(written: str, shown: DossierStatus) -> None:
    played = received(STEPS.replace("STATUS", written))
    played.complete("dung", "accepted")
    assert played.dossier.status is shown


def test_a_result_that_is_there_before_it_is_returned_stops_the_legal_clock() -> None:
    played = received(STEPS.replace("STATUS", "limit: uncounted"))
    played.complete("dung", "accepted")
    played.complete("an", "done")
    assert played.dossier.status is DossierStatus.FINISHED
    assert played.clock().status == "stopped"


def test_parallel_routes_that_differ_are_in_progress() -> None:
    played = received(
        """
        receive: {by: one_stop/reception, limit: uncounted, next: {all: [left, right]}}
        left: {by: department/officer, status: received, next: met}
        right: {by: commune/officer, next: met}
        met: {by: department/officer, join: all}
        return: {by: one_stop/reception}
        """
    )
    played.complete("dung", "accepted")
    assert played.dossier.status is DossierStatus.IN_PROGRESS
