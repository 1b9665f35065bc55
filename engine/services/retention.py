"""Personal data that has been kept for as long as it is to be: which it is, and erasing it.

It goes from the dossier, from the rows lists and searches read, and from the journal, in one transaction; the
journal tells that it was erased, when and by which rule, and its chain of hashes holds as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from engine.core.commands import ErasePersonalData
from engine.core.context import SYSTEM
from engine.core.decide import decide
from engine.core.events import PersonalDataErased
from engine.core.tombstones import Tombstone
from engine.errors import EngineError, NotAuthorizedError
from engine.messages import Label, Message, message
from engine.services.commands import Applied, carry_out, transact
from engine.services.office import Office
from engine.specs.procedures import Procedure
from engine.specs.retention import Retention
from engine.store.retention import Overdue
from engine.store.unit_of_work import UnitOfWork

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be erased of a dossier, or was.

    Attributes:
        kept_until: the last date on which the first of it was to be kept.
        parts: what it is and how long it was to be kept; by the name of the field, "" for the applicant.
    """

    dossier: str
    procedure: str
    kept_until: date
    parts: Mapping[str, tuple[Label | Message, Retention]]


@dataclass(frozen=True, slots=True)
class Erased:
    """What applying did: what was erased, and dossiers of which nothing could be."""

    erasures: tuple[Erasure, ...]
    stuck: tuple[str, ...]


def erased_words(stone: Tombstone) -> Message:
    """Return what is shown in place of a value that was erased."""
    return message(
        "Erased on {on}: it was to be kept for {time} after the dossier was closed",
        on=f"{stone.erased_on:%d/%m/%Y}",
        time=rule_label(stone.kept_for),
    )


def rule_label(kept_for: str) -> Label:
    """Return in both languages how long something was to be kept, as an event tells it."""
    rule = Retention.parse(kept_for)
    return Label(rule.in_words("vi"), rule.in_words("en"))


def preview(office: Office, officer: str) -> tuple[Erasure, ...]:
    """Return what is to be erased today, longest overdue first; nothing is written.

    Raises:
        NotAuthorizedError: the officer is no administrator.
    """
    _require_administrator(office, officer)
    told = (_previewed(office, overdue) for overdue in _overdue(office))
    return tuple(erasure for erasure in told if erasure is not None)


def apply(office: Office, officer: str | None) -> Erased:
    """Erase what is to be erased today, each dossier in a transaction of its own.

    It can be repeated, and go on after a kill: what is erased is not erased again.

    Args:
        officer: which administrator asks; None where the program does its daily duty.

    Raises:
        NotAuthorizedError: the officer is no administrator.
    """
    if officer is not None:
        _require_administrator(office, officer)
    erasures: list[Erasure] = []
    stuck: list[str] = []
    for overdue in _overdue(office):
        try:
            erasures += _applied(office, overdue, officer)
        except EngineError:
            stuck.append(overdue.code)
    return Erased(tuple(erasures), tuple(stuck))


def erase(office: Office, dossier: str, officer: str | None, command_id: str) -> Applied:
    """Erase of one closed dossier what is to be erased today; nothing where nothing is.

    Raises:
        RejectionError: the dossier is open, or the officer no administrator.
    """
    command = ErasePersonalData(command_id=command_id, dossier=dossier)

    def work(uow: UnitOfWork) -> Applied:
        with uow.retention.overwriting():
            applied = carry_out(office, uow, command, officer, None)
            for event in applied.events:
                if isinstance(event, PersonalDataErased):
                    uow.retention.erase(dossier, event)
        return applied

    return transact(office, work)


def _applied(office: Office, overdue: Overdue, officer: str | None) -> Iterator[Erasure]:
    seed = f"motcua:erase:{overdue.code}:{overdue.kept_until}"
    applied = erase(office, overdue.code, officer, str(uuid5(NAMESPACE_URL, seed)))
    for event in applied.events:
        if isinstance(event, PersonalDataErased):
            yield _told(_procedure_of(office, overdue.code), overdue, event)


def _previewed(office: Office, overdue: Overdue) -> Erasure | None:
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(overdue.code)
        if dossier is None:
            return None
        context = office.context(uow, office.rulebook(uow), SYSTEM, dossier.digest)
    events = decide(dossier, ErasePersonalData(command_id="", dossier=overdue.code), context)
    return next(
        (
            _told(context.net.procedure, overdue, event)
            for event in events
            if isinstance(event, PersonalDataErased)
        ),
        None,
    )


def _procedure_of(office: Office, code: str) -> Procedure:
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(code)
        assert dossier is not None  # its data was just erased
        return office.net(uow, dossier.digest).procedure


def _told(procedure: Procedure, overdue: Overdue, event: PersonalDataErased) -> Erasure:
    fields = procedure.dossier.fields
    parts: dict[str, tuple[Label | Message, Retention]] = {
        name: (fields[name].label, Retention.parse(rule)) for name, rule in event.fields.items()
    }
    if event.applicant:
        parts[""] = (message("Details of the applicant"), Retention.parse(event.applicant))
    return Erasure(overdue.code, procedure.key, overdue.kept_until, parts)


def _require_administrator(office: Office, officer: str) -> None:
    with office.database.reading() as uow:
        actor = office.actor(office.rulebook(uow), officer)
    if "administrator" not in actor.duties:
        raise NotAuthorizedError(
            message("Expected an administrator to erase personal data, but you are none")
        )


def _overdue(office: Office) -> Iterator[Overdue]:
    after = None
    while True:
        with office.database.reading() as uow:
            found = uow.retention.overdue(office.today, after, _BATCH)
        yield from found
        if len(found) < _BATCH:
            return
        after = found[-1]
