"""The two figures of a dossier's pace, from one ledger: what the law counts and what the national index counts.

After a supplement the law counts the limit from zero (NĐ 61/2018 Đ19.4); the national index of service quality
subtracts the wait instead, and counts a dossier as overdue for which more than one supplement was asked
(QĐ 766/QĐ-TTg).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core.lifecycle import ClockStatus
from engine.core.state import Dossier, LedgerEntry
from engine.worktime.amounts import Allowance
from engine.worktime.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Figures:
    """When a dossier is due by each count; None while it stands still, or where nothing is counted.

    Attributes:
        finished_at: when the limit was over, or None while it is not.
        supplements: how many supplements were asked for.
    """

    law_due_at: datetime | None
    index_due_at: datetime | None
    finished_at: datetime | None
    supplements: int

    @property
    def differ(self) -> bool:
        """Tell whether the two counts come to something else."""
        return self.law_due_at != self.index_due_at or self.supplements > 1

    def late_by_law(self, now: datetime) -> bool:
        """Tell whether it was finished late, or is late now, by the law's count."""
        return _late(self.law_due_at, self.finished_at or now)

    def late_by_index(self, now: datetime) -> bool:
        """Tell the same by the count of the national index."""
        return self.supplements > 1 or _late(self.index_due_at, self.finished_at or now)


def figures_of(dossier: Dossier, calendar: WorkCalendar) -> Figures | None:
    """Return both figures of the legal limit that tells most now; None where no limit counts.

    Args:
        dossier: the whole of it, or what commands read.
        calendar: the one its legal limit is counted by.
    """
    clock = dossier.legal_clock
    if clock is None:
        return None
    stopped = clock.status is ClockStatus.STOPPED
    return Figures(
        law_due_at=clock.due_at,
        index_due_at=clock.due_at if clock.due_on else _index_due(clock.ledger, calendar),
        finished_at=clock.ledger[-1].at if stopped else None,
        supplements=dossier.supplements,
    )


def _index_due(ledger: Sequence[LedgerEntry], calendar: WorkCalendar) -> datetime | None:
    """Return when the limit runs out if every wait is subtracted and nothing begins anew."""
    first, *rest = ledger
    began = runs_from = first.runs_from or first.at
    left: Allowance = first.remaining
    due: datetime | None = calendar.add(began, left) if left else first.due_at
    last = len(rest) - 1
    for position, entry in enumerate(rest):
        match entry.kind:
            case "paused" | "stopped" if due is not None and entry.at < due:
                left = calendar.remaining(entry.at, runs_from, left)
                # What was over keeps the date it had; what waits has none.
                over = entry.kind == "stopped" and position == last
                due = due if over else None
            case "resumed" | "restarted" if due is None:
                runs_from = max(entry.at, began)
                due = calendar.add(runs_from, left)
            case "extended":
                left = (*left, *calendar.allowance(entry.by))
                due = calendar.add(runs_from, left)
    return due


def _late(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and at > due_at
