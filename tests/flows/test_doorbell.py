from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from uuid import UUID

import pytest

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.services import publishing
from engine.services.doorbell import Doorbell
from engine.services.draining import drain
from engine.settings import Settings, shipped
from tests.support.offices import MONDAY, receive

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


@contextmanager
def somebody_at_home() -> Iterator[tuple[str, Queue[tuple[str, Any]]]]:
    """Give the address of somebody who listens, and what was heard."""
    heard: Queue[tuple[str, Any]] = Queue()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()
            heard.put((self.path, json.loads(body)))

        def log_message(self, format: str, *args: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Ear) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/api", heard
        finally:
            server.shutdown()
            thread.join()


def wait_for_ringers() -> None:
    for thread in threading.enumerate():
        if thread.name == "doorbell":
            thread.join()


def test_a_ring_says_that_outside_effects_wait_and_nothing_else() -> None:
    with somebody_at_home() as (url, heard):
        Doorbell(url, clock=SettableClock(NOON)).ring()
        path, [event] = heard.get(timeout=5)
    assert path == "/api/events"
    assert UUID(event.pop("id"))
    assert event == {
        "occurred": "2026-03-02T05:00:00+00:00",
        "event": "motcua.outbox.ready",
        "resource": {"prefect.resource.id": "motcua.outbox"},
    }


def test_however_often_it_is_pressed_it_rings_once_in_five_seconds() -> None:
    seconds = [0.0]
    with somebody_at_home() as (url, heard):
        bell = Doorbell(url, elapsed=lambda: seconds[0])
        for seconds[0] in (0.0, 0.1, 4.9, 5.0, 9.9):
            bell.ring()
        wait_for_ringers()
    assert heard.qsize() == 2


def test_where_nobody_is_at_home_nobody_notices() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    Doorbell(f"http://127.0.0.1:{port}/api").ring()
    wait_for_ringers()


@pytest.mark.parametrize(
    ("setting", "embedded", "rings"),
    [(True, False, True), (False, True, True), (False, False, False)],
    ids=["a server elsewhere", "the embedded server", "no server"],
)
def test_what_leaves_an_outside_effect_rings_and_nothing_else_does(
    sqlite_url: str, tmp_path: Path, setting: bool, embedded: bool, rings: bool
) -> None:
    with somebody_at_home() as (url, heard):
        port = int(url.rsplit(":", 1)[1].removesuffix("/api"))
        settings = Settings(
            home=tmp_path,
            database_url=sqlite_url,
            prefect_port=port,
            prefect_api_url=url if setting else None,
        )
        clock = SettableClock(MONDAY)
        with open_office(settings, clock=clock, embedded_prefect=embedded) as office:
            publishing.publish(office, [shipped("procedure_specs")], "mai_le")
            receive(office, "reception")
            wait_for_ringers()
            with pytest.raises(Empty):
                heard.get_nowait()
            clock.set(MONDAY.replace(month=4))
            assert drain(office).raised
            wait_for_ringers()
    assert heard.qsize() == rings
