"""The two ways the model's opponent is played: the real services on a database, and the core in memory.

In memory a command costs a hundredth, so that many more dossiers are played.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core import commands as asked
from engine.core.events import Event
from engine.core.evolve import fold
from engine.core.state import Applicant, Dossier
from engine.graph.build import build
from engine.graph.net import ProcedureNet
from engine.services import clocks, dossiers, publishing, undoing
from engine.services.commands import execute
from engine.settings import Settings, shipped
from engine.specs.directory import Directory
from engine.specs.loader import Loaded, load, load_folder
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure
from engine.worktime.rules import CalendarRules
from tests.support.random_walks import shipped_calendars
from tests.support.walkers import PlayedDossier, check_dossier

CODE, DESK, TERRITORY, CLERK = "1.001806", "02", "11", "dung"
APPLICANT = Applicant("Nguyễn Thị Đặng")
Opener = Callable[[], AbstractContextManager[str]]
"""Gives the URL of a fresh database with the tables."""


class Side(Protocol):
    """The engine as it is played: one dossier of one procedure."""

    net: ProcedureNet
    rules: CalendarRules

    def receive(self, channel: Any, data: dict[str, Any]) -> None:
        """Receive the dossier at the desk."""

    def give(self, make: type[asked.Command], officer: str | None, values: dict[str, Any]) -> None:
        """Carry out a command, or raise what refuses it."""

    def sweep(self) -> bool:
        """Fire what is due; tell whether anything was."""

    def read(self) -> tuple[Dossier, list[Event]]:
        """Return the dossier and its journal, which must amount to it."""

    def verify(self) -> None:
        """Check at the end what only the whole tells."""


class InMemory:
    """The core alone; ``PlayedDossier`` checks after each command that the journal amounts to the state."""

    def __init__(self, text: str, organisation: str, clock: SettableClock, _: ExitStack) -> None:
        document = load(text, Path("p.yaml")).document
        assert isinstance(document, Procedure), text
        self.net = build(document)
        directory, calendars = Directory(organisation_of(organisation)), shipped_calendars()
        self.rules = calendars["vn-national"].rules
        self._clock = clock
        self._played = PlayedDossier(self.net, directory=directory, calendars=calendars)

    def receive(self, channel: Any, data: dict[str, Any]) -> None:
        self._at_work.receive(CLERK, channel=channel, data=data)

    def give(self, make: type[asked.Command], officer: str | None, values: dict[str, Any]) -> None:
        self._at_work.ask(make, officer, **values)

    def sweep(self) -> bool:
        return bool(self._at_work.fire())

    def read(self) -> tuple[Dossier, list[Event]]:
        return self._played.dossier, self._played.journal

    def verify(self) -> None:
        assert fold(self._played.journal) == self._played.dossier

    @property
    def _at_work(self) -> PlayedDossier:
        self._played.now = self._clock.now()
        return self._played


class OnServices:
    """The services on a real database."""

    fresh: Opener

    def __init__(self, text: str, organisation: str, clock: SettableClock, open: ExitStack) -> None:
        folder = Path(open.enter_context(TemporaryDirectory()))
        settings = Settings(home=folder, database_url=open.enter_context(type(self).fresh()))
        self._office = open.enter_context(open_office(settings, clock=clock))
        self._given = 0
        documents = (load(organisation, Path("o.yaml")), load(text, Path("p.yaml")))
        with self._office.database.transaction() as uow:
            # Written as publishing writes them; what it checks first is proved of them elsewhere.
            for loaded in (*_calendars(), *documents):
                assert loaded.document is not None, (loaded.findings, text)
                publishing.add_publication(self._office, uow, loaded, "an", clock.now())
        with self._office.database.reading() as uow:
            rulebook = self._office.rulebook(uow)
            self.net = self._office.net(uow, rulebook.procedures[CODE].digest)
        self.rules = rulebook.calendar_of(DESK).rules

    def receive(self, channel: Any, data: dict[str, Any]) -> None:
        reception = dossiers.Reception(CODE, DESK, TERRITORY, APPLICANT, channel, data)
        self._code = dossiers.receive(self._office, reception, CLERK, "receive").dossier

    def give(self, make: type[asked.Command], officer: str | None, values: dict[str, Any]) -> None:
        self._given += 1
        id = f"c{self._given}"
        if make is asked.UndoLast:
            assert officer is not None
            undoing.undo(self._office, self._code, values["reason"], officer, id)
        else:
            command = make(command_id=id, dossier=self._code, **values)
            assert not execute(self._office, command, officer).repeated

    def sweep(self) -> bool:
        swept = clocks.fire_due_clocks(self._office)
        assert swept.stuck == ()
        return bool(swept.fired)

    def read(self) -> tuple[Dossier, list[Event]]:
        with self._office.database.reading() as uow:
            dossier = uow.dossiers.find_whole(self._code)
            journal = [entry.event for entry in uow.journal.entries(self._code)]
            calendars = self._office.rulebook(uow).calendars
        assert dossier is not None
        assert fold(journal) == dossier
        check_dossier(dossier, calendars)
        return dossier, journal

    def verify(self) -> None:
        with self._office.database.reading() as uow:
            assert uow.journal.verify(self._code) == []


@cache
def _calendars() -> tuple[Loaded, ...]:
    return tuple(load_folder(shipped("procedure_specs") / "calendars"))


@cache
def organisation_of(text: str) -> OrganisationSpec:
    """Return the organisation a text describes."""
    document = load(text, Path("organisation.yaml")).document
    assert isinstance(document, OrganisationSpec)
    return document
