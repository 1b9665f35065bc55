"""Prints the forms of the one-stop rules: each type is a template under ``templates/forms``.

A form is an official paper: Vietnamese whatever language the officer reads.
"""

from __future__ import annotations

from jinja2 import Environment

from engine.core.erasure import without_erased
from engine.services.dossier_view import DossierView
from engine.services.printed_forms import (
    FORM_NAMES,
    agency_in_charge,
    coordinating_units,
    hand_overs,
    occasion_of,
    promised_before,
    require_form,
    unit_in_charge,
    unit_name,
)
from engine.web.rendering import page


def printed(templates: Environment, view: DossierView, form: str, *, alone: bool = False) -> str:
    """Return a form as HTML that prints on A4; ``alone`` where it must need no other file.

    Raises:
        NotFoundError: there is no such form, or it is not to be printed for this dossier now.
    """
    require_form(view, form)
    directory, dossier = view.rulebook.directory, view.dossier
    above = directory.path(dossier.desk)[1:]
    limit = view.procedure.due or view.procedure.limit_for(
        {"dossier": without_erased(dossier.data)}
    )
    context = {
        "alone": alone,
        "title": FORM_NAMES[form],
        "view": view,
        "dossier": dossier,
        "applicant": dossier.applicant,
        "occasion": occasion_of(view, form),
        "desk": unit_name(view, dossier.desk),
        "parent": unit_name(view, above[0]) if above else None,
        "in_charge": unit_in_charge(view),
        "agency": agency_in_charge(view),
        "limit": limit.in_words("vi"),
        "appointment": view.clock.first_due_at if view.clock else None,
        "appointments": view.appointments,
        "due_at": view.clock.due_at if view.clock else None,
        "apology": view.clock.apology if view.clock else None,
        "papers": [
            (paper, dossier.papers[name])
            for name, paper in view.procedure.dossier.papers.items()
            if name in dossier.papers
        ],
        "replaced": [p for p in view.procedure.dossier.papers.values() if p.replaced_by_data],
        "promised_before": promised_before(view),
        "coordinating": coordinating_units(view),
        "hand_overs": hand_overs(view),
        "steps": [item for item in view.items if item.item.handles],
    }
    return page(templates, f"forms/{form}.html", "vi", context)
