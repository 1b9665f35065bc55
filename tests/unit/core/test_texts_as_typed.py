"""Texts nobody can keep, or endless ones, are refused by the core, whichever edge they came through."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core import commands as asked
from engine.core.state import Applicant
from engine.errors import GuardFailedError
from tests.support.walkers import PlayedDossier, played_procedure, received

STEPS = """
receive: {by: one_stop/reception, next: process}
process: {by: department/officer, form: [area], next: return}
return: {by: one_stop/reception}
"""
UNFIT = ["An\x00", "An\ud800", "\udfff"]


def faults_of_reception(**values: Any) -> dict[str, str]:
    played = PlayedDossier(played_procedure(STEPS))
    with pytest.raises(GuardFailedError) as told:
        played.receive(**values)
    assert played.journal == []
    return {name: str(text) for name, text in told.value.fields.items()}


@pytest.mark.parametrize("unfit", [*UNFIT, "a" * 201])
@pytest.mark.parametrize("name", ["name", "phone", "address", "email"])
def test_a_fault_of_the_applicant_stands_under_its_own_field(name: str, unfit: str):
    applicant = Applicant(**({"name": "An"} | {name: unfit}))
    faults = faults_of_reception(applicant=applicant)
    assert list(faults) == [f"applicant_{name}"]
    assert unfit not in faults[f"applicant_{name}"]


@pytest.mark.parametrize("unfit", UNFIT)
def test_an_unfit_identity_number_desk_territory_or_field_is_refused(unfit: str):
    assert list(faults_of_reception(applicant=Applicant("An", unfit))) == [
        "applicant_identity_number"
    ]
    assert list(faults_of_reception(desk=unfit)) == ["desk"]
    assert list(faults_of_reception(territory=unfit)) == ["territory"]
    faults = faults_of_reception(data={unfit: "1"})
    assert faults == {"data": "Expected only the fields of this step"}


@pytest.mark.parametrize("territory", ["02", "01", "00", "19", "77"])
def test_a_territory_is_a_commune_that_exists(territory: str):
    assert list(faults_of_reception(territory=territory)) == ["territory"]


@pytest.mark.parametrize("unfit", [*UNFIT, "n" * 2001])
def test_a_note_nobody_can_keep_or_read_is_refused(unfit: str):
    played = received(STEPS)
    with pytest.raises(GuardFailedError) as told:
        played.complete("dung", "accepted", note=unfit)
    assert list(told.value.fields) == ["note"]
    played.complete("dung", "accepted", note="n" * 2000)
    assert played.nodes == ["process"]


@pytest.mark.parametrize("unfit", UNFIT)
def test_an_unfit_outcome_or_reason_is_refused(unfit: str):
    played = received(STEPS)
    for make, officer, values in (
        (asked.CompleteWorkItem, "dung", {"number": 1, "outcome": unfit}),
        (asked.WithdrawDossier, "dung", {"reason": unfit}),
        (asked.StopDossier, "chi", {"reason": unfit}),
    ):
        with pytest.raises(GuardFailedError):
            played.ask(make, officer, **values)
