"""The state of one dossier: where its tokens are, its work items, clocks, alerts and data.

State is immutable; ``engine.core.evolve`` makes the next one. What is read for a command holds the open
items, clocks and alerts only; the replay test compares it whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from engine.core.copies import changed
from engine.core.ledger import Apology as Apology
from engine.core.ledger import LedgerEntry as LedgerEntry
from engine.core.ledger import LedgerKind as LedgerKind
from engine.core.ledger import RungAt as RungAt
from engine.core.ledger import RunningClock as RunningClock
from engine.core.lifecycle import (
    OPEN_ITEMS,
    RESULT_THERE,
    AlertStatus,
    ClockStatus,
    DossierStatus,
    ItemKind,
    ItemStatus,
)
from engine.specs.alerts import AlertReceiver, ClockKind

READ_WHEN_OVER: tuple[ClockKind, ...] = ("dossier", "reception")
"""The kinds of clocks commands read although they are over: until when, and when it was accepted."""

Channel = Literal["desk", "online", "post"]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asked. Personal data: shown only to officers who may see the dossier.

    Nobody is received without a name; where it is "", the details were erased.
    """

    name: str
    identity_number: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How much of a paper the applicant has handed in."""

    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """Marks where a dossier is: at a step or wait, or at a join, come by the branch ``source``.

    Attributes:
        passed_over: at a join, the branch did not start, because its condition did not hold.
        answers: at a step that asks several units and needs only some of them, how many more answers.
    """

    node: str
    source: str = ""
    passed_over: bool = False
    answers: int = 0


@dataclass(frozen=True)
class WorkItem:
    """One step in one inbox, a wait somebody watches, or an automatic step that is to run.

    Attributes:
        number: counts the items of the dossier from 1.
        visit: how often the dossier has come to the node, from 1.
        clock: number of the clock whose due date is the item's, or 0.
        linked: code of the linked dossier that was started for the item, or "".
    """

    number: int
    node: str
    visit: int
    kind: ItemKind
    status: ItemStatus
    unit: str
    position: str
    offered_at: datetime
    clock: int = 0
    holder: str = ""
    outcome: str = ""
    note: str = ""
    ended_at: datetime | None = None
    linked: str = ""

    @property
    def handles(self) -> bool:
        """Tell whether those it was offered to handle the dossier, and do not only take part."""
        return self.kind is not ItemKind.PARTICIPATION


@dataclass(frozen=True)
class Alert:
    """A notice with an owner; one for each rung of each cycle of a clock.

    Attributes:
        owner: officer id, or "" where the whole position owns it.
        again_at: while it is snoozed, when it is raised again.
    """

    number: int
    clock: int
    cycle: int
    rung: str
    status: AlertStatus
    unit: str
    receiver: AlertReceiver
    owner: str
    raised_at: datetime
    item: int = 0
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    reason: str = ""
    resolved_at: datetime | None = None
    again_at: datetime | None = None


@dataclass(frozen=True)
class Dossier:
    """The whole of a dossier.

    Attributes:
        version: number of the last journal entry that counts; 0 before the first.
        procedure: key of the procedure; ``digest`` pins its version.
        desk: unit code of the one-stop desk that received it, where the result returns to.
        territory: unit code of the commune the case belongs to.
        done_by: who did a step last to which the dossier may come back, by its node.
        parent: code of the dossier that started this one as a linked procedure, or "".
        parent_item: number of the item there that stands for this dossier, or 0.
        papers: what was handed in, by the name of the paper in the procedure.
        kept_until: once it is closed, the last date on which the personal data it still has is kept; None
            where nothing is to be erased.
    """

    code: str = ""
    version: int = 0
    procedure: str = ""
    digest: str = ""
    status: DossierStatus = DossierStatus.REGISTERED
    desk: str = ""
    territory: str = ""
    channel: Channel = "desk"
    applicant: Applicant = Applicant(name="")
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    papers: Mapping[str, HandedIn] = field(default_factory=lambda: MappingProxyType({}))
    received_at: datetime | None = None
    ended_at: datetime | None = None
    tokens: tuple[Token, ...] = ()
    visits: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    items: Mapping[int, WorkItem] = field(default_factory=lambda: MappingProxyType({}))
    clocks: Mapping[int, RunningClock] = field(default_factory=lambda: MappingProxyType({}))
    alerts: Mapping[int, Alert] = field(default_factory=lambda: MappingProxyType({}))
    items_made: int = 0
    clocks_made: int = 0
    alerts_made: int = 0
    supplements: int = 0
    done_by: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    parent: str = ""
    parent_item: int = 0
    kept_until: date | None = None

    @property
    def closed(self) -> bool:
        """Tell whether nothing more can happen; a returned dossier may have tasks after the result."""
        return self.ended_at is not None

    @property
    def legal_clock(self) -> RunningClock | None:
        """Return the clock of the legal limit; of several appointments the one that tells most now.

        While one of them runs or stands still it is that one, between them the one that was over last,
        and when the result is there one that was over late, if any was.
        """
        found = [clock for clock in self.clocks.values() if clock.kind == "dossier"]
        if len(found) < 2:
            return found[0] if found else None
        over = self.closed or self.status in RESULT_THERE
        return max(
            found,
            key=lambda c: (
                c.status is not ClockStatus.STOPPED,
                over and c.late,
                c.ledger[-1].at,
                c.number,
            ),
        )

    @property
    def reception_clock(self) -> RunningClock | None:
        """Return the clock of the reception of an online dossier; None where none was started or read."""
        if self.channel != "online":
            return None
        return next((clock for clock in self.clocks.values() if clock.kind == "reception"), None)

    @property
    def between_appointments(self) -> bool:
        """Tell whether one appointment is over and the next has not begun: nobody's time runs."""
        clock = self.legal_clock
        stopped = clock is not None and clock.status is ClockStatus.STOPPED
        return stopped and not self.closed and self.status not in RESULT_THERE

    def open_clock(self, kind: ClockKind, name: str) -> RunningClock | None:
        """Return the clock of this kind and name that is not stopped, if there is one."""
        return next(
            (
                clock
                for clock in self.clocks.values()
                if clock.kind == kind
                and clock.name == name
                and clock.status is not ClockStatus.STOPPED
            ),
            None,
        )

    def as_read(self) -> Dossier:
        """Return what commands read of it: open items, unresolved alerts, clocks that are not over.

        Clocks of the legal limit and of the reception are read although they are over.
        """
        items = [item for item in self.items.values() if item.status in OPEN_ITEMS]
        clocks = [
            clock
            for clock in self.clocks.values()
            if clock.status is not ClockStatus.STOPPED or clock.kind in READ_WHEN_OVER
        ]
        alerts = [a for a in self.alerts.values() if a.status is not AlertStatus.RESOLVED]
        return changed(
            self,
            items=_only(self.items, items),
            clocks=_only(self.clocks, clocks),
            alerts=_only(self.alerts, alerts),
        )


_Part = TypeVar("_Part", WorkItem, RunningClock, Alert)


def _only(parts: Mapping[int, _Part], kept: list[_Part]) -> Mapping[int, _Part]:
    if len(kept) == len(parts):
        return parts
    return MappingProxyType({part.number: part for part in kept})
