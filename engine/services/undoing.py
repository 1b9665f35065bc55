"""Taking back what was just finished: what can be, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.core.authority import may_work
from engine.core.commands import UndoLast
from engine.core.context import Actor
from engine.core.decide import decided
from engine.core.evolve import fold
from engine.core.last_command import LastCommand
from engine.core.undoing import why_not
from engine.errors import NotFoundError
from engine.messages import Label, message
from engine.services.commands import Applied, find_done, hashed, transact, write_down
from engine.services.dossier_view import DossierView
from engine.services.office import Office
from engine.store.journal import JournalEntry
from engine.store.unit_of_work import UnitOfWork


def undo(office: Office, dossier: str, reason: str, officer: str, command_id: str) -> Applied:
    """Take back the step the officer finished last, on the same day and while nothing came of it.

    Raises:
        RejectionError: something was done since, or something outside was started, or it was another day.
    """
    command = UndoLast(command_id=command_id, dossier=dossier, reason=reason)
    return transact(office, lambda uow: _undo(office, uow, command, officer))


def _undo(office: Office, uow: UnitOfWork, command: UndoLast, officer: str) -> Applied:
    # Read whole: what the step ended is to be put back.
    dossier = uow.dossiers.find_whole(command.dossier)
    asked = hashed(command)
    done = find_done(uow, command.command_id, asked)
    if done is not None:
        return done
    if dossier is None:
        raise NotFoundError(
            message(
                "Expected a dossier, but there is none with the code {code}", code=command.dossier
            )
        )
    rulebook = office.rulebook(uow)
    actor = office.actor(rulebook, officer)
    context = office.context(uow, rulebook, actor, dossier.digest)
    last = last_command(uow.journal.entries(command.dossier))
    draft = decided(dossier, command, replace(context, last=last))
    return write_down(uow, dossier, draft, command.command_id, actor, asked, None)


def last_command(journal: Sequence[JournalEntry]) -> LastCommand | None:
    """Return what a journal says was done last."""
    if not journal:
        return None
    id = journal[-1].command_id
    events = tuple(entry.event for entry in journal if entry.command_id == id)
    return LastCommand(fold(entry.event for entry in journal[: -len(events)]), events)


def undoable(office: Office, view: DossierView, actor: Actor) -> Label | None:
    """Return the label of the step an officer can take back now, or None."""
    if not view.journal or view.journal[-1].actor != actor.officer or view.dossier.closed:
        return None
    last = last_command(view.journal)
    if last is None or last.completed is None:
        return None
    if why_not(last, view.dossier, actor.officer, view.net) is not None:
        return None
    item = last.before.items[last.completed.number]
    today = last.completed.at.astimezone(office.zone).date() == office.today
    return view.step_label(item.node) if today and may_work(actor, item) else None
