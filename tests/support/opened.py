"""Fixtures: the office and the clock of a folder's ``opened``, which says on which databases it stands."""

from __future__ import annotations

import pytest

from engine.clock import SettableClock
from engine.services.office import Office

__all__ = ["Opened", "clock", "office"]

Opened = tuple[Office, SettableClock]


@pytest.fixture
def office(opened: Opened) -> Office:
    """The office itself."""
    return opened[0]


@pytest.fixture
def clock(opened: Opened) -> SettableClock:
    """The clock it lives by, which stands still until a test moves it."""
    return opened[1]
