"""Open work items as the API tells them: what may be chosen, and the form to fill in."""

from __future__ import annotations

from datetime import datetime

from engine.core.lifecycle import ItemKind, ItemStatus
from engine.specs.dossier_contents import FieldType
from engine.web.api.models import Out


class FieldOut(Out):
    """A field of a form. A choice has ``options``: what to send, and its label."""

    name: str
    label: str
    type: FieldType
    required: bool
    personal: bool
    options: dict[str, str]


class ActionOut(Out):
    """An outcome you may choose now; where ``note_required``, send a ``note``."""

    outcome: str
    label: str
    note_required: bool
    returns: bool
    asks_again: bool


class OpinionOut(Out):
    """What somebody who takes part in a step said."""

    at: datetime
    officer_name: str
    position_name: str
    unit_name: str
    text: str


class WorkItemOut(Out):
    """An open work item; ``actions`` is empty where it is not yours.

    Where ``speaks``, you take part in a step that somebody else does: send an opinion.
    """

    number: int
    step: str
    step_label: str
    kind: ItemKind
    status: ItemStatus
    unit: str
    unit_name: str
    position: str
    position_name: str
    holder: str
    holder_name: str
    due_at: datetime | None
    mine: bool
    claimable: bool
    actions: tuple[ActionOut, ...]
    form: tuple[FieldOut, ...]
    speaks: bool
    opinions: tuple[OpinionOut, ...]
