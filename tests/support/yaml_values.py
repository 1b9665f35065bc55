"""YAML as editors read it (the core schema of YAML 1.2), not as the loader does: numbers are numbers."""

from __future__ import annotations

import re
from typing import Any

import yaml


class _Core(yaml.CSafeLoader):
    """Resolves null, true, false and numbers; everything else, dates as well, is a text."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - as PyYAML declares it


for _tag, _pattern, _first in (
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
_Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
_Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def as_editors_read(text: str) -> Any:
    """Return the values an editor's YAML support sees in a text."""
    return yaml.load(text, Loader=_Core)  # noqa: S506 - a kind of SafeLoader
