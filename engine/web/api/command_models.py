"""What goes into the commands of the API, and what a command answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from engine.core.state import Channel
from engine.web.api.models import In, Named, Out, ShortText, Text, Typed


class ApplicantIn(In):
    """Who asks for something. Personal data."""

    name: Named
    identity_number: ShortText = ""
    phone: ShortText = ""
    address: ShortText = ""
    email: ShortText = ""


class HandedInIn(In):
    """How much of a paper was handed in."""

    originals: Annotated[int, Field(ge=0, le=999)] = 0
    copies: Annotated[int, Field(ge=0, le=999)] = 0


HandedInPapers = Annotated[dict[Named, HandedInIn], Field(max_length=200)]
"""What was handed in, by the names of the papers in the procedure."""


class ReceptionIn(In):
    """A dossier as a desk receives it.

    ``data`` holds the fields the procedure asks for at reception (``reception_fields`` there).
    """

    procedure: Named = Field(description="Key of a procedure in force.")
    desk: Named = Field(description="Code of a one-stop desk where you have a post.")
    territory: Named = Field(description="Code of the commune the case belongs to.")
    applicant: ApplicantIn
    channel: Channel = "desk"
    data: Typed = Field(default_factory=dict, max_length=200)
    papers: HandedInPapers = Field(default_factory=dict)


class PapersIn(In):
    """What has been handed in by now; the numbers replace those before, papers not named stay."""

    papers: HandedInPapers


class CorrectionIn(In):
    """The right details of the applicant, all of them, and why they are corrected."""

    applicant: ApplicantIn
    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class CompletionIn(In):
    """How a work item came out: an outcome among its ``actions``, and the fields of its ``form``."""

    outcome: Named
    data: Typed = Field(default_factory=dict, max_length=200)
    note: Text = ""
    assign_to: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="",
        description="Who gets the work that follows; for who heads or supervises its unit.",
    )
    again: Text = Field(
        default="", description="Where ``asks_again``: why a supplement is asked for once more."
    )


class AssignmentIn(In):
    """Who gets a work item: an officer who holds its position."""

    to: Named


class OpinionIn(In):
    """What somebody who takes part in a step thinks; it stays in the journal under the name."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class ReasonIn(In):
    """Why something is done; it stays in the journal."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class CommandOut(Out):
    """What a command did. ``repeated`` tells that the same key had done it before."""

    dossier: str
    version: int
    repeated: bool
    events: tuple[str, ...]
