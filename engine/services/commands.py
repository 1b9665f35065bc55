"""Carries out one command: load, decide, write everything in one transaction, return.

The same command id gives the same result once; with it, an officer cannot ask for anything else. When somebody else changed the dossier in between, the
command is decided again on what is there now; the core then says whether it still makes sense.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from hashlib import sha256
from typing import Any

from engine.core.commands import Command
from engine.core.context import SYSTEM, Actor
from engine.core.decide import decide, decided
from engine.core.draft import Draft
from engine.core.effects import effects_of
from engine.core.events import Event
from engine.core.state import Dossier
from engine.errors import (
    ConflictError,
    EngineError,
    KeyUsedBeforeError,
    NotFoundError,
    StaleVersionError,
)
from engine.messages import message
from engine.services.kept_dossiers import KeptDossier
from engine.services.office import Office
from engine.store.dossiers import Standing
from engine.store.unit_of_work import UnitOfWork

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Applied:
    """What a command did: the dossier's version after it, and the events it made.

    Attributes:
        effects: how many outside effects now wait because of it.
        left: the dossier as the command left it, where it changed anything.
    """

    dossier: str
    version: int
    events: tuple[Event, ...]
    repeated: bool = False
    effects: int = 0
    left: KeptDossier | None = field(default=None, compare=False, repr=False)


def execute(
    office: Office, command: Command, officer: str | None, *, digest: str | None = None
) -> Applied:
    """Carry out a command for an officer, or for the system where ``officer`` is None.

    Args:
        digest: for a reception, the procedure version to receive under; else the dossier's own counts.

    Raises:
        RejectionError: the command was refused and nothing was written.
        StoreError: the database failed and nothing was written.
    """
    sent = _send(office, command, officer)
    if sent is not None:
        return _noted(office, sent)
    return transact(office, lambda uow: carry_out(office, uow, command, officer, digest))


def _send(office: Office, command: Command, officer: str | None) -> Applied | None:
    """Carry out a command on a kept dossier without reading first; it fails where anything has changed.

    Returns:
        None where something else has to be asked or said first; the usual way then finds out what.
    """
    kept, known = office.kept.find(command.dossier), office.rulebook_at_hand()
    if kept is None or known is None:
        return None
    publications, rulebook = known
    try:
        actor = SYSTEM if officer is None else office.actor(rulebook, officer)
        context = office.context_at_hand(rulebook, actor, kept.dossier.digest)
        draft = None if context is None else decided(kept.dossier, command, context)
    except EngineError:
        return None
    if draft is None or not draft.events:
        return None
    asked = "" if officer is None else hashed(command)
    applied: list[Applied] = []

    def write(uow: UnitOfWork) -> None:
        how = (command.command_id, actor, asked, kept.head, (kept.head, publications))
        applied.append(write_down(uow, kept.dossier, draft, *how))

    # Work that shared a commit may have been done twice; the last time it was written.
    return applied[-1] if office.database.send(write) else None


def transact(office: Office, work: Callable[[UnitOfWork], Applied]) -> Applied:
    """Do ``work`` in one transaction, and again where somebody else was faster; then ring for its effects."""
    for _ in range(_TRIES - 1):
        try:
            return _once(office, work)
        except StaleVersionError:
            continue
    return _once(office, work)


def _once(office: Office, work: Callable[[UnitOfWork], Applied]) -> Applied:
    return _noted(office, office.database.write(work))


def _noted(office: Office, applied: Applied) -> Applied:
    """Keep what a committed command left, and ring for its effects."""
    if applied.left is not None:
        office.kept.keep(applied.left.dossier, applied.left.head)
    if applied.effects:
        # Only now is there something to be found.
        office.ring()
    return applied


def carry_out(
    office: Office,
    uow: UnitOfWork,
    command: Command,
    officer: str | None,
    digest: str | None,
    asked: str = "",
) -> Applied:
    """Do what ``execute`` does within a transaction that is open already.

    Args:
        asked: hash of what was asked for, where the command alone does not say it.
    """
    # Kept dossiers come first: what another thread keeps later would not be doubted enough.
    kept = office.kept.find(command.dossier)
    standing = uow.dossiers.standing(command.dossier, command.command_id)
    asked = "" if officer is None else asked or hashed(command)
    if kept is not None and standing is not None and _still_so(kept, standing):
        dossier: Dossier | None = kept.dossier
    else:
        # The first look waited for whoever was changing the dossier; only now is a doubled command seen.
        dossier = uow.dossiers.find(command.dossier) if standing else None
        done = find_done(uow, command.command_id, asked)
        if done is not None:
            return done
    rulebook = office.rulebook(uow, publications=standing.publications if standing else None)
    actor = SYSTEM if officer is None else office.actor(rulebook, officer)
    pinned = dossier.digest if dossier is not None else digest
    if pinned is None:
        raise NotFoundError(
            message(
                "Expected a dossier, but there is none with the code {code}",
                code=command.dossier,
            )
        )
    context = office.context(uow, rulebook, actor, pinned)
    try:
        draft = decided(dossier or Dossier(), command, context)
    except ConflictError:
        # What commands read leaves out what is over; read whole, it tells who was faster.
        decide(uow.dossiers.find_whole(command.dossier) or Dossier(), command, context)
        raise
    previous = standing.head if standing else None
    return write_down(uow, dossier, draft, command.command_id, actor, asked, previous)


def _still_so(kept: KeptDossier, standing: Standing) -> bool:
    """Tell whether what is kept of a dossier is what the database has, and the command a new one."""
    same = (kept.dossier.version, kept.head) == (standing.version, standing.head)
    return same and not standing.repeated


def find_done(uow: UnitOfWork, command_id: str, asked: str) -> Applied | None:
    """Return what a command did when it was first carried out, if it was.

    Raises:
        KeyUsedBeforeError: the id belongs to a command that asked for something else.
    """
    before = uow.journal.find_command(command_id)
    if before is None:
        return None
    if not before.asked_for(asked):
        raise KeyUsedBeforeError(
            message("Expected a new Idempotency-Key, but it was used for another request before")
        )
    return Applied(before.dossier, before.last_seq, tuple(before.events), repeated=True)


def hashed(command: Command, *more: str) -> str:
    """Return the hash of what a command asks for, whatever its id; ``more`` is what it does not carry."""
    asked = {**_shallow(command), "command_id": None, "kind": type(command).__name__}
    return sha256(_CANONICAL.encode([asked, *more]).encode()).hexdigest()


def _plain(value: Any) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return _shallow(value) if is_dataclass(value) else str(value)


def _shallow(value: Any) -> dict[str, object]:
    # Not asdict: it copies everything in depth, ten times as slowly. Nor fields: it lists them anew.
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


_CANONICAL = json.JSONEncoder(sort_keys=True, default=_plain)


def write_down(
    uow: UnitOfWork,
    dossier: Dossier | None,
    draft: Draft,
    command_id: str,
    actor: Actor,
    asked: str,
    previous: str | None,
    known: tuple[str, int] | None = None,
) -> Applied:
    """Write what a decision made: journal, projections and outside effects, all or nothing."""
    after, events = draft.dossier, draft.events
    effects = effects_of(after, events)
    left = None
    if events:
        with uow.writes.at_once():
            head = uow.journal.append(
                dossier,
                after,
                command_id=command_id,
                actor=actor.officer,
                events=events,
                asked=asked,
                previous=previous,
                personal=draft.net.procedure.dossier.personal,
            )
            uow.dossiers.save(dossier, after, head=head, known=known)
            uow.outbox.add(effects)
        left = KeptDossier(after, head)
    return Applied(after.code, after.version, tuple(events), effects=len(effects), left=left)
