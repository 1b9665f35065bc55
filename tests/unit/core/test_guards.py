"""What is refused, in whose words, and that a refusal changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.core import commands as asked
from engine.core.decide import decide
from engine.core.state import Applicant, Dossier
from engine.errors import (
    ConflictError,
    GuardFailedError,
    InvalidStatusError,
    NotAuthorizedError,
    NotFoundError,
    RejectionError,
)
from tests.support.walkers import PlayedDossier, played_procedure, received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
process:
  by: department/officer
  limit: 2 working days
  outcomes: {ok: {to: notify}, no: {end: refused, note_required: true}}
notify: {run: notify_applicant}
return: {by: one_stop/reception}
"""


def at_process() -> PlayedDossier:
    played = received(STEPS)
    played.complete("dung", "accepted")
    return played


def refused(
    played: PlayedDossier,
    error: type[RejectionError],
    make: Any,
    officer: str | None,
    **values: Any,
) -> RejectionError:
    """Give a command that must be refused; return the refusal."""
    before = replace(played.dossier)
    with pytest.raises(error) as told:
        played.ask(make, officer, **values)
    assert type(told.value) is error
    assert played.dossier == before
    return told.value


def test_a_dossier_that_was_never_received_is_not_found():
    played = PlayedDossier(played_procedure(STEPS))
    error = refused(played, NotFoundError, asked.ClaimWorkItem, "binh", number=1)
    assert str(error) == "Expected a dossier, but there is none with the code D1"


def test_a_code_is_given_once():
    played = received(STEPS)
    values = {"desk": "02", "territory": "11", "applicant": Applicant("B")}
    error = refused(played, ConflictError, asked.ReceiveDossier, "dung", **values)
    assert str(error) == "Expected a new dossier code, but D1 is taken"


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"desk": "01"}, GuardFailedError, "desk"),
        ({"desk": "77"}, GuardFailedError, "desk"),
        ({"territory": "19"}, GuardFailedError, "territory"),
        ({"territory": "77"}, GuardFailedError, "territory"),
        ({"applicant": Applicant("  ")}, GuardFailedError, "applicant_name"),
        ({"applicant": Applicant("A" * 201)}, GuardFailedError, "applicant_name"),
        ({"applicant": Applicant("A", "12345")}, GuardFailedError, "applicant_identity_number"),
        ({"data": {"area": "nowhere"}}, GuardFailedError, "area"),
        ({"data": {"colour": "red"}}, GuardFailedError, "colour"),
    ],
)
def test_a_reception_names_the_faulty_field(
    wrong: dict[str, Any], error: type[GuardFailedError], field: str
):
    played = PlayedDossier(played_procedure(STEPS))
    values = {"desk": "02", "territory": "11", "applicant": Applicant("An")} | wrong
    told = refused(played, error, asked.ReceiveDossier, "dung", **values)
    assert isinstance(told, GuardFailedError)
    assert list(told.fields) == [field]


def test_only_an_officer_of_the_desk_receives_there():
    played = PlayedDossier(played_procedure(STEPS))
    values = {"desk": "02", "territory": "11", "applicant": Applicant("An")}
    refused(played, NotAuthorizedError, asked.ReceiveDossier, "binh", **values)


def test_the_details_of_an_applicant_are_tidied():
    played = PlayedDossier(played_procedure(STEPS))
    played.receive(applicant=Applicant(" Nguye\u0302\u0303n ", "001 199 000 042"))
    assert played.dossier.applicant == Applicant("Nguyễn", "001199000042")


@pytest.mark.parametrize("make", [asked.ClaimWorkItem, asked.ReleaseWorkItem])
def test_work_belongs_to_those_who_hold_the_position(make: type[asked.Command]):
    error = refused(at_process(), NotAuthorizedError, make, "giang", number=2)
    assert "Sở Nội vụ in the position Chuyên viên" in str(error)


def test_a_claimed_item_is_in_one_hand():
    played = at_process()
    played.ask(asked.ClaimWorkItem, "binh", number=2)
    assert played.ask(asked.ClaimWorkItem, "binh", number=2) == []
    for make in (asked.ClaimWorkItem, asked.ReleaseWorkItem):
        error = refused(played, ConflictError, make, "bach", number=2)
        assert str(error) == "Expected a work item that is free, but Trần Thị Bình has it in hand"
    complete = asked.CompleteWorkItem
    refused(played, ConflictError, complete, "bach", number=2, outcome="ok")
    played.ask(asked.ReleaseWorkItem, "binh", number=2)
    assert played.ask(asked.ReleaseWorkItem, "binh", number=2) == []
    played.ask(asked.ClaimWorkItem, "bach", number=2)


def test_who_comes_second_is_told_who_was_faster():
    played = at_process()
    played.complete("bach", "ok")
    command = asked.CompleteWorkItem(command_id="x", dossier="D1", number=2, outcome="ok")
    with pytest.raises(ConflictError, match="but Vũ Bách was faster"):
        decide(played.dossier, command, played.context("binh"))
    refused(played, ConflictError, asked.ClaimWorkItem, "binh", number=2)


@pytest.mark.parametrize("number", [0, -1, 9])
def test_an_item_that_never_was_is_not_found(number: int):
    refused(at_process(), NotFoundError, asked.ClaimWorkItem, "binh", number=number)


