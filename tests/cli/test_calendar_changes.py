"""``motcua calendar``: an administrator sees what a changed calendar would move, and moves it."""

from __future__ import annotations

import json
from datetime import timedelta

from engine.bootstrap import open_office
from engine.clock import SystemClock
from engine.settings import Settings
from tests.support.command_line import Office, motcua
from tests.support.offices import receive
from tests.support.republishing import republish

DAYS_OFF = "days_off:\n"


def test_what_a_changed_calendar_moves_is_shown_then_moved_once(office: Office) -> None:
    with open_office(Settings(home=office.home)) as opened:
        code = receive(opened, "r")
        days = [(SystemClock().now() + timedelta(number)).date() for number in range(3, 8)]
        off = "".join(f"  - {{on: {day}, name: Nghỉ bão, source: Công điện}}\n" for day in days)
        republish(opened, "calendars/vn.yaml", (DAYS_OFF, f"{DAYS_OFF}{off}"))
    shown = motcua("calendar", "preview", "--officer", "mai_le")
    assert code in shown.out
    assert "is a day off now: Nghỉ bão" in shown.out
    said = motcua("calendar", "apply", "--officer", "mai_le", "--reason", "Công điện 12", "--json")
    moves = json.loads(said.out)["moves"]
    assert {move["dossier"] for move in moves} == {code}
    assert all(move["counted_at"] > move["due_at"] for move in moves)
    again = motcua("calendar", "preview", "--officer", "mai_le")
    assert again.out == "0 due dates of 0 dossiers\n"


def test_only_an_administrator_may(office: Office) -> None:
    said = motcua("calendar", "preview", "--officer", "nghia_cao")
    assert said.code == 1
    assert "administrator" in said.err
