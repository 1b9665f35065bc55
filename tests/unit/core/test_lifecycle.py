"""The tables of allowed changes agree with each other and with what commands do."""

from __future__ import annotations

from enum import StrEnum

import pytest

from engine.core.lifecycle import (
    ALERT_CHANGES,
    CLOCK_CHANGES,
    CLOSED,
    DOSSIER_STATUS_NAMES,
    ITEM_CHANGES,
    OPEN_ITEMS,
    AlertStatus,
    ClockStatus,
    DossierStatus,
    ItemStatus,
)
from engine.core.routing import STATUS_OF_END

TABLES = [
    (ItemStatus, ITEM_CHANGES, ItemStatus.OFFERED),
    (ClockStatus, CLOCK_CHANGES, ClockStatus.RUNNING),
    (AlertStatus, ALERT_CHANGES, AlertStatus.RAISED),
]


@pytest.mark.parametrize(("statuses", "changes", "first"), TABLES)
def test_every_status_is_in_its_table_and_can_be_reached(statuses, changes, first: StrEnum):
    assert set(changes) == set(statuses)
    reached = {first}
    while more := set().union(*(changes[status] for status in reached)) - reached:
        reached |= more
    assert reached == set(statuses)


ENDING = [table for table in TABLES if table[0] is not ClockStatus]
"""A clock has no last status: the dossier's runs on where a result goes back to be corrected."""


@pytest.mark.parametrize(("statuses", "changes", "first"), ENDING)
def test_from_every_status_there_is_a_way_to_an_end(statuses, changes, first: StrEnum):
    ends = {status for status in statuses if not changes[status]}
    assert ends
    for status in statuses:
        assert status in ends or changes[status]
        assert status not in changes[status]


def test_open_items_are_those_that_can_still_change():
    assert {ItemStatus.OFFERED, ItemStatus.CLAIMED, ItemStatus.FAILED} == OPEN_ITEMS


def test_statuses_are_numbered_as_in_the_national_list():
    assert [status.national for status in DossierStatus] == list(range(1, 11))
    assert DossierStatus.AWAITING_SUPPLEMENT.national == 5
    assert set(DOSSIER_STATUS_NAMES) == set(DossierStatus)


def test_every_end_closes_the_dossier():
    assert set(STATUS_OF_END.values()) == CLOSED
    assert all(status.closed for status in CLOSED)
    assert not DossierStatus.FINISHED.closed
