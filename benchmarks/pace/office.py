"""The engine's own steps: work items completed by the officers who hold their positions."""

from __future__ import annotations

import time
from uuid import uuid4

from benchmarks.pace.clients import Moves
from benchmarks.pace.reference import RECEPTIONIST, reception
from engine.core.events import WorkItemOffered
from engine.services import dossiers
from engine.services.commands import Applied
from engine.services.office import Office

_OUTCOMES = {"receive": "accepted", "return": "returned"}


def engine_moves(office: Office, number: int, clients: int) -> Moves:
    """Receive dossiers, and return the work of completing every item of every one."""
    received = [
        dossiers.receive(office, reception(), RECEPTIONIST, str(uuid4())) for _ in range(number)
    ]

    def work(client: int) -> list[float]:
        delays: list[float] = []
        for dossier in received[client::clients]:
            _finish(office, dossier, delays)
        return delays

    return Moves(clients, work)


def _finish(office: Office, received: Applied, delays: list[float]) -> None:
    todo = offered(received)
    while todo:
        item = todo.pop(0)
        outcome, officer = finished_by(office, item)
        begun = time.perf_counter()
        applied = dossiers.complete(
            office, received.dossier, item.number, outcome, officer, str(uuid4())
        )
        delays.append(time.perf_counter() - begun)
        todo += offered(applied)


def offered(applied: Applied) -> list[WorkItemOffered]:
    """Return what a command offered."""
    return [event for event in applied.events if isinstance(event, WorkItemOffered)]


def finished_by(office: Office, item: WorkItemOffered) -> tuple[str, str]:
    """Return the outcome an item is finished with, and the officer who does it."""
    return _OUTCOMES.get(item.node, "done"), _holder(office, item)


_HOLDERS: dict[tuple[str, str], str] = {}


def _holder(office: Office, item: WorkItemOffered) -> str:
    if item.node in _OUTCOMES:
        return RECEPTIONIST
    post = (item.unit, item.position)
    if post not in _HOLDERS:
        with office.database.reading() as uow:
            directory = office.rulebook(uow).directory
        _HOLDERS[post] = directory.holders(*post, office.today)[0]
    return _HOLDERS[post]
