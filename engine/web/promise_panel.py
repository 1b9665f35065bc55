"""What the page of a dossier offers about the date the applicant was promised."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.authority import answers_for
from engine.core.context import Actor
from engine.core.lifecycle import RESULT_THERE, ClockStatus
from engine.services.dossier_view import DossierView
from engine.specs.durations import Duration


@dataclass(frozen=True, slots=True)
class PromisePanel:
    """Whether the officer may apologise now, or extend; ``limit`` is the limit as it is printed."""

    may_apologise: bool = False
    may_extend: bool = False
    limit: str = ""


def promise_panel(view: DossierView, actor: Actor, language: str) -> PromisePanel:
    """Return what may be done now; the law is checked again when it is asked for."""
    dossier, clock, rulebook = view.dossier, view.clock, view.rulebook
    units = {dossier.desk, *(e.item.unit for e in view.items if e.item.handles and e.item.unit)}
    answers = any(
        answers_for(actor, unit, rulebook.directory, rulebook.on) for unit in sorted(units)
    )
    runs = clock is not None and clock.status is ClockStatus.RUNNING and clock.due_on is None
    if not answers or not runs or clock is None or dossier.status in RESULT_THERE:
        return PromisePanel()
    return PromisePanel(
        may_apologise=clock.apology is None,
        may_extend=clock.apology is not None and not clock.extended,
        limit=Duration(clock.limit).in_words("vi" if language == "vi" else "en"),
    )
