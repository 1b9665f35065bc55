from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.services import publishing
from engine.settings import Settings, shipped
from flows.clocks import watch_clocks
from tests.support.databases import sql
from tests.support.offices import MONDAY, receive


def test_two_sweeps_at_once_raise_each_alert_once(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", sqlite_url)
    with open_office(Settings(), clock=SettableClock(MONDAY)) as office:
        publishing.publish(office, [shipped("procedure_specs")], "mai_le")
        codes = [receive(office, f"reception {number}") for number in range(20)]

        async def both() -> list[str | None]:
            swept = await asyncio.gather(watch_clocks.fn(0.2), watch_clocks.fn(0.2))
            return [state.message for state in swept]

        said = asyncio.run(both())
        rows = sql(office.database, "SELECT dossier, clock, cycle, rung FROM alert")
        raised = Counter(tuple(row) for row in rows)
    assert set(raised.values()) == {1}
    late = {dossier for dossier, *_, rung in raised if rung == "dossier_late"}
    assert late == set(codes)
    counts = [int(text.split(", ")[1].split()[0]) for text in said if text]
    assert sum(counts) == len(raised)
    assert all(text and text.endswith(" 0 stuck") for text in said)
