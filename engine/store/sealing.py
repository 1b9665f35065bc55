"""Personal values of a journal row, kept apart from the events that are hashed.

Where a personal value was, an event has its digest, salted at random: it proves the value as long as the
salt is there, and tells nothing without. So the values can be erased and the chain of hashes still holds.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from engine.core.erasure import APPLICANT
from engine.core.events import EVENTS, Event, PersonalDataErased, dump
from engine.core.tombstones import Tombstone

_ASKED = "@asked"
# Within a text of JSON a quotation mark is escaped, so nobody can type such a mark.
_MARK = re.compile(r'\{"\$personal":"([0-9a-f]{64})"\}')
_NOBODY = json.dumps({"name": ""})
_WITH_VALUES = frozenset(
    kind
    for kind in EVENTS.values()
    if {"data", "applicant"} & {each.name for each in fields_of(kind)}
)

Kept = dict[str, dict[str, str]]


class Sealed(NamedTuple):
    """The lines of a row's events with digests for personal values, and the values; "" without any."""

    events: str
    personal: str


def seal(events: Sequence[Event], fields: Collection[str]) -> Sealed:
    """Return events as they are stored; the applicant and the values of ``fields`` are personal."""
    kept: Kept = {}
    lines = "\n".join(f"{type(event).__name__} {_payload(event, fields, kept)}" for event in events)
    if not kept:
        return Sealed(lines, "")
    kept[_ASKED] = {"salt": secrets.token_hex(16)}
    return Sealed(lines, _written(kept))


def _payload(event: Event, fields: Collection[str], kept: Kept) -> str:
    text = dump(event).decode()
    if type(event) not in _WITH_VALUES:
        return text
    data = getattr(event, "data", {})
    found = [name for name in data if name in fields] if fields else []
    applicant = getattr(event, "applicant", None)
    if not found and (applicant is None or isinstance(event, PersonalDataErased)):
        return text
    told = json.loads(text)
    for name in found:
        told["data"][name] = _sealed(name, told["data"][name], kept)
    if applicant is not None:
        told["applicant"] = _sealed(APPLICANT, told["applicant"], kept)
    return _written(told)


def _sealed(name: str, value: Any, kept: Kept) -> dict[str, str]:
    salt, text = secrets.token_hex(16), _written(value)
    digest = _digest(salt, text)
    kept[digest] = {"of": name, "salt": salt, "value": text}
    return {"$personal": digest}


def unsealed(events: str, personal: str) -> str:
    """Return the lines of a row's events as they were, with tombstones where values were erased."""
    if not personal:
        return events
    kept: Kept = json.loads(personal)
    return _MARK.sub(lambda mark: _shown(kept[mark[1]]), events)


def _shown(entry: Mapping[str, str]) -> str:
    if "value" in entry:
        return entry["value"]
    if entry["of"] == APPLICANT:
        return _NOBODY
    return json.dumps({"erased_on": entry["erased_on"], "kept_for": entry["kept_for"]})


def without_values(personal: str, fields: Mapping[str, str], applicant: str, on: date) -> str:
    """Return what is kept of a row once the values of some fields are erased, each with its rule."""
    rules = {**fields, APPLICANT: applicant} if applicant else fields
    kept: Kept = json.loads(personal)
    erased = {
        digest: {"of": entry["of"], **Tombstone(on, rules[entry["of"]]).as_value()}
        for digest, entry in kept.items()
        if "value" in entry and entry["of"] in rules
    }
    if not erased:
        return personal
    # What the command asked for could be guessed from its hash, if the salt stayed.
    return _written({name: each for name, each in {**kept, **erased}.items() if name != _ASKED})


def is_whole(events: str, personal: str) -> bool:
    """Tell whether every personal value of a row is there as it was recorded, or erased."""
    marks = set(_MARK.findall(events))
    if not personal:
        return not marks
    try:
        kept = json.loads(personal)
        values = {name: entry for name, entry in kept.items() if name != _ASKED}
        return marks == set(values) and all(
            _digest(entry["salt"], entry["value"]) == digest
            if "value" in entry
            else {"of", "erased_on", "kept_for"} == set(entry)
            for digest, entry in values.items()
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        # Not what this program writes.
        return False


def erased_in(personal: str) -> Iterator[str]:
    """Iterate over the names of what was erased of a row."""
    kept: Kept = json.loads(personal) if personal else {}
    return (entry["of"] for entry in kept.values() if "erased_on" in entry)


def erased_by(event: Event) -> set[str]:
    """Return the names of what an event says was erased."""
    if not isinstance(event, PersonalDataErased):
        return set()
    return {*event.fields, APPLICANT} if event.applicant else set(event.fields)


def salted(personal: str, asked: str) -> str:
    """Return the hash of what a command asked for, with the salt of its row where it has one."""
    if not (asked and personal):
        return asked
    salt = json.loads(personal).get(_ASKED, {}).get("salt", "")
    return _digest(salt, asked)


def _digest(salt: str, text: str) -> str:
    return sha256(f"{salt} {text}".encode()).hexdigest()


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
