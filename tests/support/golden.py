"""What a recorded journal amounts to, as plain values that can be compared across releases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.core.state import Dossier


def shown(dossier: Dossier) -> dict[str, Any]:
    """Return the parts of a state that no release may come to differently."""
    return {
        "code": dossier.code,
        "version": dossier.version,
        "status": str(dossier.status),
        "tokens": [[token.node, token.source] for token in dossier.tokens],
        "visits": dict(dossier.visits),
        "data": dict(dossier.data),
        "applicant": dossier.applicant.name,
        "items": [
            [i.number, i.node, i.visit, str(i.status), i.unit, i.holder, i.outcome]
            for i in dossier.items.values()
        ],
        "clocks": [
            [c.number, c.kind, c.name, str(c.status), c.cycle, _instant(c.due_at), list(c.fired)]
            for c in dossier.clocks.values()
        ],
        "alerts": [
            [a.number, a.clock, a.cycle, a.rung, str(a.status), a.owner]
            for a in dossier.alerts.values()
        ],
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
