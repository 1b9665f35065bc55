"""Whether an officer may see what a command is about; what one may not see does not exist for one.

Reading services ask for themselves. Edges that take a code from outside ask here before a command, so
that a refusal never tells that a dossier exists.
"""

from __future__ import annotations

from engine.core.texts import can_be_kept
from engine.errors import NotFoundError
from engine.messages import message
from engine.services import dossiers
from engine.services.office import Office


def require_dossier(office: Office, code: str, officer: str) -> None:
    """Refuse a dossier this officer may not see.

    Raises:
        NotFoundError: there is none, or this officer may not see it.
    """
    dossiers.show(office, code, officer)


def require_alert(office: Office, code: str, number: int, officer: str) -> None:
    """Refuse an alert that is neither of the officer's units nor of a dossier the officer may see.

    Raises:
        NotFoundError: there is none, or this officer may not see it.
    """
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        found = uow.dossiers.find_whole(code) if can_be_kept(code) else None
        alert = found.alerts.get(number) if found is not None else None
        scope = office.scope(rulebook, office.actor(rulebook, officer))
    if alert is None:
        raise NotFoundError(
            message(
                "Expected an alert of {code}, but it has none with the number {number}",
                code=code,
                number=number,
            )
        )
    if alert.unit not in scope:
        require_dossier(office, code, officer)
