"""The alert ladder: who is told, and how long before or after a due date.

A ladder is declared per procedure (``alerts:``) or taken from ``DEFAULT_LADDER``, which follows the
law: an apology must precede the due date by one working day (NĐ 61/2018 Đ19.9), so the head of the
handling unit hears of a dossier one working day before it is due.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from engine.specs.durations import Duration
from engine.specs.model import Name, Spec, described_as
from engine.specs.refusals import refusal

AlertReceiver = Literal["assignee", "head", "supervisor", "centre"]
"""Receivers are relations, never names: who works on it, the head of that unit, the supervisors of the
units above it, the provincial service centre."""
ClockKind = Literal["dossier", "step", "period", "wait", "reception"]


@dataclass(frozen=True, slots=True)
class RungMoment:
    """When a rung fires: at a share of the limit, or some working time before or after the due date.

    Exactly one of ``share`` (0 to 1) and ``offset`` says it; an ``offset`` of None with no share is the
    due date itself. ``sign`` is -1 before, +1 after.
    """

    share: Decimal | None = None
    offset: Duration | None = None
    sign: Literal[-1, 1] = 1


_RELATIVE = re.compile(r"(?P<time_en>.+) (?P<en>before|after)|(?P<vi>trước|sau) (?P<time_vi>.+)")


def _moment(value: Any) -> RungMoment:
    if isinstance(value, RungMoment):
        return value
    text = unicodedata.normalize("NFC", str(value)).strip().lower()
    if text in {"due", "đến hạn"}:
        return RungMoment()
    if (percent := re.fullmatch(r"([1-9]\d?)\s*%", text)) is not None:
        return RungMoment(share=Decimal(percent[1]) / 100)
    if (relative := _RELATIVE.fullmatch(text)) is not None:
        with suppress(ValueError):
            before = (relative["en"] or relative["vi"]) in {"before", "trước"}
            offset = Duration.parse(relative["time_en"] or relative["time_vi"])
            if any(part.amount for part in offset.parts):
                return RungMoment(offset=offset, sign=-1 if before else 1)
    raise refusal(
        "MC010",
        "Expected when an alert is raised, such as “75 %”, “1 working day before”, “due” or “2 working days after”, but found “{found}”",
        found=value,
    )


class Rung(Spec):
    """One rung of the ladder of one kind of clock."""

    name: Name
    of: ClockKind
    at: Annotated[RungMoment, BeforeValidator(_moment), described_as("moment")]
    to: AlertReceiver


def _rung(name: str, of: ClockKind, at: str, to: AlertReceiver) -> Rung:
    return Rung.model_validate({"name": name, "of": of, "at": at, "to": to})


DEFAULT_LADDER: tuple[Rung, ...] = (
    _rung("reception_soon", "reception", "75 %", "assignee"),
    _rung("reception_late", "reception", "due", "head"),
    _rung("step_soon", "step", "75 %", "assignee"),
    _rung("step_late", "step", "due", "head"),
    _rung("step_very_late", "step", "1 working day after", "supervisor"),
    _rung("period_late", "period", "due", "supervisor"),
    _rung("dossier_apology", "dossier", "1 working day before", "head"),
    _rung("dossier_late", "dossier", "due", "supervisor"),
    _rung("dossier_very_late", "dossier", "2 working days after", "centre"),
    _rung("wait_late", "wait", "due", "assignee"),
)
