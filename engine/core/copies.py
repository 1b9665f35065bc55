"""Changed copies of the parts of a dossier's state, made some twenty times for every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

_Part = TypeVar("_Part")

if TYPE_CHECKING:
    # To the type checker, which knows the fields, it is the same.
    from dataclasses import replace

    changed = replace
else:

    def changed(part: _Part, /, **values: Any) -> _Part:
        """Return a copy of a frozen dataclass without slots, with other values in some fields.

        It takes a tenth of the time of ``dataclasses.replace``, which calls the constructor.
        """
        copy = object.__new__(type(part))
        copy.__dict__.update(part.__dict__, **values)
        return copy
