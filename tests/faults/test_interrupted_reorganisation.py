"""A reorganisation is cut off: the map of units is the old or the new one, and each dossier is wholly moved or not.

Where it went on, everything has moved once; where it is taken back, everything is as it was before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.services import calendar_changes, dossiers
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.databases import sql
from tests.support.offices import ADMINISTRATOR, RECEPTION
from tests.support.republishing import ORGANISATION, republish
from tests.support.seeds import seeded_random
from tests.support.statement_faults import InjectedFault, everything, failing_at
from tests.support.wholeness import check_dossiers

DOSSIERS, TRIES = 5, 12
NEW_NAME = ("Tỉnh Hồng Lam (minh hoạ)", "Tỉnh Hồng Lam (mới)")
CALENDAR, DAYS_OFF = "calendars/vn.yaml", "days_off:\n"
CLOSED = f"{DAYS_OFF}  - {{on: 2026-03-10, name: Nghỉ bão, source: Công điện 12}}\n"


def due_dates(office: Office) -> dict[str, datetime | None]:
    with office.database.reading() as uow:
        found = {row[0]: uow.dossiers.find_whole(row[0]) for row in _codes(office)}
    return {code: d.legal_clock.due_at for code, d in found.items() if d and d.legal_clock}


def _codes(office: Office) -> list[tuple[str]]:
    return [(row[0],) for row in sql(office.database, "SELECT code FROM dossier ORDER BY code")]


def test_a_batch_that_is_cut_off_goes_on_where_it_was_and_can_be_taken_back(
    tmp_path: Path, database_url: str
) -> None:
    chance = seeded_random()
    with offices.shipped_office(tmp_path, database_url) as (office, clock):
        for number in range(DOSSIERS):
            offices.receive(office, f"r{number}")
        before = due_dates(office)
        clock.advance(timedelta(hours=1))
        republish(office, CALENDAR, (DAYS_OFF, CLOSED))
        assert due_dates(office) == before, "publishing alone moves nothing"
        wholly = {code: at + timedelta(days=1) for code, at in before.items() if at is not None}
        for point in sorted(chance.sample(range(1, 120), TRIES)):
            try:
                with failing_at(office.database, point):
                    calendar_changes.apply(office, ADMINISTRATOR, "Nghỉ bão")
            except InjectedFault:
                pass
            now = due_dates(office)
            assert all(now[code] in (before[code], wholly[code]) for code in before)
            check_dossiers(office.database)
        calendar_changes.apply(office, ADMINISTRATOR, "Nghỉ bão")
        assert due_dates(office) == wholly
        assert calendar_changes.apply(office, ADMINISTRATOR, "Nghỉ bão").moves == ()
        republish(office, CALENDAR)
        calendar_changes.apply(office, ADMINISTRATOR, "Không nghỉ")
        assert due_dates(office) == before
        check_dossiers(office.database)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_map_of_units_whose_publication_is_cut_off_is_the_old_or_the_new_one(
    tmp_path: Path, database_url: str
) -> None:
    chance = seeded_random()
    with offices.shipped_office(tmp_path, database_url) as (office, _):
        codes = [offices.receive(office, f"r{number}") for number in range(3)]
        before, published = everything(office.database), None
        for point in sorted(chance.sample(range(1, 60), TRIES)):
            try:
                with failing_at(office.database, point):
                    published = republish(office, ORGANISATION, NEW_NAME)
            except InjectedFault:
                changed = {
                    name
                    for name, rows in everything(office.database).items()
                    if rows != before[name]
                }
                assert changed <= {"publication"}
        published = republish(office, ORGANISATION, NEW_NAME)
        with office.database.reading() as uow:
            (in_force,) = uow.publications.current("organisation", office.today)
            assert in_force.digest == published.digest
            assert len(uow.publications.history("organisation", in_force.key)) == 2
        for code in codes:
            handling.move_on(office, code, f"{code}:on")
            assert dossiers.show(office, code, RECEPTION).dossier.version > 1
        check_dossiers(office.database)
