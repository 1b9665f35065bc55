"""The example documents of the reference, and what each of their keys is written like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import yaml

from engine.specs.model import Spec
from tests.support.pages import ROOT
from tests.support.spec_models import DOCUMENTS, hints, spec_models

FOLDER = ROOT / "docs" / "reference" / "examples"
_LONGEST = 80


def example_files() -> list[Path]:
    """Return the example documents, in the order in which examples are looked for."""
    return sorted(FOLDER.glob("*.yaml"))


def examples() -> dict[tuple[str, str], str]:
    """Return how each key is written in the example documents, by model and key.

    Of several places the first is taken that fits a cell of a table; where none does, the shortest,
    with dots for what does not fit.
    """
    found: dict[tuple[str, str], str] = {}
    for file in example_files():
        # As the loader does it: every value is a text until its key says otherwise.
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        for model, key, value in _written(DOCUMENTS[document["kind"]], document):
            place, text = (model.__name__, key), _shown(key, value)
            if place not in found or len(text) < len(found[place]) > _LONGEST:
                found[place] = text
    return found


def _written(hint: Any, value: Any) -> Iterator[tuple[type[Spec], str, Any]]:
    """Iterate over the keys written in a value, each with the model it belongs to."""
    if hasattr(hint, "__metadata__"):
        hint = hint.__origin__
    arguments = get_args(hint)
    match get_origin(hint):
        case None if isinstance(value, dict) and issubclass(hint, Spec):
            known = hints(hint)
            for key, inner in value.items():
                yield hint, key, inner
                yield from _written(known[key], inner)
        case built if built is tuple and isinstance(value, list):
            for each in value:
                yield from _written(arguments[0], each)
        case built if built is dict and isinstance(value, dict):
            for each in value.values():
                yield from _written(arguments[1], each)
        case built if built in {Union, UnionType}:
            for arm in arguments:
                if _fits(arm, value):
                    yield from _written(arm, value)
                    return


def _fits(hint: Any, value: Any) -> bool:
    if hasattr(hint, "__metadata__"):
        hint = hint.__origin__
    if isinstance(hint, type) and issubclass(hint, Spec):
        return isinstance(value, dict) and set(value) <= set(hints(hint))
    if get_origin(hint) in {Union, UnionType}:
        return any(_fits(arm, value) for arm in get_args(hint))
    held = {tuple: list, dict: dict}.get(get_origin(hint), str)
    return hint is not NoneType and isinstance(value, held)


def _shown(key: str, value: Any) -> str:
    for depth in range(6, -1, -1):
        text = f"{key}: {_flow(value, depth)}"
        if len(text) <= _LONGEST:
            break
    return text


def _flow(value: Any, depth: int) -> str:
    """Return a value in one line; what lies deeper, or further on, than ``depth`` becomes dots."""
    match value:
        case str():
            return _scalar(value)
        case _ if depth < 0:
            return "…"
        case list():
            return f"[{_joined([_flow(each, depth - 1) for each in value], depth)}]"
        case _:
            inner = [f"{key}: {_flow(each, depth - 1)}" for key, each in value.items()]
            return f"{{{_joined(inner, depth)}}}"


def _joined(parts: list[str], depth: int) -> str:
    kept = parts[: depth + 1]
    return ", ".join([*kept, "…"] if len(kept) < len(parts) else kept)


def _scalar(value: str) -> str:
    if '"' in value:
        return f"'{value}'"
    return f'"{value}"' if any(mark in value for mark in ",[]{}") else value


def unused_keys() -> list[str]:
    """Return the keys that no example document uses."""
    found = examples()
    return [
        f"{name}.{key}"
        for name, model in spec_models().items()
        for key in hints(model)
        if (name, key) not in found
    ]
