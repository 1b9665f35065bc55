"""Every unit works by its own calendar, or by that of the nearest unit above it, up to the nation's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.clock import SettableClock
from engine.core.state import RunningClock
from engine.services import dossiers, publishing
from engine.services.office import Office
from engine.settings import shipped
from tests.support import handling, offices
from tests.support.offices import ADMINISTRATOR, RECEPTION
from tests.support.republishing import ORGANISATION

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SATURDAYS = """\
kind: calendar
code: vn-saturdays
title: {vi: Lịch có sáng thứ Bảy, en: With Saturday mornings}
extends: vn-national
hours: {saturday: 07:30-11:30}
"""
FRIDAY = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)
"""Half past three in the afternoon: what takes four working hours goes on after the weekend, or on Saturday."""


def open_on_saturdays(office: Office, unit: str) -> None:
    """Give a unit a calendar with Saturday mornings; those below it have none of their own."""
    text = (shipped("procedure_specs") / ORGANISATION).read_text(encoding="utf-8")
    head = f"  - code: {unit}\n"
    assert head in text
    folder: Path = office.settings.home / "saturdays"
    folder.mkdir()
    (folder / "saturdays.yaml").write_text(SATURDAYS, encoding="utf-8")
    changed = text.replace(head, f"{head}    calendar: vn-saturdays\n", 1)
    (folder / "organisation.yaml").write_text(changed, encoding="utf-8")
    publishing.publish(office, [folder], ADMINISTRATOR)


def step_of(office: Office, name: str) -> tuple[str, RunningClock]:
    """Return the unit that has the step after reception, and the clock of that step."""
    code = offices.receive(office, name)
    handling.move_on(office, code, f"{name}-on", "accepted")
    view = dossiers.show(office, code, RECEPTION)
    item = view.items[0].item
    return item.unit, view.dossier.clocks[item.clock]


def test_a_unit_below_one_that_works_on_saturdays_counts_them_and_the_desk_does_not(
    office: Office, clock: SettableClock
) -> None:
    clock.set(FRIDAY)
    unit, usual = step_of(office, "before")
    with office.database.reading() as uow:
        above = office.rulebook(uow).directory.path(unit)[1]
    open_on_saturdays(office, above)
    same, on_saturdays = step_of(office, "after")
    assert same == unit
    assert (usual.calendar, on_saturdays.calendar) == ("vn-national", "vn-saturdays")
    assert usual.due_at is not None
    assert on_saturdays.due_at is not None
    assert on_saturdays.due_at < usual.due_at
    with office.database.reading() as uow:
        assert office.rulebook(uow).calendar_of(offices.DESK).rules.code == "vn-service-centre"
