"""Whose hands work is in: given by a head, named with the step before, and back with who did it."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.events import WorkItemAssigned
from engine.core.lifecycle import ItemStatus
from engine.errors import ConflictError, GuardFailedError, InvalidStatusError, NotAuthorizedError
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, limit: 4 working hours}
assign: {by: department/head, limit: 4 working hours}
process:
  by: department/officer
  limit: 3 working days
  outcomes: {ok: {to: review}, lacking: {ask: supplement}}
review:
  by: department/head
  limit: 1 working day
  outcomes: {ok: {to: return}, again: {to: process}}
return: {by: one_stop/reception, limit: uncounted}
"""


def at_assign() -> PlayedDossier:
    played = received(STEPS)
    played.complete("dung", "accepted")
    return played


def at_process(**values: str) -> PlayedDossier:
    played = at_assign()
    played.complete("an", "done", **values)
    return played


def holder(played: PlayedDossier) -> str:
    (item,) = played.open_items
    return item.holder


def test_a_head_gives_an_item_to_an_officer_and_then_to_another() -> None:
    played = at_process()
    (item,) = played.open_items
    played.ask(asked.AssignWorkItem, "an", number=item.number, to="binh")
    assert (holder(played), played.open_items[0].status) == ("binh", ItemStatus.CLAIMED)
    with pytest.raises(ConflictError):
        played.ask(asked.ClaimWorkItem, "bach", number=item.number)
    played.ask(asked.AssignWorkItem, "chi", number=item.number, to="bach")
    assert holder(played) == "bach"
    assert played.ask(asked.AssignWorkItem, "an", number=item.number, to="bach") == []


def test_whoever_ends_the_step_before_names_the_officer() -> None:
    assert holder(at_process(assign_to="bach")) == "bach"


@pytest.mark.parametrize("officer", ["giang", "nobody"])
def test_nobody_unfit_is_named(officer: str) -> None:
    played = at_assign()
    with pytest.raises(GuardFailedError) as told:
        played.complete("an", "done", assign_to=officer)
    assert list(told.value.fields) == ["assign_to"]
    played.complete("an", "done")
    (item,) = played.open_items
    with pytest.raises(GuardFailedError) as told:
        played.ask(asked.AssignWorkItem, "an", number=item.number, to=officer)
    assert list(told.value.fields) == ["to"]


def test_only_who_answers_for_the_unit_gives_its_work() -> None:
    played = at_process()
    (item,) = played.open_items
    with pytest.raises(NotAuthorizedError):
        played.ask(asked.AssignWorkItem, "binh", number=item.number, to="binh")


def test_a_wait_is_given_to_nobody() -> None:
    played = at_process()
    played.complete("binh", "lacking")
    (wait,) = played.open_items
    with pytest.raises(InvalidStatusError, match="this is a wait"):
        played.ask(asked.AssignWorkItem, "chi", number=wait.number, to="dung")


def test_work_sent_back_is_with_the_officer_who_did_it() -> None:
    played = at_process()
    played.complete("bach", "ok")
    events = played.complete("an", "again")
    assert holder(played) == "bach"
    (given,) = [each for each in events if isinstance(each, WorkItemAssigned)]
    assert (given.to, given.returned) == ("bach", True)


def test_so_is_work_that_waited_for_the_applicant() -> None:
    played = at_process()
    played.complete("binh", "lacking")
    played.complete("duyen", "provided")
    assert (holder(played), played.nodes) == ("binh", ["process"])


def test_the_head_may_name_another_than_who_did_it() -> None:
    played = at_process()
    played.complete("bach", "ok")
    played.complete("an", "again", assign_to="binh")
    assert holder(played) == "binh"


def test_what_only_goes_on_is_remembered_of_nobody() -> None:
    assert set(at_process().dossier.done_by) == {"receive"}
