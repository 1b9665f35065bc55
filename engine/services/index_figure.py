"""What the national index makes of a dossier, told where it differs from the law's count."""

from __future__ import annotations

from datetime import datetime

from engine.core.figures import Figures
from engine.messages import Message, message
from engine.services.dossier_view import DossierView
from engine.services.due_dates import Due
from engine.services.office import Office


def index_due(figures: Figures, now: datetime) -> Due:
    """Return when a dossier is due by the national index, and whether that is kept, for a list."""
    at = figures.index_due_at
    if figures.supplements > 1:
        return Due(at, message("Late: a supplement was asked for more than once"), "overdue")
    if figures.late_by_index(now):
        return Due(at, message("Late"), "overdue")
    if at is None:
        return Due(at, message("Clock paused"), "paused")
    if figures.finished_at is not None:
        return Due(at, message("Finished in time"), "closed")
    return Due(at, message("In time so far"), "none")


def index_words(office: Office, view: DossierView) -> Message | None:
    """Return when a dossier is due by the national index; None where that is the law's count."""
    figures = view.figures
    if figures is None or not figures.differ:
        return None
    at = figures.index_due_at
    due = f"{at.astimezone(office.zone):%H:%M %d/%m/%Y}" if at is not None else "–"
    if figures.late_by_index(office.clock.now()):
        return message("By the national index (QĐ 766): due {due}, overdue", due=due)
    if figures.finished_at is not None:
        return message("By the national index (QĐ 766): due {due}, finished in time", due=due)
    return message("By the national index (QĐ 766): due {due}, not overdue", due=due)
