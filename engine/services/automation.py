"""Outside effects: claim rows of the outbox, perform them, settle them under a fence.

Claiming commits a lease first; performing happens outside any transaction; settling applies the result
only if the lease is still this holder's. A lost or doubled run does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from engine.core.commands import CompleteAutomaticStep, FailAutomaticStep
from engine.core.effects import EffectKind
from engine.core.lifecycle import ItemKind
from engine.core.state import Dossier
from engine.errors import AutomaticStepError, RejectionError, StaleVersionError
from engine.messages import message
from engine.services import notices
from engine.services.commands import Applied, carry_out, transact
from engine.services.linking import LINK_EFFECTS, failure_of, settle_link
from engine.services.office import Office
from engine.specs.steps import Retry
from engine.store.outbox import OutboxEntry
from engine.store.unit_of_work import UnitOfWork

STEP_EFFECTS: tuple[EffectKind, ...] = ("automatic_step", *LINK_EFFECTS)
"""What moves dossiers on, or stops them; the rest only tells people."""
LEASE = timedelta(seconds=120)
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=1)
_MAX_ATTEMPTS = 10
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
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(entry.dossier)
        item = dossier.items.get(int(entry.payload["item"])) if dossier is not None else None
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
            number=int(entry.payload["item"]),
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
    # The text of foreign exceptions may hold personal data; their type does not.
    reason = str(error) if isinstance(error, AutomaticStepError) else type(error).__name__
    next_try = _next_try(office, entry) if retryable else None
    if next_try is not None:
        with office.database.transaction() as uow:
            return uow.outbox.postpone(entry.id, entry.fence, next_try, reason)
    command = _failure(entry, reason)
    if command is not None:
        return _apply(office, command, lambda uow: uow.outbox.bury(entry.id, entry.fence, reason))
    with office.database.transaction() as uow:
        return uow.outbox.bury(entry.id, entry.fence, reason)


def _failure(entry: OutboxEntry, reason: str) -> FailAutomaticStep | None:
    if entry.kind != "automatic_step":
        return failure_of(entry, reason)
    return FailAutomaticStep(
        command_id=_command_id(entry, "failed"),
        dossier=entry.dossier,
        number=int(entry.payload["item"]),
        reason=reason,
    )


def _next_try(office: Office, entry: OutboxEntry) -> datetime | None:
    """Return when to try again, or None where it was tried often enough.

    A step's own ``retry:`` decides for it; anything else waits twice as long each time.
    """
    now = office.clock.now()
    with office.database.reading() as uow:
        dossier = uow.dossiers.find(entry.dossier)
        retry = _retry_of(office, uow, dossier, entry) if dossier is not None else None
        if dossier is not None and retry is not None:
            if entry.attempts > retry.times:
                return None
            calendar = office.rulebook(uow).calendar_of(dossier.desk)
            return calendar.add(now, calendar.allowance(retry.delay.parts))
    if entry.attempts >= _MAX_ATTEMPTS:
        return None
    doubled: int = 2 ** (entry.attempts - 1)
    return now + min(_FIRST_DELAY * doubled, _LONGEST_DELAY)


def _retry_of(
    office: Office, uow: UnitOfWork, dossier: Dossier, entry: OutboxEntry
) -> Retry | None:
    item = dossier.items.get(int(entry.payload.get("item", 0)))
    if item is None or item.kind is not ItemKind.AUTOMATIC:
        return None
    net = office.net(uow, dossier.digest)
    return net.procedure.steps[net.node(item.node).step or item.node].retry


def outbox_age(office: Office) -> timedelta | None:
    """Return how long the oldest effect has been waiting, or None where none is."""
    with office.database.reading() as uow:
        return uow.outbox.oldest(office.clock.now())


def _command_id(entry: OutboxEntry, suffix: str = "done") -> str:
    return str(uuid5(NAMESPACE_URL, f"motcua:{entry.key}:{suffix}"))
