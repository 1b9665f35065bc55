"""Every alert finds somebody: it rises to the centre, and what nobody has in hand is told to all who may take it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core.state import Alert, Applicant
from engine.services import alerts, clocks, dossiers
from engine.services.draining import drain
from engine.services.office import Office
from engine.settings import Settings
from engine.specs.reception import fields_at_reception
from tests.support import offices
from tests.support.fake_smtp import FakeSmtp, fake_smtp
from tests.support.offices import COMMUNE, DESK, OTHER_DESK, PROCEDURE, RECEPTION
from tests.support.republishing import ORGANISATION, republish

COMMUNE_CLERK, COMMUNE_LEADER = "nam_to", "hoa_bui"


def at_the_commune(office: Office) -> str:
    procedure = offices.procedure_of(office)
    data = offices.typed(procedure, fields_at_reception(procedure))
    reception = dossiers.Reception(
        PROCEDURE, OTHER_DESK, COMMUNE, Applicant("Nguyễn Thị Đặng"), data=data
    )
    return dossiers.receive(office, reception, COMMUNE_CLERK, "r").dossier


def by_rung(office: Office, code: str, officer: str) -> dict[str, Alert]:
    found = dossiers.show(office, code, officer).dossier.alerts.values()
    return {alert.rung: alert for alert in found}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_very_late_at_a_commune_rises_to_the_provincial_centre(
    office: Office, clock: SettableClock
) -> None:
    code = at_the_commune(office)
    clock.advance(timedelta(days=40))
    clocks.fire_due_clocks(office)
    raised = by_rung(office, code, COMMUNE_CLERK)
    assert raised["dossier_late"].owner == COMMUNE_LEADER
    assert raised["dossier_very_late"].unit == DESK
    owner = raised["dossier_very_late"].owner
    assert owner not in ("", COMMUNE_LEADER)
    assert "dossier_very_late" in by_rung(office, code, owner)
    listed = alerts.list_alerts(office, owner).lines
    (number,) = (line.row.number for line in listed if line.row.rung == "dossier_very_late")
    alerts.acknowledge(office, code, number, "Trung tâm theo dõi", owner, "a")


@pytest.fixture
def smtp() -> Iterator[FakeSmtp]:
    with fake_smtp() as server:
        yield server


@pytest.fixture
def mailing(
    tmp_path: Path, sqlite_url: str, smtp: FakeSmtp
) -> Iterator[tuple[Office, SettableClock]]:
    """An office that mails, in which reception officers of the provincial desk have addresses."""
    with offices.shipped_office(tmp_path, sqlite_url) as (_, clock):
        pass
    settings = Settings(
        home=tmp_path, database_url=sqlite_url, smtp_host="127.0.0.1", smtp_port=smtp.port
    )
    with open_office(settings, clock=clock) as office:
        republish(office, ORGANISATION, *(with_address(name) for name in NAMES))
        yield office, clock


NAMES = ("nghia_cao", "ngoc_vu")


def with_address(name: str) -> tuple[str, str]:
    return f"  - id: {name}\n", f"  - id: {name}\n    email: {name}@example.vn\n"


def told(office: Office, clock: SettableClock, smtp: FakeSmtp) -> set[str]:
    """Return who gets mail when the first step becomes due soon."""
    clock.advance(timedelta(hours=5, minutes=30))
    assert clocks.fire_due_clocks(office).raised == 1
    drain(office)
    return {name.strip() for mail in smtp.received for name in str(mail["To"]).split(",")}


def test_whoever_has_it_in_hand_is_told(
    mailing: tuple[Office, SettableClock], smtp: FakeSmtp
) -> None:
    offices.receive(mailing[0], "r")
    assert told(*mailing, smtp) == {"nghia_cao@example.vn"}


def test_of_what_nobody_has_in_hand_all_who_may_take_it_are_told(
    mailing: tuple[Office, SettableClock], smtp: FakeSmtp
) -> None:
    office, clock = mailing
    code = offices.receive(office, "r")
    dossiers.release(office, code, 1, RECEPTION, "free")
    assert told(office, clock, smtp) == {"nghia_cao@example.vn", "ngoc_vu@example.vn"}


def test_of_what_an_officer_who_left_had_in_hand_the_others_are_told(
    mailing: tuple[Office, SettableClock], smtp: FakeSmtp
) -> None:
    office, clock = mailing
    offices.receive(office, "r")
    leaving = "      - {unit: H99.02, position: reception, from: 2025-07-01}\n    duties: [clerk, supervisor]\n"
    head = "      - {unit: H99.02, position: head, from: 2025-07-01}\n"
    ended = (head + leaving).replace("}", ", until: 2026-02-27}")
    republish(office, ORGANISATION, with_address("ngoc_vu"), (head + leaving, ended))
    assert told(office, clock, smtp) == {"ngoc_vu@example.vn"}
