"""A played dossier that is kept in a database: every command goes through the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.clock import SettableClock
from engine.core import commands as asked
from engine.core.events import Event
from engine.core.evolve import fold
from engine.core.last_command import LastCommand
from engine.core.state import Dossier
from engine.services.commands import Applied, execute
from engine.services.office import Office
from engine.services.undoing import undo
from tests.support.walkers import PlayedDossier, check_invariants


@dataclass(kw_only=True)
class KeptDossier(PlayedDossier):
    """Like the dossier it stands for, but what it is after a command is read from the database.

    Attributes:
        code: names the dossier and its commands.
    """

    office: Office
    clock: SettableClock
    digest: str
    code: str

    def ask(self, make: type[asked.Command], officer: str | None, **values: Any) -> list[Event]:
        command_id = f"{self.code}:{next(self._ids)}"
        return self.give(make(command_id=command_id, dossier=self.code, **values), officer)

    def give(self, command: asked.Command, officer: str | None) -> list[Event]:
        before = self.dossier
        self.clock.set(self.now)
        applied = self._carry_out(command, officer)
        events = list(applied.events)
        if events:
            again = self._carry_out(command, officer)
            assert again.repeated
            assert (again.version, again.events) == (applied.version, applied.events)
        with self.office.database.reading() as uow:
            whole, found = uow.dossiers.find_whole(self.code), uow.dossiers.find(self.code)
            journal = [entry.event for entry in uow.journal.entries(self.code)]
        assert journal == [*self.journal, *events]
        assert whole == fold(journal) == fold(events, self.dossier)
        assert found == (whole or Dossier()).as_read()
        self.dossier, self.journal = whole or Dossier(), journal
        if events:
            self.last = LastCommand(before, tuple(events))
        check_invariants(self)
        return events

    def _carry_out(self, command: asked.Command, officer: str | None) -> Applied:
        if isinstance(command, asked.UndoLast) and officer is not None:
            return undo(self.office, self.code, command.reason, officer, command.command_id)
        return execute(self.office, command, officer, digest=self.digest)
