"""Effects that used up their attempts: who operates the office lists them and lets them be tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.core.commands import RequeueEffect
from engine.errors import InvalidStatusError, NotAuthorizedError
from engine.messages import Message, message
from engine.services.commands import Applied, carry_out, find_done, hashed, transact
from engine.services.kept_messages import read_or
from engine.services.office import Office
from engine.store.outbox import OutboxEntry
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An effect that was given up, and for how long it has been due."""

    entry: OutboxEntry
    age: timedelta

    @property
    def reason(self) -> Message:
        """Return why it failed the last time, for whoever reads it."""
        unknown = message(
            "The reason was not kept as a sentence: {reason}", reason=self.entry.error
        )
        return read_or(self.entry.error, unknown)


def list_dead_letters(office: Office, officer: str) -> tuple[DeadLetter, ...]:
    """Return the effects that were given up, oldest first.

    Raises:
        NotAuthorizedError: the officer is no administrator.
    """
    now = office.clock.now()
    with office.database.reading() as uow:
        require_administrator(office, uow, officer)
        return tuple(DeadLetter(entry, now - entry.created_at) for entry in uow.outbox.dead())


def show_dead_letter(office: Office, id: int, officer: str) -> DeadLetter:
    """Return an effect that was given up.

    Raises:
        NotFoundError: there is none with this number.
        InvalidStatusError: it is still being tried.
        NotAuthorizedError: the officer is no administrator.
    """
    with office.database.reading() as uow:
        require_administrator(office, uow, officer)
        entry = _dead(uow, id)
    return DeadLetter(entry, office.clock.now() - entry.created_at)


def requeue(office: Office, id: int, officer: str, command_id: str) -> Applied:
    """Let an effect be tried again from its first attempt; the dossier's journal tells who asked for it.

    Raises:
        NotFoundError: there is none with this number.
        InvalidStatusError: it is being tried already.
        NotAuthorizedError: the officer is no administrator.
    """
    return transact(office, lambda uow: _requeue(office, uow, id, officer, command_id))


def _requeue(office: Office, uow: UnitOfWork, id: int, officer: str, command_id: str) -> Applied:
    require_administrator(office, uow, officer)
    command = RequeueEffect(command_id=command_id, dossier="", number=id)
    asked = hashed(command)
    done = find_done(uow, command_id, asked)
    if done is not None:
        return done
    entry = _dead(uow, id)
    command = RequeueEffect(
        command_id=command_id, dossier=entry.dossier, number=id, effect=entry.kind
    )
    applied = carry_out(office, uow, command, officer, None, asked)
    uow.outbox.requeue(id, office.clock.now())
    return applied


def _dead(uow: UnitOfWork, id: int) -> OutboxEntry:
    entry = uow.outbox.get(id)
    if not entry.dead:
        raise InvalidStatusError(
            message("Expected an effect that was given up, but {id} is still being tried", id=id)
        )
    return entry


def require_administrator(office: Office, uow: UnitOfWork, officer: str) -> None:
    """Refuse an officer who is no administrator.

    Raises:
        NotAuthorizedError: the officer has not the duty.
    """
    actor = office.actor(office.rulebook(uow), officer)
    if "administrator" not in actor.duties:
        raise NotAuthorizedError(
            message(
                "Expected an administrator to look after effects that failed, but “{officer}” is none",
                officer=officer,
            )
        )