def test_an_automatic_step_is_nobodys_to_complete_and_no_work_is_the_systems():
    played = at_process()
    refused(played, NotFoundError, asked.CompleteAutomaticStep, None, number=2)
    refused(played, NotFoundError, asked.FailAutomaticStep, None, number=2, reason="x")
    played.complete("binh", "ok")
    complete = asked.CompleteWorkItem
    refused(played, NotFoundError, complete, "binh", number=3, outcome="done")


@pytest.mark.parametrize("outcome", ["maybe", "", "expired", "done"])
def test_an_outcome_is_one_of_those_of_the_step(outcome: str):
    error = refused(
        at_process(), GuardFailedError, asked.CompleteWorkItem, "binh", number=2, outcome=outcome
    )
    assert str(error.fields["outcome"]) == "Expected one of: ok, no"  # type: ignore[attr-defined]


@pytest.mark.parametrize("note", ["", "   "])
def test_an_outcome_may_ask_for_a_reason(note: str):
    values = {"number": 2, "outcome": "no", "note": note}
    error = refused(at_process(), GuardFailedError, asked.CompleteWorkItem, "binh", **values)
    assert list(error.fields) == ["note"]  # type: ignore[attr-defined]


def test_a_supplement_is_never_asked_for_without_saying_what_is_lacking():
    played = received(STEPS)
    values = {"number": 1, "outcome": "lacking", "note": " "}
    error = refused(played, GuardFailedError, asked.CompleteWorkItem, "dung", **values)
    assert list(error.fields) == ["note"]  # type: ignore[attr-defined]
    assert played.complete("dung", "lacking", note="Thiếu bản sao quyết định")


@pytest.mark.parametrize("make", [asked.WithdrawDossier, asked.StopDossier])
@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_ending_early_asks_for_a_reason(make: type[asked.Command], reason: str):
    refused(at_process(), GuardFailedError, make, "an", reason=reason)


def test_only_desk_and_handlers_withdraw_and_only_supervisors_stop():
    played = at_process()
    refused(played, NotAuthorizedError, asked.WithdrawDossier, "giang", reason="Rút")
    refused(played, NotAuthorizedError, asked.StopDossier, "binh", reason="Dừng")
    played.ask(asked.WithdrawDossier, "binh", reason="Rút")


def test_a_supervisor_of_another_unit_neither_stops_nor_answers():
    played = received(STEPS)
    refused(played, NotAuthorizedError, asked.StopDossier, "an", reason="Dừng")
    played.wait_until("2026-04-30 09:00")
    played.fire()
    number = played.open_alerts()[0].number
    refused(played, NotAuthorizedError, asked.AcknowledgeAlert, "an", number=number, reason="x")
    played.ask(asked.AcknowledgeAlert, "chi", number=number, reason="Đã nhắc")
    played.ask(asked.StopDossier, "chi", reason="Dừng")


def test_a_dossier_with_its_result_is_not_withdrawn():
    played = at_process()
    played.complete("binh", "ok")
    played.ask(asked.CompleteAutomaticStep, None, number=3)
    error = refused(played, InvalidStatusError, asked.WithdrawDossier, "dung", reason="Rút")
    assert "D1 has its result already" in str(error)


def test_a_closed_dossier_takes_no_command():
    played = at_process()
    played.ask(asked.StopDossier, "an", reason="Trùng hồ sơ")
    for make, officer, values in (
        (asked.ClaimWorkItem, "binh", {"number": 2}),
        (asked.WithdrawDossier, "dung", {"reason": "x"}),
        (asked.FireClock, None, {"clock": 1}),
        (asked.CompleteAutomaticStep, None, {"number": 2}),
        (asked.AcknowledgeAlert, "an", {"number": 1, "reason": "x"}),
    ):
        error = refused(played, InvalidStatusError, make, officer, **values)
        assert str(error) == "Expected an open dossier, but D1 is closed: Stopped"


def with_an_alert() -> PlayedDossier:
    played = at_process()
    played.wait_until("2026-03-04 09:00")
    played.fire()
    return played


def test_an_alert_is_answered_with_a_reason_by_its_unit_or_a_supervisor():
    played = with_an_alert()
    acknowledge = asked.AcknowledgeAlert
    (alert,) = played.open_alerts()
    refused(played, GuardFailedError, acknowledge, "an", number=alert.number, reason=" ")
    refused(played, NotAuthorizedError, acknowledge, "giang", number=alert.number, reason="x")
    refused(played, NotFoundError, acknowledge, "an", number=9, reason="x")
    played.ask(acknowledge, "binh", number=alert.number, reason="Đang làm")
    refused(played, InvalidStatusError, acknowledge, "an", number=alert.number, reason="x")


def test_an_alert_whose_cause_is_gone_needs_no_answer():
    played = with_an_alert()
    played.complete("binh", "ok")
    error = refused(played, InvalidStatusError, asked.AcknowledgeAlert, "an", number=1, reason="x")
    assert "its cause is gone" in str(error)


def test_a_clock_that_is_not_due_or_not_there_fires_nothing():
    played = at_process()
    assert played.ask(asked.FireClock, None, clock=1) == []
    assert played.ask(asked.FireClock, None, clock=99) == []


def test_an_unknown_command_is_a_fault_of_the_program():
    played = at_process()
    with pytest.raises(TypeError, match="known command"):
        decide(played.dossier, asked.Command(command_id="x", dossier="D1"), played.context("an"))
    assert isinstance(played.dossier, Dossier)
