"""A console over a real office: shipped specs, SQLite, a clock that stands still, signed-in browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from uuid import uuid4

from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from httpx2 import Response

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core.state import Applicant
from engine.services import access, dossiers, publishing
from engine.services.office import Office
from engine.settings import Settings
from engine.web.app import create_app
from engine.web.rendering import DemoAccount

PASSWORD = "motcua-demo"
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 at the office."""
DESK, TERRITORY = "H99.02", "H99.31"
RECEPTION, SECOND_RECEPTION = "ngoc_vu", "dung_ly"
PLAIN = "1.001806"
"""A procedure without branches: receive, assign, process, review, sign, issue, return."""
EMPLOYER = {
    "employer_name": "Hợp tác xã Tre Việt",
    "employer_address": "Xã Đông Hà",
    "workers": "20",
    "disabled_workers": "8",
}


@dataclass
class Browser:
    """A browser that keeps cookies and fills in the hidden fields of the page it last saw."""

    client: TestClient
    shown: str = field(default="")

    def open(self, path: str, status: int = 200) -> str:
        """Open a page, and return its text as a reader sees it in the source."""
        return self._seen(self.client.get(path), status)

    def send(self, path: str, status: int = 200, **typed: object) -> str:
        """Send a form of the page last seen, with its hidden token and form number."""
        answer = self.client.post(path, data={**self.hidden(), **typed})
        return self._seen(answer, status)

    def sign_in(self, officer: str, password: str = PASSWORD) -> str:
        """Sign in as an officer, and return the first page."""
        return self._seen(
            self.client.post("/sign-in", data={"officer": officer, "password": password}), 200
        )

    def hidden(self) -> dict[str, str]:
        """Return the token of the session and the number of the form, as the page carries them."""
        found = {}
        for name in ("csrf", "form"):
            value = re.search(rf'name="{name}" value="([^"]*)"', self.shown)
            if value:
                found[name] = unescape(value[1])
        return found

    def _seen(self, answer: Response, status: int) -> str:
        assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
        self.shown = answer.text
        return unescape(answer.text)


@dataclass
class ConsoleOffice:
    """An office with published specs, and browsers that look at it."""

    office: Office
    clock: SettableClock
    demo_accounts: tuple[DemoAccount, ...] = ()

    def browser(self, officer: str | None = None) -> Browser:
        """Return a new browser, signed in where an officer is named."""
        app = create_app(self.office, demo_accounts=self.demo_accounts)
        browser = Browser(TestClient(app, base_url="http://console.test"))
        if officer is not None:
            self.give_account(officer)
            browser.sign_in(officer)
        return browser

    def give_account(self, officer: str) -> None:
        """Give an officer an account with the usual password."""
        access.set_password(self.office, officer, PASSWORD)

    def receive(self, officer: str = RECEPTION, *, applicant: str = "Nguyễn Thị Đặng") -> str:
        """Receive a dossier behind the console's back, and return its code."""
        reception = dossiers.Reception(
            PLAIN, DESK, TERRITORY, Applicant(applicant, "012345678901", "0912345678"), data={}
        )
        return dossiers.receive(self.office, reception, officer, str(uuid4())).dossier


@contextmanager
def console_office(home: Path, database_url: str | None = None) -> Iterator[ConsoleOffice]:
    """Give an office with the shipped specs, on a Monday morning."""
    clock = SettableClock(MONDAY)
    settings = Settings(home=home, database_url=database_url)
    with open_office(settings, clock=clock, upgrade=database_url is None) as office:
        publishing.publish(office, [Path("procedure_specs")], "test")
        yield ConsoleOffice(office, clock)


def quick_hashing() -> PasswordHasher:
    """Return a password hasher that is too weak for use and quick enough for tests."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
