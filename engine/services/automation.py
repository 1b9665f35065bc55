"""Outside effects: claim rows of the outbox, perform them, settle them under a fence.

Claiming commits a lease first; performing happens outside any transaction; settling applies the result
only if the lease is still this holder's. A lost or doubled run does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from engine.catalogue import render
from engine.core.commands import CompleteAutomaticStep, FailAutomaticStep
from engine.core.effects import EffectKind
from engine.core.lifecycle import ItemKind
from engine.errors import AutomaticStepError, RejectionError, StaleVersionError
from engine.messages import Message, message
from engine.services import notices
from engine.services.commands import Applied, carry_out, transact
from engine.services.kept_messages import kept
from engine.services.linking import LINK_EFFECTS, failure_of, settle_link
from engine.services.office import Office
from engine.services.retrying import item_of, next_try
from engine.store.outbox import OutboxEntry
from engine.store.unit_of_work import UnitOfWork

STEP_EFFECTS: tuple[EffectKind, ...] = ("automatic_step", *LINK_EFFECTS)
"""What moves dossiers on, or stops them; the rest only tells people."""
LEASE = timedelta(seconds=120)
_NOT_MINE = Applied("", 0, ())


@dataclass(frozen=True, slots=True)
class Performed:
    """What an effect brought: the outcome of an automatic step, and data for the dossier."""

    outcome: str = "done"
    data: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ActionInput:
    """What an action may know: ids and the parameters written in the spec, no personal data.

    Attributes:
        key: the idempotency key, the same each time this step is tried.
        repeated: whether an earlier attempt may have carried it out; a second try of the same
            attempt, seconds later, is not told apart.
    """

    dossier: str
    procedure: str
    parameters: Mapping[str, str]
    key: str
    repeated: bool


Action = Callable[[Office, ActionInput], Performed]


def notify_applicant(office: Office, given: ActionInput) -> Performed:
    """Queue the notice that a result is ready to be fetched, by dossier code only."""
    notice = {"kind": "result_ready", "dossier": given.dossier}
    notices.append_to_file(office, given.key, notice, repeated=given.repeated)
    return Performed()


ACTIONS: dict[str, Action] = {"notify_applicant": notify_applicant}
"""The registered actions, by the name that ``run:`` gives; an embedding program may add its own."""


def claim_outbox(
    office: Office,
    *,
    kinds: tuple[EffectKind, ...],
    holder: str,
    limit: int = 100,
    lease: timedelta = LEASE,
) -> list[OutboxEntry]:
    """Lease up to ``limit`` effects that are due; a holder that dies loses its lease after ``lease``."""
    with office.database.transaction() as uow:
        return uow.outbox.claim(
            kinds, holder=holder, now=office.clock.now(), lease=lease, limit=limit
        )


def perform(office: Office, entry: OutboxEntry) -> Performed:
    """Carry out one effect outside any transaction.

    Raises:
        AutomaticStepError: it failed; ``retryable`` tells whether trying again can help.
    """
    if entry.kind == "notice":
        notices.deliver(office, entry)
        return Performed()
    if entry.kind in LINK_EFFECTS:
        # Nothing happens outside the database; settling does it all.
        return Performed()
    return _run_action(office, entry)


def _run_action(office: Office, entry: OutboxEntry) -> Performed:
    number = item_of(entry)
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(entry.dossier)
        item = dossier.items.get(number) if dossier is not None else None
        if dossier is None or item is None or item.kind is not ItemKind.AUTOMATIC:
            return Performed()
        net = office.net(uow, dossier.digest)
    node = net.node(item.node)
    step = net.procedure.steps[node.step or node.key]
    action = ACTIONS.get(node.action or "")
    if action is None:
        raise AutomaticStepError(
            message("Expected a registered action, but found “{action}”", action=node.action or ""),
            retryable=False,
        )
    return action(
        office,
        ActionInput(
            dossier.code,
            dossier.procedure,
            dict(step.parameters),
            key=entry.key,
            repeated=entry.fence > 1,
        ),
    )


def settle(office: Office, entry: OutboxEntry, result: Performed) -> bool:
    """Apply the result of an effect and drop its row; False where another holder has taken over.

    Raises:
        AutomaticStepError: the dossier cannot go on with this result.
    """
    if entry.kind in LINK_EFFECTS:
        return settle_link(office, entry)
    if entry.kind == "automatic_step":
        command = CompleteAutomaticStep(
            command_id=_command_id(entry),
            dossier=entry.dossier,
            number=item_of(entry),
            outcome=result.outcome,
            data=result.data or {},
        )
        return _apply(office, command, lambda uow: uow.outbox.settle(entry.id, entry.fence))
    with office.database.transaction() as uow:
        return uow.outbox.settle(entry.id, entry.fence)


def _apply(
    office: Office,
    command: CompleteAutomaticStep | FailAutomaticStep,
    give_up: Callable[[UnitOfWork], bool],
) -> bool:
    """Give up a lease and apply a command, both or neither; False where another holder has taken over."""

    def work(uow: UnitOfWork) -> Applied:
        # In the transaction of the command: a holder who was asleep for long finds out here.
        return carry_out(office, uow, command, None, None) if give_up(uow) else _NOT_MINE

    try:
        return transact(office, work) is not _NOT_MINE
    except StaleVersionError:
        raise
    except RejectionError as error:
        if _is_needed(office, command):
            # Performing it again gives the same result, which is refused again.
            raise AutomaticStepError(error.message, retryable=False) from error
    with office.database.transaction() as uow:
        return give_up(uow)


def _is_needed(office: Office, command: CompleteAutomaticStep | FailAutomaticStep) -> bool:
    """Tell whether a dossier still waits for a step: it was not withdrawn, nor the step done or dropped."""
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(command.dossier)
    return dossier is not None and not dossier.closed and command.number in dossier.items


def fail(office: Office, entry: OutboxEntry, error: Exception, *, retryable: bool = True) -> bool:
    """Put an effect off with a growing delay, or bury it where trying again cannot help.

    A buried automatic step raises an alert; an operator can requeue it. False where another holder has
    taken over.
    """
    why = _reason(error)
    reason = kept(why)
    again = next_try(office, entry) if retryable else None
    if again is not None:
        with office.database.transaction() as uow:
            return uow.outbox.postpone(entry.id, entry.fence, again, reason)
    # The journal is written in the language of the office.
    command = _failure(entry, render(why, office.settings.language))
    if command is not None:
        return _apply(office, command, lambda uow: uow.outbox.bury(entry.id, entry.fence, reason))
    with office.database.transaction() as uow:
        return uow.outbox.bury(entry.id, entry.fence, reason)


def _reason(error: Exception) -> Message:
    """Return why an effect failed; of foreign exceptions the type, for their text may hold personal data."""
    if isinstance(error, AutomaticStepError):
        return error.message
    return message(
        "Expected to carry it out, but the program failed ({cause})", cause=type(error).__name__
    )


def _failure(entry: OutboxEntry, reason: str) -> FailAutomaticStep | None:
    """Return the command by which a dossier hears of it, where the effect says which step it is of."""
    try:
        if entry.kind != "automatic_step":
            return failure_of(entry, reason)
        number = item_of(entry)
    except AutomaticStepError:
        return None
    return FailAutomaticStep(
        # A step that fails again after it was requeued is told of again.
        command_id=_command_id(entry, f"failed:{entry.fence}"),
        dossier=entry.dossier,
        number=number,
        reason=reason,
    )


def outbox_age(office: Office) -> timedelta | None:
    """Return how long the oldest effect has been waiting, or None where none is."""
    with office.database.reading() as uow:
        return uow.outbox.oldest(office.clock.now())


def _command_id(entry: OutboxEntry, suffix: str = "done") -> str:
    return str(uuid5(NAMESPACE_URL, f"motcua:{entry.key}:{suffix}"))
