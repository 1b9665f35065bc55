"""Browsers without a screen: they keep cookies and send the hidden fields of the page they last saw."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from fastapi.testclient import TestClient
from httpx2 import Response

from engine.services.office import Office
from engine.web.app import create_app
from engine.web.rendering import DemoAccount
from tests.support import offices


@dataclass
class Browser:
    """A browser that looks at the console; it follows redirects as browsers do."""

    client: TestClient
    shown: str = field(default="")

    def open(self, path: str, status: int = 200) -> str:
        """Open a page, and return its text."""
        return self._seen(self.client.get(path), status)

    def send(self, path: str, status: int = 200, **typed: object) -> str:
        """Send a form of the page last seen with its hidden fields, and return the page that follows.

        Dots cannot stand in the names of Python's arguments: ``field__workers`` is ``field.workers``.
        """
        named = {name.replace("__", "."): value for name, value in typed.items()}
        return self._seen(self.client.post(path, data={**self.hidden(), **named}), status)

    def sign_in(self, officer: str, password: str = offices.PASSWORD, status: int = 200) -> str:
        """Sign in, and return the page that follows."""
        return self.send("/sign-in", status, officer=officer, password=password)

    def hidden(self) -> dict[str, str]:
        """Return the token of the session and the number of the form, as the page carries them."""
        found = {name: re.search(rf'name="{name}" value="([^"]*)"', self.shown) for name in _HIDDEN}
        return {name: unescape(match[1]) for name, match in found.items() if match}

    @property
    def path(self) -> str:
        """Return the path of the page last seen."""
        return self._path

    def _seen(self, answer: Response, status: int) -> str:
        assert answer.status_code == status, f"{answer.status_code}: {text_of(answer.text)}"
        self.shown = answer.text
        self._path = answer.url.path
        return text_of(answer.text)


_HIDDEN = ("csrf", "form")


def text_of(html: str) -> str:
    """Return what a reader sees of a page, on one line."""
    body = re.sub(r"<(script|style|head|desc)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def browse(
    office: Office, officer: str | None = None, demo_accounts: tuple[DemoAccount, ...] = ()
) -> Browser:
    """Return a new browser at the console of an office, signed in where an officer is named."""
    app = create_app(office, demo_accounts=demo_accounts)
    browser = Browser(TestClient(app, base_url="http://console.test"))
    if officer is not None:
        offices.give_accounts(office, officer)
        browser.sign_in(officer)
    return browser
