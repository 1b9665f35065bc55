"""The national list of dossier statuses, as far as a specification may name them.

The numbers are those of the national list (1 to 10); ``engine.core.lifecycle.DossierStatus`` has the same
names in the same order, and a test holds the two against each other.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from engine.messages import message
from engine.specs.model import described_as
from engine.specs.refusals import refusal, refusal_of, shown

StatusName = Literal[
    "registered", "received", "refused", "in_progress", "awaiting_supplement", "awaiting_payment",
    "withdrawn", "stopped", "finished", "returned",
]  # fmt: skip
STATUS_NAMES: tuple[StatusName, ...] = get_args(StatusName)
"""The statuses in the order of the national list; the first has the number 1."""
CLOSED_STATUSES: tuple[StatusName, ...] = ("refused", "withdrawn", "stopped", "returned")
"""What only the end of a dossier can be: no step may show it."""
OPEN_STATUSES: tuple[StatusName, ...] = tuple(
    name for name in STATUS_NAMES if name not in CLOSED_STATUSES
)


def _open_status(value: Any) -> StatusName:
    numbers = {str(number): name for number, name in enumerate(STATUS_NAMES, 1)}
    named = {name: name for name in STATUS_NAMES}
    meant = (named | numbers).get(str(value))
    if meant is None:
        text = message(
            "Expected a status of the national list by its number or one of {allowed}, but found “{found}”",
            allowed=", ".join(OPEN_STATUSES),
            found=shown(value),
        )
        raise refusal_of("MC007", text)
    if meant in CLOSED_STATUSES:
        raise refusal(
            "MC019",
            "Expected the status of an open dossier, but “{status}” is shown only when the dossier has ended",
            status=meant,
        )
    return meant


OpenStatus = Annotated[StatusName, BeforeValidator(_open_status), described_as("status")]
"""A status a dossier can have while it is open, by its name or its number in the national list."""
