"""A browser that several officers use in turn tells none what another searched for."""

from __future__ import annotations

from engine.services.office import Office
from engine.web.security import SEARCH_COOKIE
from tests.support import offices
from tests.support.supervision import CLERK, reader


def test_the_last_search_is_forgotten_when_somebody_else_signs_in(office: Office) -> None:
    offices.give_accounts(office, offices.RECEPTION)
    client = reader(office, CLERK).client
    client.cookies.set(SEARCH_COOKIE, "Nguyễn".encode().hex(), domain="console.test")
    # The session ran out; nobody signed out.
    client.post("/sign-in", data={"officer": offices.RECEPTION, "password": offices.PASSWORD})
    assert SEARCH_COOKIE not in client.cookies
