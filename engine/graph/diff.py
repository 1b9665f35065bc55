"""What changes for officers and applicants when one text of a procedure replaces another.

Texts are compared by what they mean: layout, comments and the order of keys do not count. A step that has
another name but the same row number, label or content is the same step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.graph.build import build
from engine.graph.diff_steps import differing_steps, same_steps
from engine.graph.diff_values import Change, Value, changed, differing, spoken
from engine.graph.timeproof import prove_time
from engine.messages import Message, message
from engine.specs.dossier_contents import DossierField, Paper
from engine.specs.durations import Duration
from engine.specs.findings import KeyPath
from engine.specs.limits import Period
from engine.specs.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest route of a procedure against its limit: the steps on it, and what they add up to."""

    path: tuple[str, ...]
    total: Duration


@dataclass(frozen=True, slots=True)
class ProcedureDiff:
    """The changes in the order of the reference, and the longest route before and after.

    A route is None where a step leads to one that does not exist.
    """

    changes: tuple[Change, ...]
    longest_before: Longest | None
    longest_after: Longest | None


def compare(old: Procedure, new: Procedure) -> ProcedureDiff:
    """Return what the text ``new`` changes in the text ``old``."""
    names = same_steps(old, new)
    changes = [
        *_heads(old, new),
        *_appointments(old, new),
        *_durations(("phases",), old.phases, new.phases, message("phase")),
        *_durations(("groups",), old.groups, new.groups, message("group")),
        *_named(
            ("dossier", "fields"),
            old.dossier.fields,
            new.dossier.fields,
            message("field"),
            DossierField,
        ),
        *_named(
            ("dossier", "papers"), old.dossier.papers, new.dossier.papers, message("paper"), Paper
        ),
        *differing(
            ("dossier", "applicant_kept_for"),
            message("applicant kept after the dossier is closed"),
            old.dossier.applicant_kept_for,
            new.dossier.applicant_kept_for,
        ),
        *differing_steps(old, new, names),
    ]
    return ProcedureDiff(tuple(changes), _longest(old), _longest(new))


_HEADS: Mapping[str, Message] = {
    "code": message("code"),
    "variant": message("variant"),
    "also_codes": message("other codes"),
    "title": message("title"),
    "decision": message("decision"),
    "source": message("source"),
    "effective": message("in force"),
    "field": message("field of administration"),
    "level": message("level"),
    "service": message("online service"),
    "boundary_free": message("received at any desk"),
    "calendar": message("calendar"),
    "limit": message("legal limit"),
    "due": message("due date"),
    "alerts": message("alerts"),
    "accept": message("accepted findings"),
}


def _heads(old: Procedure, new: Procedure) -> Iterator[Change]:
    for key, what in _HEADS.items():
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            before = spoken(before, old.dossier.fields)
            yield from differing((key,), what, before, spoken(after, new.dossier.fields))


def _durations(
    path: KeyPath, old: Mapping[str, Period], new: Mapping[str, Period], kind: Message
) -> Iterator[Change]:
    for name in _both(old, new):
        what = message("{kind} {name}", kind=kind, name=name)
        before, after = old.get(name), new.get(name)
        yield from differing((*path, name), what, before and before.limit, after and after.limit)
        if before is not None and after is not None:
            label = message("{what}, {aspect}", what=what, aspect=message("label"))
            yield from differing((*path, name, "label"), label, before.label, after.label)


def _appointments(old: Procedure, new: Procedure) -> Iterator[Change]:
    for name in _both(old.appointments, new.appointments):
        here, what = ("appointments", name), message("appointment {name}", name=name)
        before, after = old.appointments.get(name), new.appointments.get(name)
        yield from differing(here, what, before, after)


def _named(
    path: KeyPath,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    kind: Message,
    model: type[DossierField] | type[Paper],
) -> Iterator[Change]:
    for name in _both(old, new):
        here, what = (*path, name), message("{kind} {name}", kind=kind, name=name)
        if name not in old or name not in new:
            how: Literal["added", "removed"] = "added" if name in new else "removed"
            yield changed(how, here, what, (new if name in new else old)[name].label)
            continue
        for key in model.model_fields:
            aspect = message("{what}, {aspect}", what=what, aspect=_ASPECTS[key])
            yield from differing(
                (*here, key), aspect, getattr(old[name], key), getattr(new[name], key)
            )


_ASPECTS: Mapping[str, Message] = {
    "label": message("label"),
    "type": message("type"),
    "required": message("required"),
    "personal": message("personal data"),
    "kept_for": message("kept after the dossier is closed"),
    "options": message("options"),
    "help": message("hint"),
    "original": message("originals"),
    "copies": message("copies"),
    "digitise": message("scanned at reception"),
    "replaced_by_data": message("replaced by data"),
}


def _both(old: Iterable[str], new: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys((*old, *new)))


def _longest(procedure: Procedure) -> Longest | None:
    net = build(procedure)
    if net.left_out:
        return None
    proof = prove_time(net)
    return Longest(proof.worst_path, proof.total)


__all__ = ["Change", "Longest", "ProcedureDiff", "Value", "compare"]
