"""What the desk did: it received a dossier, noted papers, or corrected the applicant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.core.event import Event
from engine.core.state import Applicant, Channel, HandedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReceived(Event):
    """A dossier came in at a desk."""

    code: str
    procedure: str
    digest: str
    desk: str
    territory: str
    channel: Channel
    applicant: Applicant
    data: Mapping[str, Any]
    by: str
    parent: str = ""
    parent_item: int = 0
    papers: Mapping[str, HandedIn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersRecorded(Event):
    """The desk noted what has been handed in of some papers; the numbers replace those before."""

    by: str
    papers: Mapping[str, HandedIn]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantCorrected(Event):
    """The desk corrected the details of the applicant."""

    by: str
    applicant: Applicant
    reason: str
