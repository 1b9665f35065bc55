"""Why a date is what it is: told in the right order, and only what is true of that clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from engine.core.state import RunningClock
from engine.services import dossiers
from engine.services.clocks import explain_clock
from engine.services.dossier_view import DossierView
from tests.support import offices


def told(view: DossierView, clock: RunningClock) -> list[str]:
    return [str(line.text) for line in explain_clock(clock, view.rulebook)]


def test_only_the_dossier_was_received_and_only_once(sqlite_url: str, tmp_path: Path) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, clock):
        code = offices.receive(office, "c1")
        desk = offices.RECEPTION
        dossiers.complete(office, code, 1, "lacking", desk, "c2", note="Thiếu quyết định")
        clock.advance(timedelta(days=3))
        dossiers.complete(office, code, 2, "provided", desk, "c3")
        view = dossiers.show(office, code, desk)
        assert view.clock is not None
        lines = told(view, view.clock)
        assert [line for line in lines if line.startswith("Received at")] == lines[:1]
        assert any(line.startswith("Counted anew") for line in lines)
        steps = [each for each in view.dossier.clocks.values() if each.kind == "step"]
        assert len(steps) == 2
        assert not any(line.startswith("Received") for step in steps for line in told(view, step))
