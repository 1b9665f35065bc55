"""The machine's clock is set wrong and right again: due dates stay, and no alert comes twice or before its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.core.state import Dossier
from engine.errors import EngineError
from engine.services import clocks, dossiers
from engine.services.draining import drain_outbox
from engine.services.office import Office
from tests.support import offices
from tests.support.disagreeing_clocks import disagree
from tests.support.offices import MONDAY, RECEPTION
from tests.support.seeds import remembered_seeds, seed_kept_if_it_fails
from tests.support.wholeness import check_dossiers

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = [HOUR, -HOUR, 2 * DAY, -2 * DAY, 3652 * DAY, -3652 * DAY]


def whole(office: Office, code: str) -> Dossier:
    with office.database.reading() as uow:
        found = uow.dossiers.find_whole(code)
    assert found is not None
    return found


def due_dates(dossier: Dossier) -> list[tuple[int, datetime | None, datetime | None]]:
    return [(each.number, each.due_at, each.first_due_at) for each in dossier.clocks.values()]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("into", [timedelta(0), 9 * DAY], ids=["fresh", "half way"])
def test_a_clock_that_jumps_and_comes_back_moves_no_due_date(
    jump: timedelta, into: timedelta, tmp_path: Path, sqlite_url: str
) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, clock):
        code = offices.receive(office, "r")
        before = due_dates(whole(office, code))
        at = {
            (limit.number, rung.name): rung.at
            for limit in whole(office, code).clocks.values()
            for rung in limit.rungs
        }
        for number, moment in enumerate([into, into + jump, into + HOUR, into + 2 * jump, into]):
            clock.set(MONDAY + moment)
            try:
                clocks.fire_due_clocks(office)
                drain_outbox(office, "h")
                dossiers.release(office, code, 1, RECEPTION, f"{number}:free")
                dossiers.claim(office, code, 1, RECEPTION, f"{number}:take")
            except EngineError:
                # At such a date there may be no organisation and no calendar: nothing is done then.
                assert abs(moment) > 30 * DAY
        after = whole(office, code)
        assert due_dates(after) == before
        rungs = [(each.clock, each.cycle, each.rung) for each in after.alerts.values()]
        assert len(rungs) == len(set(rungs))
        assert all(each.raised_at >= at[each.clock, each.rung] for each in after.alerts.values())
        told = delivered(office)
        assert len(told) == len(set(told))
        check_dossiers(office.database)


def delivered(office: Office) -> list[str]:
    file = office.settings.notices_file
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def test_alerts_come_at_their_time_after_a_clock_that_was_behind(
    tmp_path: Path, sqlite_url: str
) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, clock):
        code = offices.receive(office, "r")
        instants = [rung.at for each in whole(office, code).clocks.values() for rung in each.rungs]
        clock.set(MONDAY - 10 * DAY)
        assert clocks.fire_due_clocks(office).raised == 0
        clock.set(min(instants) - timedelta(microseconds=1))
        assert clocks.fire_due_clocks(office).raised == 0
        clock.set(min(instants))
        assert clocks.fire_due_clocks(office).raised >= 1


@pytest.mark.parametrize("seed", remembered_seeds("clocks"))
def test_workers_whose_clocks_disagree_raise_each_alert_once(
    tmp_path: Path, database_url: str, seed: int | None
) -> None:
    with seed_kept_if_it_fails("clocks", seed) as chance:
        done = disagree(tmp_path, database_url, chance, count=6, rounds=8)
    assert done.alerts >= 6
