"""Several take part in a step, and one records the outcome."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core import events as happened
from engine.core.lifecycle import ItemKind, ItemStatus
from engine.errors import (
    ConflictError,
    GuardFailedError,
    InvalidStatusError,
    NotAuthorizedError,
)
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
council:
  by: department/officer
  participants: [authority/leader, commune/officer]
  limit: 2 working days
  outcomes: {passed: {to: return}, again: {to: council}}
return: {by: one_stop/reception, limit: uncounted}
"""


@pytest.fixture
def played() -> PlayedDossier:
    played = received(STEPS)
    played.complete("dung", "accepted")
    return played


def part_of(played: PlayedDossier, unit: str) -> int:
    (number,) = [i.number for i in played.open_items if i.unit == unit and not i.handles]
    return number


def speak(played: PlayedDossier, officer: str, number: int, text: str = "Thống nhất") -> None:
    played.ask(asked.GiveOpinion, officer, number=number, text=text)


def test_everybody_who_takes_part_finds_the_step_in_the_inbox_beside_the_one_who_records(
    played: PlayedDossier,
) -> None:
    assert [(item.kind, item.unit, item.position) for item in played.open_items] == [
        (ItemKind.WORK, "01", "officer"),
        (ItemKind.PARTICIPATION, "00", "leader"),
        (ItemKind.PARTICIPATION, "11", "officer"),
    ]
    assert len({item.clock for item in played.open_items}) == 1


def test_opinions_are_kept_with_their_author_and_change_nothing_else(played: PlayedDossier) -> None:
    before = played.dossier
    speak(played, "chi", part_of(played, "00"), "  Đồng ý phương án 2.  ")
    speak(played, "chi", part_of(played, "00"), "Bổ sung: kèm bản đồ.")
    assert [
        (event.by, event.text)
        for event in played.journal
        if isinstance(event, happened.OpinionGiven)
    ] == [("chi", "Đồng ý phương án 2."), ("chi", "Bổ sung: kèm bản đồ.")]
    assert played.dossier.items == before.items
    assert played.dossier.tokens == before.tokens


def test_the_step_is_over_for_all_when_its_outcome_is_recorded(played: PlayedDossier) -> None:
    part = part_of(played, "00")
    played.complete("binh", "passed")
    assert played.nodes == ["return"]
    assert played.dossier.items[part].status is ItemStatus.CANCELLED
    with pytest.raises(ConflictError):
        speak(played, "chi", part)


def test_nobody_has_to_speak_and_a_repeated_step_asks_again(played: PlayedDossier) -> None:
    first = part_of(played, "00")
    played.complete("binh", "again")
    assert part_of(played, "00") != first


def test_who_takes_part_neither_takes_nor_finishes_the_step(played: PlayedDossier) -> None:
    part = part_of(played, "00")
    for make, more in (
        (asked.ClaimWorkItem, {}),
        (asked.CompleteWorkItem, {"outcome": "passed"}),
    ):
        with pytest.raises(InvalidStatusError, match="you take part"):
            played.ask(make, "chi", number=part, **more)


def test_who_takes_part_cannot_end_the_dossier(played: PlayedDossier) -> None:
    with pytest.raises(NotAuthorizedError):
        played.ask(asked.WithdrawDossier, "giang", reason="Nhầm")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_opinion_says_something_and_not_too_much(played: PlayedDossier, text: str) -> None:
    with pytest.raises(GuardFailedError):
        speak(played, "chi", part_of(played, "00"), text)


def test_only_who_was_invited_speaks(played: PlayedDossier) -> None:
    with pytest.raises(NotAuthorizedError):
        speak(played, "hoa", part_of(played, "11"))
    work = next(item.number for item in played.open_items if item.handles)
    with pytest.raises(InvalidStatusError, match="write a note"):
        speak(played, "binh", work)


def test_an_alert_goes_to_who_records_not_to_who_takes_part(played: PlayedDossier) -> None:
    played.wait_until("2026-03-09 09:00")
    played.fire()
    assert {alert.item for alert in played.open_alerts() if alert.clock} <= {
        item.number for item in played.open_items if item.handles
    }
    assert played.open_alerts()
