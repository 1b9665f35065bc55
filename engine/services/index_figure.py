"""What the national index makes of a dossier, told where it differs from the law's count."""

from __future__ import annotations

from engine.messages import Message, message
from engine.services.dossier_view import DossierView
from engine.services.office import Office


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
