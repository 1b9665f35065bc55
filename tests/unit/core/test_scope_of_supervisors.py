"""Whom a dossier concerned once is not in charge of it: supervisors act on the desk and on open items."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.errors import NotAuthorizedError
from engine.specs.directory import Directory
from tests.support.specs import an_organisation
from tests.support.walkers import ORGANISATION, PlayedDossier, played_procedure

STEPS = """
receive: {by: one_stop/reception, next: consult, form: [agencies]}
consult: {by: consulted/officer, for_each: dossier.agencies, next: process}
process: {by: department/officer, limit: 2 working days, next: return}
return: {by: one_stop/reception}
"""
HOA = '{id: hoa, name: Ngô Hoa, posts: [{unit: "12", position: officer}]'


def consulted() -> PlayedDossier:
    text = ORGANISATION.replace(HOA, HOA + ", duties: [clerk, supervisor]")
    assert text != ORGANISATION
    played = PlayedDossier(played_procedure(STEPS), directory=Directory(an_organisation(text)))
    played.receive()
    played.complete("dung", "accepted", data={"agencies": ["12"]})
    return played


def test_a_supervisor_of_a_unit_that_is_asked_acts_only_until_it_has_answered():
    played = consulted()
    played.complete("hoa", "done")
    for make in (asked.StopDossier, asked.WithdrawDossier):
        with pytest.raises(NotAuthorizedError):
            played.ask(make, "hoa", reason="Dừng")
    with pytest.raises(NotAuthorizedError):
        played.ask(asked.ClaimWorkItem, "hoa", number=3)
    with pytest.raises(NotAuthorizedError):
        played.ask(asked.ReleaseWorkItem, "hoa", number=3)
    played.wait_until("2026-03-20 09:00")
    played.fire()
    for alert in played.open_alerts():
        with pytest.raises(NotAuthorizedError):
            played.ask(asked.AcknowledgeAlert, "hoa", number=alert.number, reason="x")
    assert played.open_alerts()
    played.ask(asked.StopDossier, "an", reason="Trùng hồ sơ")


def test_a_supervisor_of_a_unit_with_an_open_item_may_stop():
    played = consulted()
    played.ask(asked.StopDossier, "hoa", reason="Trùng hồ sơ")
    assert played.dossier.status == "stopped"
