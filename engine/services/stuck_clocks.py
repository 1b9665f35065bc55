"""Clocks that are due but whose firing is refused: put off longer each time, told once, tried again.

The cause is mostly in the organisation or a calendar, so publishing either has all of them tried again;
an administrator may ask for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from engine.core.commands import ReportStuckClock, RequeueClock
from engine.errors import EngineError, NotFoundError
from engine.messages import Label, Message, message
from engine.services.commands import Applied, carry_out, find_done, hashed, transact
from engine.services.dead_letters import require_administrator
from engine.services.kept_messages import kept, read
from engine.services.many_commands import execute_all
from engine.services.office import Office
from engine.store.clocks import DueClock
from engine.store.stuck import StuckClock
from engine.store.unit_of_work import UnitOfWork

_FIRST_DELAY = timedelta(minutes=5)
_LONGEST_DELAY = timedelta(hours=6)
_MOST_DOUBLINGS = 10


@dataclass(frozen=True, slots=True)
class StuckDossier:
    """A dossier that cannot go on, what its time ran out at, and for how long it has been so."""

    clock: StuckClock
    step: Label
    reason: Message
    age: timedelta


def put_off(office: Office, refused: Mapping[DueClock, EngineError], now: datetime) -> None:
    """Keep clocks from the next sweeps, longer each time; the centre hears of each once.

    Killed before the end it is told again to nobody: the alert is there, and the next sweep puts it off.
    """
    if not refused:
        return
    execute_all(office, [_report(clock, now) for clock in refused])
    with office.database.transaction() as uow:
        # In one order, so that two sweeps never wait for each other.
        for clock in sorted(refused, key=lambda each: (each.dossier, each.number)):
            doublings = min(uow.stuck.attempts(clock), _MOST_DOUBLINGS)
            until = now + min(_FIRST_DELAY * 2**doublings, _LONGEST_DELAY)
            uow.stuck.put_off(clock, now=now, until=until, reason=kept(refused[clock].message))
        uow.stuck.forget(now)


def _report(clock: DueClock, now: datetime) -> ReportStuckClock:
    seed = f"motcua:stuck:{clock.dossier}:{clock.number}:{now.isoformat()}"
    return ReportStuckClock(
        command_id=str(uuid5(NAMESPACE_URL, seed)), dossier=clock.dossier, clock=clock.number
    )


def list_stuck(office: Office, officer: str) -> tuple[StuckDossier, ...]:
    """Return the dossiers that cannot go on, longest first.

    Raises:
        NotAuthorizedError: the officer is no administrator.
    """
    now = office.clock.now()
    with office.database.reading() as uow:
        require_administrator(office, uow, officer)
        return tuple(
            StuckDossier(each, _step(office, uow, each), read(each.reason), now - each.since)
            for each in uow.stuck.list()
        )


def _step(office: Office, uow: UnitOfWork, clock: StuckClock) -> Label:
    net = office.net(uow, clock.digest)
    known = any(node.key == clock.name for node in net.nodes)
    return net.node(clock.name).label if known else net.procedure.title


def requeue_clock(
    office: Office, dossier: str, number: int, officer: str, command_id: str
) -> Applied:
    """Have a stuck clock tried at the next sweep; the dossier's journal tells who asked for it.

    Raises:
        NotFoundError: it is not stuck.
        NotAuthorizedError: the officer is no administrator.
    """
    command = RequeueClock(command_id=command_id, dossier=dossier, clock=number)
    return transact(office, lambda uow: _requeue(office, uow, command, officer))


def _requeue(office: Office, uow: UnitOfWork, command: RequeueClock, officer: str) -> Applied:
    require_administrator(office, uow, officer)
    asked = hashed(command)
    done = find_done(uow, command.command_id, asked)
    if done is not None:
        return done
    if uow.stuck.find(command.dossier, command.clock) is None:
        raise NotFoundError(
            message(
                "Expected a dossier that cannot go on, but {dossier} is not among them",
                dossier=command.dossier,
            )
        )
    applied = carry_out(office, uow, command, officer, None, asked)
    uow.stuck.let_go(office.clock.now(), (command.dossier, command.clock))
    return applied


def count_stopped(office: Office) -> int:
    """Return how many dossiers cannot go on and how many effects were given up, together."""
    with office.database.reading() as uow:
        return uow.stuck.count() + uow.outbox.count_dead()
