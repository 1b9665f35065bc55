"""The engine inside another program: a few calls on one database, as any of its officers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from engine.bootstrap import open_office
from engine.catalogue import render
from engine.clock import Clock
from engine.core.inbox_views import InboxView
from engine.core.state import Applicant, Channel, HandedIn
from engine.messages import Language
from engine.services import clocks, dossiers, draining, inbox, publishing
from engine.services.commands import Applied
from engine.services.dossier_view import DossierView
from engine.services.inbox import InboxLine
from engine.services.office import Office
from engine.settings import Settings


@contextmanager
def open_engine(
    database_url: str, *, clock: Clock | None = None, upgrade: bool = True
) -> Iterator[Engine]:
    """Open an engine on a database, and close it afterwards.

    Args:
        database_url: ``sqlite:///path.db`` or ``postgresql://…``; other settings come from the
            environment (``docs/reference/settings.md``).
        clock: where None, the machine's. Tests hand in a ``SettableClock``.
        upgrade: make the tables, or bring them up to date, first.

    Raises:
        SettingsError: the machine does not allow it.
        StoreError: the database cannot be reached.
    """
    settings = Settings(database_url=database_url)
    with open_office(settings, clock=clock, upgrade=upgrade) as office:
        yield Engine(office)


class Engine:
    """An open engine. Threads may share it; processes open one each on the same database.

    Every call that changes something is one transaction. It takes a ``command_id``: the same id again
    returns the first result and changes nothing, so a call can be repeated after a lost answer. Without
    one, a new id is made for the call.

    ``by`` is always the id of an officer of the published organisation; who may do what follows from the
    posts and duties written there.

    Attributes:
        office: the way to every other service (``engine.services``), which may change with a release.
    """

    def __init__(self, office: Office) -> None:
        """Take an office that is open; ``open_engine`` opens one."""
        self.office = office

    def publish(self, *paths: Path, by: str) -> tuple[str, ...]:
        """Check and publish files and folders, all or nothing, and return the keys of the documents.

        What is published already stays as it is.

        Raises:
            SpecError: a finding is an error, or a path holds no specification; nothing was published.
            RejectionError: ``by`` is no administrator.
        """
        published = publishing.publish(self.office, paths, by)
        return tuple(each.key for each in published.documents)

    def receive(
        self,
        procedure: str,
        *,
        desk: str,
        territory: str,
        applicant: Applicant,
        by: str,
        channel: Channel = "desk",
        data: Mapping[str, object] | None = None,
        papers: Mapping[str, HandedIn] | None = None,
        command_id: str | None = None,
    ) -> Applied:
        """Receive a dossier under the version of the procedure in force today; its code is ``.dossier``.

        Raises:
            RejectionError: with every faulty field at once; nothing was written.
        """
        asked = dossiers.Reception(procedure, desk, territory, applicant, channel, data, papers)
        return dossiers.receive(self.office, asked, by, command_id or str(uuid4()))

    def inbox(self, *, by: str, view: InboxView = "unit", search: str = "") -> Iterator[InboxLine]:
        """Iterate over what waits for an officer, most pressing first; pages are read as needed."""
        after: str | None = None
        while True:
            page = inbox.open_inbox(self.office, by, view, search=search, after=after)
            yield from page.lines
            after = page.after
            if after is None:
                return

    def show(self, dossier: str, *, by: str) -> DossierView:
        """Return a dossier as an officer may see it: its state, open items, clock and journal.

        Raises:
            NotFoundError: there is none, or this officer may not see it.
        """
        return dossiers.show(self.office, dossier, by)

    def claim(
        self, dossier: str, number: int, *, by: str, command_id: str | None = None
    ) -> Applied:
        """Take a work item out of the unit's inbox.

        Raises:
            RejectionError: somebody else has it, or it is not for this officer.
        """
        return dossiers.claim(self.office, dossier, number, by, command_id or str(uuid4()))

    def complete(
        self,
        dossier: str,
        number: int,
        outcome: str,
        *,
        by: str,
        data: Mapping[str, object] | None = None,
        note: str = "",
        again: str = "",
        command_id: str | None = None,
    ) -> Applied:
        """Finish a work item, or answer a wait, by one of its outcomes; it need not be claimed first.

        Args:
            again: why a supplement is asked for once more, where one was asked for before.

        Raises:
            RejectionError: somebody was faster, the form is not right, or the officer may not.
        """
        return dossiers.complete(
            self.office,
            dossier,
            number,
            outcome,
            by,
            command_id or str(uuid4()),
            data=data,
            note=note,
            again=again,
        )

    def explain(self, dossier: str, *, by: str, language: Language = "vi") -> tuple[str, ...]:
        """Return why the legal due date is what it is, line by line; nothing where no limit counts.

        Raises:
            NotFoundError: there is no such dossier, or this officer may not see it.
        """
        view = dossiers.show(self.office, dossier, by)
        if view.clock is None:
            return ()
        lines = clocks.explain_clock(view.clock, view.rulebook)
        return tuple(render(line.text, language) for line in lines)

    def work_through(self) -> int:
        """Do what nobody clicks: fire due clocks, run automatic steps, send notices; return how many.

        Where Prefect's flows run beside this program there is no need for it, and no harm in it.
        """
        done = draining.drain(self.office)
        return done.raised + done.performed
