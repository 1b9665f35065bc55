"""Carries out many commands of the system: read together, decided one by one, written together.

A command that could not be carried out in the crowd, for whatever reason, is carried out by itself: only there
is it refused, repeated, or decided again because somebody else was faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from engine.core.commands import Command
from engine.core.context import SYSTEM, Context
from engine.core.decide import decided
from engine.errors import EngineError
from engine.services.commands import Applied, execute, write_down
from engine.services.office import Office
from engine.store.unit_of_work import UnitOfWork

_TOGETHER = 128
"""How many share a transaction, some 40 ms long; more would let officers wait too long for their turn."""


def execute_all(office: Office, commands: Sequence[Command]) -> list[Applied | EngineError]:
    """Carry out commands of the system and return what came of each, in their order."""
    applied: dict[str, Applied] = {}
    for together in _parted(commands):
        applied |= _attempted(office, together)
    if any(each.effects for each in applied.values()):
        office.ring()
    return [applied.get(each.command_id) or _alone(office, each) for each in commands]


def _parted(commands: Sequence[Command]) -> Iterator[list[Command]]:
    """Iterate over the commands that can share a transaction: the first of every dossier."""
    firsts: dict[str, Command] = {}
    for command in commands:
        firsts.setdefault(command.dossier, command)
    chosen = list(firsts.values())
    for start in range(0, len(chosen), _TOGETHER):
        yield chosen[start : start + _TOGETHER]


def _attempted(office: Office, commands: Sequence[Command]) -> dict[str, Applied]:
    try:
        return office.database.write(partial(_carry_out, office, commands))
    except EngineError:
        # Nothing of it was written, or all of it and the answer was lost.
        return {}


def _carry_out(office: Office, commands: Sequence[Command], uow: UnitOfWork) -> dict[str, Applied]:
    """Carry out what can be, and return what was done by the ids of the commands."""
    found = uow.many_dossiers.find([each.dossier for each in commands])
    repeated = uow.journal.find_commands([each.command_id for each in commands])
    contexts = _Contexts(office, uow)
    applied: dict[str, Applied] = {}
    with uow.writes.in_bulk():
        for command in commands:
            if command.dossier not in found or command.command_id in repeated:
                continue
            before, head = found[command.dossier]
            try:
                draft = decided(before, command, contexts.of(before.digest))
            except EngineError:
                continue
            made = write_down(uow, before, draft, command.command_id, SYSTEM, "", head)
            applied[command.command_id] = made
    return applied


class _Contexts:
    """What decisions of one moment may know, made once for each procedure version."""

    def __init__(self, office: Office, uow: UnitOfWork) -> None:
        self._office, self._uow = office, uow
        self._rulebook = office.rulebook(uow)
        self._made: dict[str, Context] = {}

    def of(self, digest: str) -> Context:
        if digest not in self._made:
            self._made[digest] = self._office.context(self._uow, self._rulebook, SYSTEM, digest)
        return self._made[digest]


def _alone(office: Office, command: Command) -> Applied | EngineError:
    try:
        return execute(office, command, None)
    except EngineError as error:
        return error
