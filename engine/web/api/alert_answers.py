"""From alerts to what the API answers, in one language."""

from __future__ import annotations

from engine.catalogue import render
from engine.messages import Language
from engine.services.alerts import AlertLine, AlertList
from engine.web.api.alert_models import AlertOut, AlertsOut
from engine.web.api.answers import due_answer


def alerts_answer(found: AlertList, language: Language) -> AlertsOut:
    """Return a page of alerts."""
    return AlertsOut(
        alerts=tuple(_alert(line, language) for line in found.lines),
        counts=found.counts,
        after=found.after,
    )


def _alert(line: AlertLine, language: Language) -> AlertOut:
    row = line.row
    return AlertOut(
        dossier=row.dossier,
        number=row.number,
        rung=row.rung,
        text=render(line.text, language),
        status=row.status,
        procedure=row.procedure,
        procedure_title=line.procedure.in_language(language),
        step=row.node,
        unit=row.unit,
        unit_name=line.unit.in_language(language),
        receiver=row.receiver,
        owner=row.owner,
        owner_name=line.owner,
        raised_at=row.raised_at,
        due=due_answer(line.due, language),
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        reason=row.reason,
        resolved_at=row.resolved_at,
        may_hand_on=line.may_hand_on,
        again_at=row.again_at,
    )
