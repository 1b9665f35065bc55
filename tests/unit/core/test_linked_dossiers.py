"""A dossier that starts another one: it awaits it, goes on by its end, and is told when that fails."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core.effects import effects_of
from engine.core.events import DossierReceived
from engine.core.lifecycle import AlertStatus, ItemKind, ItemStatus
from engine.core.state import Applicant
from engine.errors import GuardFailedError, NotFoundError
from tests.support.walkers import PlayedDossier, received

STEPS = """\
receive: {by: one_stop/reception, next: tax}
tax:
  starts: {procedure: "9.000001", wait: true}
  CLOCK
  outcomes:
    refused: {end: refused}
    otherwise: {to: check}
return: {by: one_stop/reception, limit: uncounted}
check: {by: department/officer, next: return}
"""


def at_the_start(clock: str = "clock: run") -> PlayedDossier:
    played = received(STEPS.replace("CLOCK", clock))
    played.complete("dung", "accepted")
    return played


def record(played: PlayedDossier, linked: str = "D2") -> None:
    number = played.open_items[0].number
    played.ask(asked.RecordLinkedDossier, None, number=number, linked=linked, procedure="9.000001")


def report(played: PlayedDossier, end: str, linked: str = "D2") -> None:
    number = played.open_items[0].number
    played.ask(asked.ReportLinkedEnd, None, number=number, linked=linked, end=end)


@pytest.mark.parametrize(
    ("end", "node"),
    [("returned", "return"), ("withdrawn", "check"), ("stopped", "check"), ("terminated", "check")],
)
def test_each_end_takes_its_own_outcome_or_the_one_for_the_rest(end: str, node: str) -> None:
    played = at_the_start()
    record(played)
    report(played, end)
    assert played.nodes == [node]


def test_what_a_linked_dossier_needs_must_be_filled_in_before_it_is_begun() -> None:
    steps = STEPS.replace("one_stop/reception, next", "one_stop/reception, form: [area], next", 1)
    played = received(steps.replace("CLOCK", "clock: run"), required="area")
    with pytest.raises(GuardFailedError):
        played.complete("dung", "accepted")
    played.complete("dung", "accepted", data={"area": "normal"})
    assert played.nodes == ["tax"]


def test_the_item_is_watched_at_the_desk_and_is_nobodys_to_end() -> None:
    played = at_the_start()
    (item,) = played.open_items
    assert (item.kind, item.unit, item.position) == (ItemKind.LINKED, "02", "reception")
    for command in (asked.ClaimWorkItem, asked.ReleaseWorkItem, asked.CompleteAutomaticStep):
        with pytest.raises(NotFoundError):
            played.ask(command, "dung", number=item.number)
    with pytest.raises(NotFoundError):
        played.ask(asked.CompleteWorkItem, "dung", number=item.number, outcome="returned")


def test_only_the_awaited_dossier_is_heard_of() -> None:
    played = at_the_start()
    with pytest.raises(NotFoundError):
        report(played, "returned")
    record(played)
    with pytest.raises(NotFoundError):
        report(played, "returned", linked="D3")


def test_the_clock_runs_on_or_stands_still_as_the_author_says() -> None:
    assert at_the_start().due() is not None
    still = at_the_start("clock: stop")
    assert still.due() is None
    record(still)
    still.later(days=20)
    report(still, "returned")
    assert still.due() is not None


def test_a_start_that_failed_alerts_and_is_mended_by_the_next_try() -> None:
    played = at_the_start()
    number = played.open_items[0].number
    played.ask(asked.FailAutomaticStep, None, number=number, reason="không còn hiệu lực")
    assert played.open_items[0].status is ItemStatus.FAILED
    assert [alert.rung for alert in played.open_alerts()] == ["automatic_failed"]
    record(played)
    assert played.open_items[0].status is ItemStatus.OFFERED
    assert played.open_alerts() == []
    assert {a.status for a in played.dossier.alerts.values()} == {AlertStatus.RESOLVED}


def test_a_failed_start_can_run_out_or_be_withdrawn() -> None:
    played = at_the_start("expires: {after: 2 working days, end: terminated}")
    number = played.open_items[0].number
    played.ask(asked.FailAutomaticStep, None, number=number, reason="không còn hiệu lực")
    played.later(days=9)
    played.fire()
    assert played.dossier.status.closed


def test_what_it_does_outside_is_named_by_codes() -> None:
    played = at_the_start()
    before = played.dossier
    assert [e.kind for e in effects_of(before, played.journal)] == ["start_dossier"]
    record(played)
    events = played.ask(asked.WithdrawDossier, "dung", reason="Công dân rút")
    (effect,) = effects_of(played.dossier, events)
    assert (effect.kind, effect.payload) == ("stop_dossier", {"linked": "D2"})


def test_the_linked_dossier_tells_its_end_to_the_one_that_started_it() -> None:
    played = PlayedDossier(at_the_start().net)
    played.ask(
        asked.ReceiveLinkedDossier,
        None,
        desk="02",
        territory="11",
        applicant=Applicant("Nguyễn Thị Đặng"),
        parent="D0",
        parent_item=3,
    )
    (came,) = [e for e in played.journal if isinstance(e, DossierReceived)]
    assert (came.parent, came.parent_item) == (played.dossier.parent, 3) == ("D0", 3)
    assert not played.open_items[0].holder
    events = played.ask(asked.WithdrawDossier, "dung", reason="Công dân rút")
    (effect,) = effects_of(played.dossier, events)
    assert effect.kind == "report_end"
    assert effect.payload == {"parent": "D0", "parent_item": 3, "end": "withdrawn"}
