"""BPMN 2.0 files as the beginning of a procedure; ``docs/reference/bpmn.md`` says what is read.

What BPMN has no place for stands in the text as a placeholder, and everything dropped or guessed is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from engine.graph.bpmn_parts import remark_part
from engine.graph.bpmn_reading import Element, Process, read_bpmn
from engine.graph.bpmn_remarks import Remark, Remarks
from engine.graph.bpmn_steps import Steps
from engine.graph.bpmn_wiring import Wiring
from engine.graph.bpmn_words import duration, is_spec_name, one_of
from engine.messages import message
from engine.specs.procedures import Procedure

_CODE = "0.000000"
_UNKNOWN = "…"
_DATE = "2000-01-01"
_LEVEL = Procedure.model_fields["level"].annotation


@dataclass(frozen=True, slots=True)
class Imported:
    """A procedure made of a BPMN file: its text, and what its author must look at."""

    text: str
    remarks: tuple[Remark, ...]


def from_bpmn(content: bytes) -> Imported:
    """Return the specification a BPMN 2.0 file is the beginning of.

    Raises:
        SpecError: the file is no BPMN 2.0, not safe to read, or has no process with steps.
    """
    process = read_bpmn(content)
    remarks = Remarks()
    for element in process.beside:
        remarks.dropped(element, message("It is not part of the process that was read"))
    wiring = Wiring(process, remarks)
    for key in process.nodes:
        if key in wiring.reached:
            remark_part(process.nodes[key], remarks)
    steps = Steps(process, wiring, remarks)
    written = steps.written()
    document = _head(process, remarks) | _dossier(steps) | {"steps": written}
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return Imported(text, remarks.made)


def _head(process: Process, remarks: Remarks) -> dict[str, Any]:
    facts = process.facts
    about = Element("process", process.id, process.name)
    if "code" not in facts:
        remarks.missing(
            about,
            message("Put in `code`, `decision`, `effective`, `field`, `level` and `limit`"),
        )
    decided = _date(facts.get("decidedOn", ""))
    limit = duration(facts.get("limit", ""))
    variant = facts.get("variant", "")
    return {
        "kind": "procedure",
        "code": _fitting(r"[^\s/\\]{1,80}", facts.get("code", ""), _CODE),
        **({"variant": variant} if is_spec_name(variant) else {}),
        "title": process.name or _UNKNOWN,
        "decision": {
            "number": facts.get("decision", "").strip() or _UNKNOWN,
            **({"date": decided} if decided else {}),
            "issuer": facts.get("issuer", "").strip() or _UNKNOWN,
        },
        "effective": {"from": _date(facts.get("validFrom", "")) or _DATE},
        "field": facts["field"] if is_spec_name(facts.get("field", "")) else "unsorted",
        "level": one_of(facts.get("level"), _LEVEL) or "province",
        "limit": str(limit) if limit is not None else "uncounted",
    }


def _dossier(steps: Steps) -> dict[str, Any]:
    if not steps.fields:
        return {}
    fields = {name: {"label": name, "type": kind} for name, kind in steps.fields.items()}
    return {"dossier": {"fields": fields}}


def _fitting(pattern: str, text: str, otherwise: str) -> str:
    return text if re.fullmatch(pattern, text) else otherwise


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
