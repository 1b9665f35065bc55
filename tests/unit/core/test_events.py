"""Events: each comes back from its stored text as it was, and each can be applied."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from engine.core import events as happened
from engine.core.effects import effects_of
from engine.core.events import EVENTS, Event, dump, parse
from engine.core.evolve import evolve, fold
from engine.core.lifecycle import DossierStatus, ItemKind
from engine.core.state import Apology, Applicant, Dossier, HandedIn, LedgerEntry, Token
from tests.support.journals import MONDAY, a_long_life, alert_raised, offered, received

LIFE = [event for command in a_long_life() for event in command]
BY_NAME = {type(event).__name__: event for event in LIFE} | {
    "ChoiceTaken": happened.ChoiceTaken(at=MONDAY, node="route", outcome="otherwise"),
    "RoutePassedOver": happened.RoutePassedOver(at=MONDAY, node="join", source="survey"),
    "RoutesCancelled": happened.RoutesCancelled(
        at=MONDAY, node="join", nodes=("survey",), reason="enough"
    ),
    "PapersRecorded": happened.PapersRecorded(
        at=MONDAY, by="officer_a", papers={"request": HandedIn(1, 2)}
    ),
    "ApplicantCorrected": happened.ApplicantCorrected(
        at=MONDAY, by="officer_a", applicant=Applicant("Đặng Thị Ánh"), reason="Gõ nhầm"
    ),
    "OpinionGiven": happened.OpinionGiven(at=MONDAY, number=1, by="officer_a", text="Thống nhất"),
    "EffectRequeued": happened.EffectRequeued(
        at=MONDAY, number=7, effect="automatic_step", by="officer_a"
    ),
    "ClockRequeued": happened.ClockRequeued(at=MONDAY, number=2, by="officer_a"),
    "LinkedDossierStarted": happened.LinkedDossierStarted(
        at=MONDAY, number=1, linked="H01-2", procedure="9.000001"
    ),
    "WorkItemAssigned": happened.WorkItemAssigned(
        at=MONDAY, number=1, by="officer_b", to="officer_a"
    ),
    "CompletionUndone": happened.CompletionUndone(
        at=MONDAY,
        number=1,
        by="officer_a",
        reason="Bấm nhầm",
        status=DossierStatus.IN_PROGRESS,
        tokens=(Token("examine"),),
        visits={"examine": 1},
        supplements=0,
        done_by={},
        data={"area": "120.5"},
        removed=("urgent",),
        items=(),
        clocks=(),
        alerts=(),
    ),
    "AlertSnoozed": happened.AlertSnoozed(
        at=MONDAY, number=1, by="officer_a", until=MONDAY, reason="Chờ"
    ),
    "AlertWoken": happened.AlertWoken(at=MONDAY, number=1),
    "AlertEscalated": happened.AlertEscalated(
        at=MONDAY,
        number=1,
        by="officer_a",
        reason="Cần quyết định",
        unit="H01.20",
        receiver="head",
        owner="officer_b",
    ),
    "AlertReassigned": happened.AlertReassigned(
        at=MONDAY, number=1, by="officer_a", reason="Nghỉ", to="officer_b"
    ),
    "AlertSuperseded": happened.AlertSuperseded(at=MONDAY, number=1, later=2),
    "ApologyRecorded": happened.ApologyRecorded(
        at=MONDAY,
        number=1,
        by="officer_a",
        apology=Apology("12/PXL", MONDAY.date(), MONDAY.date(), "Thiếu người", MONDAY.date()),
    ),
    "ClockExtended": happened.ClockExtended(
        at=MONDAY, number=1, by="officer_a", entry=LedgerEntry("extended", MONDAY), rungs=()
    ),
    "ClockRecounted": happened.ClockRecounted(
        at=MONDAY,
        number=1,
        by="officer_a",
        calendar_version="v2",
        entry=LedgerEntry("recounted", MONDAY),
        rungs=(),
    ),
    "PersonalDataErased": happened.PersonalDataErased(
        at=MONDAY,
        by="system",
        on=MONDAY.date(),
        fields={"area": "5 years"},
        applicant="10 years",
        kept_until=MONDAY.date(),
    ),
    "WorkItemReleased": happened.WorkItemReleased(at=MONDAY, number=1, by="officer_a"),
}


def test_the_examples_are_complete():
    assert set(BY_NAME) == set(EVENTS)


def test_every_event_class_has_a_name_to_be_stored_under():
    assert {cls.__name__ for cls in Event.__subclasses__()} == set(EVENTS)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_an_event_comes_back_from_its_text_as_it_was(name: str):
    event = BY_NAME[name]
    assert parse(name, dump(event)) == event
    assert dump(parse(name, dump(event).decode())) == dump(event)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_the_text_of_an_event_names_its_fields(name: str):
    assert set(json.loads(dump(BY_NAME[name]))) == {field.name for field in fields(EVENTS[name])}


def test_an_unknown_name_is_no_event():
    with pytest.raises(KeyError):
        parse("DossierEaten", b"{}")


def test_every_event_can_be_applied_and_counts_once():
    dossier = Dossier()
    for version, event in enumerate(LIFE, start=1):
        dossier = evolve(dossier, event)
        assert dossier.version == version
    for name in (
        "ChoiceTaken",
        "OpinionGiven",
        "PapersRecorded",
        "ApplicantCorrected",
        "RoutePassedOver",
        "RoutesCancelled",
        "WorkItemReleased",
    ):
        assert evolve(dossier, BY_NAME[name]).version == dossier.version + 1


def test_an_unknown_event_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="known event"):
        evolve(Dossier(), Event(at=MONDAY))


def test_folding_in_parts_is_folding_at_once():
    half = len(LIFE) // 2
    assert fold(LIFE[half:], fold(LIFE[:half])) == fold(LIFE)


def test_a_state_is_never_changed_in_place():
    first = fold(LIFE[:5])
    kept = fold(LIFE[:5])
    fold(LIFE[5:], first)
    assert first == kept


def test_automatic_steps_and_alerts_have_effects_and_nothing_else_has():
    automatic = offered(1, kind=ItemKind.AUTOMATIC, node="notify", unit="", position="")
    made = [received(), automatic, alert_raised(1), offered(2)]
    entries = effects_of(fold(made), made)
    assert [(e.kind, e.key, dict(e.payload)) for e in entries] == [
        ("automatic_step", "H01-1:2:automatic_step", {"item": 1}),
        ("notice", "H01-1:3:notice", {"alert": 1}),
    ]


def test_effects_of_a_later_command_are_keyed_by_their_place_in_the_journal():
    before, later = [received(), offered(1)], [alert_raised(1)]
    assert [e.key for e in effects_of(fold(before + later), later)] == ["H01-1:3:notice"]


def test_effects_hold_no_personal_data():
    made = [*LIFE[:1], offered(1, kind=ItemKind.AUTOMATIC), alert_raised(1)]
    shown = repr(effects_of(fold(made), made))
    assert "Ánh" not in shown
    assert "001199000042" not in shown
