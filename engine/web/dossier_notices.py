"""What an officer is told of what was just done to a dossier, and what the applicant gets now."""

from __future__ import annotations

from typing import Literal

from engine.core.lifecycle import DossierStatus
from engine.messages import Label, Message, message
from engine.services.dossier_view import DossierView
from engine.services.printed_forms import FORM_NAMES, forms_of
from engine.services.what_followed import what_followed

NoticeName = Literal[
    "received",
    "again",
    "completed",
    "claimed",
    "released",
    "spoken",
    "papers",
    "corrected",
    "withdrawn",
    "stopped",
    "apologised",
    "extended",
    "assigned",
    "undone",
]
NOTICES: dict[NoticeName, Message] = {
    "received": message("The dossier was received."),
    "again": message("This dossier was received already; it was not received a second time."),
    "completed": message("The step is done."),
    "claimed": message("The step is in your hands now."),
    "released": message("The step is back in the inbox of the unit."),
    "spoken": message("Your opinion was added to the step; whoever records the outcome sees it."),
    "papers": message("What was handed in is noted."),
    "corrected": message("The details of the applicant are corrected."),
    "withdrawn": message("The dossier was closed at the applicant's request."),
    "stopped": message("The handling was stopped."),
    "apologised": message("The apology is registered; print the letter and send it."),
    "extended": message("The time limit was extended."),
    "assigned": message("The step was given to the officer."),
    "undone": message("The step is as it was before you finished it."),
}
_AFTER_THE_CHECK = {
    DossierStatus.REFUSED: "refusal",
    DossierStatus.AWAITING_SUPPLEMENT: "supplement_request",
}


def notice_text(view: DossierView, notice: NoticeName | None, done: int | None) -> Message | None:
    """Return what the officer is told; ``done`` is the number of the item that was completed."""
    if notice is None:
        return None
    start = view.net.start
    if notice == "received" and any(each.item.node == start for each in view.items):
        return message(
            "The dossier is saved and has its code. Check the papers now, then finish “{step}” below.",
            step=view.step_label(start),
        )
    followed = what_followed(view, done) if notice == "completed" and done is not None else None
    return followed or NOTICES[notice]


def handed_out(view: DossierView, done: int | None) -> tuple[str, Label] | None:
    """Return the form the applicant gets now that the first step is done, if there is one."""
    item = view.dossier.items.get(done or 0)
    if item is None or item.node != view.net.start:
        return None
    form = _AFTER_THE_CHECK.get(view.dossier.status, "receipt")
    return (form, FORM_NAMES[form]) if form in forms_of(view) else None
