"""What is done about alerts: put off, handed up, handed beside, and one line for each clock."""

from __future__ import annotations

from datetime import date

import pytest

from engine.core import commands as asked
from engine.core.effects import effects_of
from engine.core.lifecycle import AlertStatus
from engine.core.state import Alert
from engine.errors import GuardFailedError, InvalidStatusError, NotAuthorizedError
from tests.support.walkers import PlayedDossier, received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
process: {by: department/officer, limit: 8 working days}
return: {by: one_stop/reception, limit: uncounted}
"""


HANDED_ON: tuple[tuple[type[asked.Command], dict[str, object]], ...] = (
    (asked.SnoozeAlert, {"until": date(2026, 3, 11)}),
    (asked.EscalateAlert, {}),
    (asked.ReassignAlert, {"to": "bach"}),
)


def alerted() -> PlayedDossier:
    """Return a dossier in the hands of binh, who was told that the step is due soon."""
    played = received(STEPS)
    played.complete("dung", "accepted")
    (item,) = played.open_items
    played.ask(asked.ClaimWorkItem, "binh", number=item.number)
    played.wait_until("2026-03-10 09:00")
    played.fire()
    return played


def only(played: PlayedDossier) -> Alert:
    (alert,) = played.open_alerts()
    return alert


def test_a_later_rung_of_a_clock_stands_for_the_earlier_one() -> None:
    played = alerted()
    assert only(played).rung == "step_soon"
    played.wait_until("2026-03-12 10:00")
    played.fire()
    assert only(played).rung == "step_late"
    assert played.dossier.alerts[1].status is AlertStatus.RESOLVED


def test_what_is_put_off_comes_back_when_the_unit_opens_that_day() -> None:
    played = alerted()
    played.ask(asked.SnoozeAlert, "binh", number=1, until=date(2026, 3, 11), reason="Chờ xác minh")
    assert only(played).status is AlertStatus.SNOOZED
    played.wait_until("2026-03-11 07:29")
    assert played.ask(asked.WakeAlert, None, number=1) == []
    played.wait_until("2026-03-11 07:30")
    events = played.ask(asked.WakeAlert, None, number=1)
    assert only(played).status is AlertStatus.RAISED
    assert [each.kind for each in effects_of(played.dossier, events)] == ["notice"]
    assert played.ask(asked.WakeAlert, None, number=1) == []


@pytest.mark.parametrize("until", [date(2026, 3, 10), date(2028, 1, 1)])
def test_nothing_is_put_off_to_the_past_or_for_ever(until: date) -> None:
    with pytest.raises(GuardFailedError) as told:
        alerted().ask(asked.SnoozeAlert, "binh", number=1, until=until, reason="Chờ")
    assert list(told.value.fields) == ["until"]


def test_whoever_does_the_work_resolves_what_was_put_off() -> None:
    played = alerted()
    played.ask(asked.SnoozeAlert, "binh", number=1, until=date(2026, 3, 11), reason="Chờ")
    played.complete("binh", "done")
    assert played.dossier.alerts[1].status is AlertStatus.RESOLVED
    assert played.dossier.alerts[1].again_at is None


def test_an_alert_is_handed_up_until_nobody_is_above() -> None:
    played = alerted()
    owners = []
    for _ in range(2):
        events = played.ask(asked.EscalateAlert, "an", number=1, reason="Cần quyết định")
        assert [each.kind for each in effects_of(played.dossier, events)] == ["notice"]
        owners.append((only(played).receiver, only(played).unit, only(played).owner))
    assert owners == [("head", "01", "an"), ("centre", "02", "chi")]
    with pytest.raises(InvalidStatusError, match="there is nobody"):
        played.ask(asked.EscalateAlert, "chi", number=1, reason="Cần quyết định")


def test_who_gets_an_alert_has_to_take_note_of_it_again() -> None:
    played = alerted()
    played.ask(asked.AcknowledgeAlert, "binh", number=1, reason="Đang làm")
    played.ask(asked.ReassignAlert, "binh", number=1, to="bach", reason="Nghỉ phép")
    alert = only(played)
    assert (alert.status, alert.owner, alert.acknowledged_by) == (AlertStatus.RAISED, "bach", "")
    with pytest.raises(NotAuthorizedError):
        played.ask(asked.ReassignAlert, "binh", number=1, to="binh", reason="Đã về")
    played.ask(asked.ReassignAlert, "an", number=1, to="binh", reason="Đã về")
    assert only(played).owner == "binh"


def test_nobody_outside_the_unit_gets_its_alert() -> None:
    with pytest.raises(GuardFailedError) as told:
        alerted().ask(asked.ReassignAlert, "an", number=1, to="giang", reason="x")
    assert list(told.value.fields) == ["to"]


def test_a_colleague_of_the_owner_takes_note_but_neither_puts_off_nor_hands_on() -> None:
    played = alerted()
    for make, more in HANDED_ON:
        with pytest.raises(NotAuthorizedError, match="the owner of the alert"):
            played.ask(make, "bach", number=1, reason="Chờ", **more)
    played.ask(asked.AcknowledgeAlert, "bach", number=1, reason="Tôi báo lại")
    assert only(played).acknowledged_by == "bach"


@pytest.mark.parametrize("officer", ["binh", "an"])
def test_the_owner_and_the_head_of_the_unit_do_all_of_it(officer: str) -> None:
    for make, more in HANDED_ON:
        played = alerted()
        assert only(played).owner == "binh"
        played.ask(make, officer, number=1, reason="Chờ", **more)


@pytest.mark.parametrize("officer", ["giang", "duyen"])
def test_strangers_do_nothing_about_it(officer: str) -> None:
    played = alerted()
    for make, more in HANDED_ON:
        with pytest.raises(NotAuthorizedError):
            played.ask(make, officer, number=1, reason="x", **more)
