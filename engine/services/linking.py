"""Linked dossiers (liên thông): one starts another, hears of its end, and has it stopped with itself.

Each effect is carried out in one transaction with the row of the outbox that asks for it: both dossiers
change and the row is gone, or nothing happened and it is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from engine.core import commands as asked
from engine.core.effects import EffectKind
from engine.core.events import DossierEnded
from engine.core.lifecycle import RESULT_THERE
from engine.core.state import Dossier, WorkItem
from engine.core.texts import MAX_NOTE
from engine.errors import (
    AutomaticStepError,
    GuardFailedError,
    RejectionError,
    StaleVersionError,
)
from engine.graph.conventions import END_LABELS
from engine.messages import Label, message
from engine.services.commands import Applied, carry_out, transact
from engine.services.new_codes import new_code
from engine.services.office import Office
from engine.services.retrying import item_of
from engine.specs.starts import Starts
from engine.store.outbox import OutboxEntry
from engine.store.unit_of_work import UnitOfWork

LINK_EFFECTS: tuple[EffectKind, ...] = ("start_dossier", "report_end", "stop_dossier")
_NO_LONGER_AWAITED = Label("Không còn cần kết quả này", "This result is no longer needed")
_NOT_MINE = Applied("", 0, ())
_NOT_NEEDED = Applied("", 0, ())


def settle_link(office: Office, entry: OutboxEntry) -> bool:
    """Carry out an effect between two dossiers; False where another holder has taken it over.

    What is no longer needed (the other dossier has ended, the wait ran out) is dropped.

    Raises:
        AutomaticStepError: a dossier refuses; trying again gives the same until somebody mends it.
    """
    try:
        return transact(office, lambda uow: _carry_out(office, uow, entry)) is not _NOT_MINE
    except StaleVersionError:
        raise
    except RejectionError as error:
        fields = ", ".join(error.fields) if isinstance(error, GuardFailedError) else ""
        text = message("{reason} ({fields})", reason=error.message, fields=fields)
        raise AutomaticStepError(text if fields else error.message, retryable=False) from error


def failure_of(entry: OutboxEntry, reason: str) -> asked.FailAutomaticStep | None:
    """Return the command by which a step tells that its linked dossier cannot be started or heard of."""
    command_id = _command_id(entry, f"failed:{entry.fence}")
    match entry.kind:
        case "start_dossier":
            code, number = entry.dossier, item_of(entry)
        case "report_end":
            code, number = str(entry.payload.get("parent")), item_of(entry, "parent_item")
        case _:
            return None
    return asked.FailAutomaticStep(
        command_id=command_id, dossier=code, number=number, reason=reason
    )


def _carry_out(office: Office, uow: UnitOfWork, entry: OutboxEntry) -> Applied:
    # Within the same transaction: a refusal brings the row back.
    if not uow.outbox.settle(entry.id, entry.fence):
        return _NOT_MINE
    match entry.kind:
        case "start_dossier":
            return _start(office, uow, entry)
        case "report_end":
            return _report(office, uow, entry)
        case _:
            return _stop(office, uow, entry)


def _start(office: Office, uow: UnitOfWork, entry: OutboxEntry) -> Applied:
    parent = uow.dossiers.find(entry.dossier)
    item = parent.items.get(item_of(entry)) if parent is not None else None
    if parent is None or item is None or item.linked:
        return _NOT_NEEDED
    starts = office.net(uow, parent.digest).node(item.node).starts
    assert starts is not None  # an item of this kind belongs to no other step
    publication = office.rulebook(uow).procedures.get(starts.procedure)
    if publication is None:
        raise AutomaticStepError(
            message(
                "Expected a procedure that is in force today, but found “{found}”",
                found=starts.procedure,
            ),
            retryable=False,
        )
    reception = _reception(office, uow, entry, parent, item, starts)
    received = carry_out(office, uow, reception, None, publication.digest)
    record = asked.RecordLinkedDossier(
        command_id=_command_id(entry, "linked"),
        dossier=parent.code,
        number=item.number,
        linked=received.dossier,
        procedure=starts.procedure,
    )
    return _both(carry_out(office, uow, record, None, None), received)


def _reception(
    office: Office,
    uow: UnitOfWork,
    entry: OutboxEntry,
    parent: Dossier,
    item: WorkItem,
    starts: Starts,
) -> asked.ReceiveLinkedDossier:
    return asked.ReceiveLinkedDossier(
        command_id=_command_id(entry, "received"),
        dossier=new_code(office, uow, parent.desk),
        desk=parent.desk,
        territory=parent.territory,
        applicant=parent.applicant,
        channel=parent.channel,
        data=_given(starts.data, parent.data),
        parent=parent.code,
        parent_item=item.number,
    )


def _given(fields: Mapping[str, str], values: Mapping[str, object]) -> dict[str, object]:
    return {target: values[origin] for target, origin in fields.items() if origin in values}


def _report(office: Office, uow: UnitOfWork, entry: OutboxEntry) -> Applied:
    parent = uow.dossiers.find(str(entry.payload.get("parent")))
    item = parent.items.get(item_of(entry, "parent_item")) if parent is not None else None
    if parent is None or item is None or item.linked != entry.dossier:
        # It did not wait, waits no longer, or has ended itself.
        return _NOT_NEEDED
    report = asked.ReportLinkedEnd(
        command_id=_command_id(entry, "reported"),
        dossier=parent.code,
        number=item.number,
        linked=entry.dossier,
        end=entry.payload["end"],
    )
    return carry_out(office, uow, report, None, None)


def _stop(office: Office, uow: UnitOfWork, entry: OutboxEntry) -> Applied:
    child = uow.dossiers.find(str(entry.payload.get("linked")))
    if child is None or child.status.closed or child.status in RESULT_THERE:
        return _NOT_NEEDED
    stop = asked.StopDossier(
        command_id=_command_id(entry, "stopped"),
        dossier=child.code,
        reason=_reason(uow, entry.dossier),
    )
    return carry_out(office, uow, stop, None, None)


def _reason(uow: UnitOfWork, parent: str) -> str:
    """Return why a dossier awaits another no more, as it was written down there, with its code."""
    events = (each.event for each in uow.journal.entries(parent))
    last = next((event for event in events if isinstance(event, DossierEnded)), None)
    if last is None:
        # It goes on: enough of what ran beside this wait has arrived.
        return f"{parent}: {_NO_LONGER_AWAITED.vi}"
    label = next((label.vi for end, label in END_LABELS.items() if end == last.end), last.end)
    return f"{parent}: {last.reason or label}"[:MAX_NOTE]


def _both(first: Applied, second: Applied) -> Applied:
    return Applied(
        first.dossier,
        first.version,
        (*first.events, *second.events),
        effects=first.effects + second.effects,
    )


def _command_id(entry: OutboxEntry, suffix: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"motcua:{entry.key}:{suffix}"))
