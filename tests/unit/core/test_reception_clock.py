"""An online dossier is to be accepted within one working day; a clock of its own says whether it was."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.lifecycle import ClockStatus
from engine.core.state import Channel
from tests.support.walkers import PlayedDossier, played_procedure

STEPS = """\
receive:
  by: one_stop/reception
  outcomes:
    accepted: {to: work}
    lacking: {ask: supplement, back_to: receive}
    refused: {end: refused}
work: {by: department/officer, limit: 2 working days, next: give}
give: {kind: return, by: one_stop/reception}
"""


def submitted(channel: Channel = "online", steps: str = STEPS, **more: str) -> PlayedDossier:
    """Return a dossier that came in on Monday at nine."""
    played = PlayedDossier(played_procedure(steps, **more))
    played.receive(channel=channel)
    return played


def test_the_clock_starts_when_an_online_dossier_is_submitted() -> None:
    played = submitted()
    assert played.due("reception") == "2026-03-03 09:00"
    assert played.clock("reception").status is ClockStatus.RUNNING


def test_what_comes_in_on_a_day_off_is_due_after_the_next_working_day() -> None:
    played = PlayedDossier(played_procedure(STEPS))
    played.wait_until("2026-03-07 10:00")
    played.receive(channel="online")
    assert played.due("reception") == "2026-03-10 07:30"


@pytest.mark.parametrize("channel", ["desk", "post"])
def test_other_dossiers_have_none(channel: Channel) -> None:
    assert submitted(channel).dossier.reception_clock is None


@pytest.mark.parametrize("outcome", ["accepted", "lacking", "refused"])
@pytest.mark.parametrize(("hours", "late"), [(23, False), (25, True)])
def test_it_stops_with_whatever_the_reception_decides(outcome: str, hours: int, late: bool) -> None:
    played = submitted()
    played.later(hours=hours)
    played.complete("dung", outcome)
    clock = played.clock("reception")
    assert clock.status is ClockStatus.STOPPED
    assert clock.late is late


def test_a_withdrawal_stops_it_too() -> None:
    played = submitted()
    played.ask(asked.WithdrawDossier, "dung", reason="Công dân rút")
    assert played.clock("reception").status is ClockStatus.STOPPED


def test_the_reception_hears_before_and_its_head_when_the_day_is_over() -> None:
    played = submitted()
    assert played.ladder("reception") == [
        ("reception_soon", "2026-03-02 16:30"),
        ("reception_late", "2026-03-03 09:00"),
    ]
    played.wait_until("2026-03-03 09:00")
    played.fire()
    (alert,) = played.open_alerts()
    assert (alert.rung, alert.unit, alert.receiver) == ("reception_late", "02", "head")
    played.complete("dung", "accepted")
    assert played.open_alerts() == []


def test_a_supplement_that_is_back_starts_no_second_one() -> None:
    played = submitted()
    played.complete("dung", "lacking")
    played.later(days=2)
    played.complete("dung", "provided")
    assert played.clock("reception").status is ClockStatus.STOPPED
    assert [c.kind for c in played.dossier.clocks.values()].count("reception") == 1


def test_taking_back_the_acceptance_lets_it_run_on() -> None:
    played = submitted()
    played.later(hours=1)
    played.complete("dung", "accepted")
    played.ask(asked.UndoLast, "dung", reason="Bấm nhầm")
    assert played.clock("reception").status is ClockStatus.RUNNING
    assert played.due("reception") == "2026-03-03 09:00"


def test_an_authors_own_ladder_may_have_rungs_for_it() -> None:
    played = submitted(top="alerts: [{name: quick, of: reception, at: 50 %, to: assignee}]\n")
    assert [name for name, _ in played.ladder("reception")] == ["quick"]


def test_it_moves_nothing_of_the_legal_limit() -> None:
    online, at_desk = submitted(), submitted("desk")
    assert online.due() == at_desk.due()
