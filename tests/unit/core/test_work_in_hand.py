"""Work in hand is held by who holds the position: it is never locked by somebody who left."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core import commands as asked
from engine.core.lifecycle import ItemStatus
from engine.errors import ConflictError, InvalidStatusError, NotAuthorizedError
from engine.specs.directory import Directory
from tests.support.specs import an_organisation
from tests.support.walkers import ORGANISATION, PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, next: process}
process: {by: department/officer, outcomes: {ok: {to: return}, fee: {ask: payment}}}
return: {by: one_stop/reception}
"""
AN_OFFICER = '{id: binh, name: Trần Thị Bình, posts: [{unit: "01", position: officer}]}'
MOVED = '{id: binh, name: Trần Thị Bình, posts: [{unit: "11", position: officer}]}'


def in_the_hand_of_binh() -> PlayedDossier:
    played = received(STEPS)
    played.complete("dung", "accepted")
    played.ask(asked.ClaimWorkItem, "binh", number=2)
    return played


def without_binh(change: str) -> Directory:
    text = ORGANISATION.replace(AN_OFFICER, change)
    assert text != ORGANISATION
    return Directory(an_organisation(text))


@pytest.fixture(params=[MOVED, MOVED.replace("binh", "another")], ids=["moved", "gone"])
def left(request: Any) -> PlayedDossier:
    played = in_the_hand_of_binh()
    played.directory = without_binh(request.param)
    return played


def test_a_colleague_takes_over_what_somebody_who_left_had_in_hand(left: PlayedDossier):
    told = [type(event).__name__ for event in left.ask(asked.ClaimWorkItem, "bach", number=2)]
    assert told == ["WorkItemReleased", "WorkItemClaimed"]
    assert left.dossier.items[2].holder == "bach"


def test_a_colleague_gives_back_or_finishes_what_somebody_who_left_had_in_hand(
    left: PlayedDossier,
):
    before = left.dossier
    left.ask(asked.ReleaseWorkItem, "bach", number=2)
    assert left.dossier.items[2].status is ItemStatus.OFFERED
    left.dossier, left.journal = before, left.journal[: before.version]
    events = left.complete("bach", "ok")
    assert [type(event).__name__ for event in events][:3] == [
        "WorkItemReleased",
        "WorkItemClaimed",
        "WorkItemCompleted",
    ]
    assert left.dossier.items[2].holder == "bach"


def test_whoever_still_holds_the_position_keeps_the_work():
    played = in_the_hand_of_binh()
    for make in (asked.ClaimWorkItem, asked.ReleaseWorkItem):
        with pytest.raises(ConflictError):
            played.ask(make, "bach", number=2)


def test_a_supervisor_of_the_unit_gives_work_back_to_the_inbox():
    for supervisor in ("an", "chi"):
        played = in_the_hand_of_binh()
        (released,) = played.ask(asked.ReleaseWorkItem, supervisor, number=2)
        assert getattr(released, "by") == supervisor  # noqa: B009 - the type has no such field
        assert played.dossier.items[2].holder == ""


def test_a_supervisor_of_another_unit_gives_nothing_back():
    played = received(STEPS)
    with pytest.raises(NotAuthorizedError):
        played.ask(asked.ReleaseWorkItem, "an", number=1)


def test_a_wait_is_answered_but_nobody_takes_it_in_hand():
    played = in_the_hand_of_binh()
    played.complete("binh", "fee")
    (wait,) = played.open_items
    with pytest.raises(InvalidStatusError, match="only answered"):
        played.ask(asked.ClaimWorkItem, "dung", number=wait.number)
    assert played.ask(asked.ReleaseWorkItem, "dung", number=wait.number) == []
    played.complete("dung", "paid")
    assert played.nodes == ["process"]
