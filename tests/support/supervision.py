"""Browsers of supervisors and administrators, and dossiers in every state a figure counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

from fastapi.testclient import TestClient

from engine.clock import SettableClock
from engine.services import dossiers
from engine.services.clocks import fire_due_clocks
from engine.services.office import Office
from engine.web.app import create_app
from tests.support import offices

SUPERVISOR, CLERK = "oanh_duong", "ngoc_vu"
STRANGER = "huy_nguyen"
"""A supervisor of a department that has nothing to do with the dossiers here."""


@dataclass
class Reader:
    """A signed-in browser; ``form`` sends what a page's form would."""

    client: TestClient

    def open(self, path: str, status: int = 200) -> str:
        """Return the source of a page."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def form(self, page: str, path: str, status: int = 200, **typed: str) -> str:
        """Send a form of a page that was opened, and return the page that follows."""
        hidden = {
            name: unescape(found[1])
            for name in ("csrf", "form")
            if (found := re.search(rf'name="{name}" value="([^"]*)"', page))
        }
        answer = self.client.post(path, data={**hidden, **typed})
        assert answer.status_code == status, answer.text
        return answer.text


def reader(office: Office, officer: str) -> Reader:
    """Return a browser in which an officer has signed in."""
    offices.give_accounts(office, officer)
    client = TestClient(create_app(office), base_url="http://console.test")
    client.post("/sign-in", data={"officer": officer, "password": offices.PASSWORD})
    return Reader(client)


def complete(office: Office, code: str, outcome: str | None = None) -> None:
    """Let whoever may do it finish a dossier's open item, by its first outcome or a named one."""
    number, officer = offices.worker_of(office, code)
    (item,) = dossiers.show(office, code, officer).items
    dossiers.complete(
        office,
        code,
        number,
        outcome or item.actions[0].outcome,
        officer,
        f"{code} {number}",
        note="đạt",
        again="Còn thiếu",
        data=offices.typed(offices.procedure_of(office), tuple(item.form)),
    )


def one_in_each_state(office: Office, clock: SettableClock) -> dict[str, str]:
    """Return the code of a dossier for each figure, and move the clock to where they are so."""
    late, slow = offices.receive(office, "1"), offices.receive(office, "2")
    for code in (late, slow):
        complete(office, code)
    clock.advance(timedelta(days=15))
    while not dossiers.show(office, late, offices.RECEPTION).dossier.closed:
        complete(office, late)
    clock.advance(timedelta(days=1))
    pressing = offices.receive(office, "3")
    complete(office, pressing)
    paused = offices.receive(office, "4")
    complete(office, paused, "lacking")
    again = offices.receive(office, "6")
    for outcome in ("lacking", "provided", "lacking"):
        complete(office, again, outcome)
    unaccepted = offices.receive(office, "5", channel="online")
    answered = offices.receive(office, "7", channel="online")
    clock.advance(timedelta(days=13))
    dossiers.withdraw(office, answered, "Công dân rút", offices.RECEPTION, "7 withdrawn")
    fire_due_clocks(office)
    return {
        "overdue": slow,
        "at_risk": pressing,
        "late_reception": unaccepted,
        "accepted_late": answered,
        "paused": paused,
        "asked_again": again,
        "finished_late": late,
    }
