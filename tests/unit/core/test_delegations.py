"""Somebody acts for another: the work is done, and the journal tells for whom."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.events import WorkItemClaimed, WorkItemCompleted
from engine.errors import NotAuthorizedError
from engine.specs.directory import Directory
from tests.support.specs import an_organisation
from tests.support.walkers import ORGANISATION, PlayedDossier, received
from tests.unit.specs.test_delegations import AWAY

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
process: {by: department/officer, limit: 8 working days}
return: {by: one_stop/reception, limit: uncounted}
"""


def at_process() -> PlayedDossier:
    played = received(STEPS)
    played.directory = Directory(an_organisation(ORGANISATION + AWAY))
    played.complete("dung", "accepted")
    return played


def test_the_substitute_does_the_work_and_it_is_told_for_whom() -> None:
    played = at_process()
    (item,) = played.open_items
    events = played.ask(
        asked.CompleteWorkItem, "giang", number=item.number, outcome="done", note="Đã xem"
    )
    told = [(e.by, e.on_behalf) for e in events if isinstance(e, WorkItemClaimed)]
    assert told == [("giang", "binh")]
    assert [(e.by, e.on_behalf) for e in events if isinstance(e, WorkItemCompleted)] == told


def test_who_holds_the_position_acts_for_nobody() -> None:
    events = at_process().complete("binh", "done")
    assert [e.on_behalf for e in events if isinstance(e, WorkItemCompleted)] == [""]


def test_when_it_is_over_the_substitute_may_no_longer() -> None:
    played = at_process()
    played.later(days=7)
    (item,) = played.open_items
    with pytest.raises(NotAuthorizedError):
        played.ask(asked.CompleteWorkItem, "giang", number=item.number, outcome="done")
