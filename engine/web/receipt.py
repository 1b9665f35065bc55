"""The receipt an applicant takes home: when, for what, and when to come back (form 01 of the one-stop rules).

The text is Vietnamese whatever language the officer reads, because it is an official paper.
"""

from __future__ import annotations

from typing import Any

from engine.services.dossiers import DossierView


def receipt_context(view: DossierView) -> dict[str, Any]:
    """Return what the template of the receipt shows."""
    directory, dossier = view.rulebook.directory, view.dossier
    desk = directory.unit(dossier.desk)
    received = next((entry for entry in view.journal), None)
    limit = view.procedure.due or view.procedure.limit_for({"dossier": dict(dossier.data)})
    return {
        "view": view,
        "dossier": dossier,
        "desk": desk.name,
        "parent": directory.unit(desk.parent).name if desk.parent else None,
        "receiver": directory.officer_name(received.actor) if received else "",
        "limit": limit.in_words("vi"),
        "appointment": view.clock.first_due_at if view.clock else None,
        "appointments": view.appointments,
        "papers": list(view.procedure.dossier.papers.values()),
    }
