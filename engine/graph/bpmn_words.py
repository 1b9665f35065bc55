"""What a BPMN file says in words, read as what a specification wants, or refused as None."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import get_args

from engine.specs.durations import Duration
from engine.specs.outcomes import EndName

_ISO = re.compile(r"P(?:(\d{1,4})D)?(?:T(\d{1,4})H)?")
_ENDS: dict[EndName, tuple[str, ...]] = {
    "refused": ("tu choi", "khong thu ly", "refus", "reject"),
    "withdrawn": ("rut ", "withdr"),
    "stopped": ("dung", "huy", "stop", "cancel"),
    "terminated": ("qua han", "het han", "expire", "timeout", "terminate"),
}


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    bare = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d").lower())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def spec_name(text: str, taken: Iterable[str], otherwise: str) -> str:
    """Return a name for a specification, made of a text, that is not taken yet."""
    name = re.sub(r"[^a-z0-9]+", "_", plain(text))[:32].strip("_")
    if not re.match(r"[a-z]", name):
        name = otherwise
    used, number, first = set(taken), 2, name
    while name in used:
        name, number = f"{first}_{number}", number + 1
    return name


def is_spec_name(text: str) -> bool:
    """Tell whether a text is a name that a specification can use as it is."""
    return re.fullmatch(r"[a-z][a-z0-9_]{0,39}", text) is not None


def duration(text: str) -> Duration | None:
    """Return a duration written in ISO 8601 or in words."""
    iso = _ISO.fullmatch(text)
    if iso and (iso[1] or iso[2]):
        parts = [f"{iso[1]} days"] if iso[1] else []
        text = " + ".join([*parts, *([f"{iso[2]} hours"] if iso[2] else [])])
    try:
        return Duration.parse(text)
    except ValueError:
        return None


def one_of(text: str | None, values: object) -> str | None:
    """Return a text if it is one of the values of a ``Literal``."""
    return text if text in get_args(values) else None


def end_called(name: str) -> EndName:
    """Return the kind of ending a name suggests."""
    words = plain(name)
    return next((end for end, hints in _ENDS.items() if any(h in words for h in hints)), "returned")
