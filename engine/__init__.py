"""Một Cửa: the engine that runs electronic internal procedures.

What this package itself offers is the public Python API (``docs/reference/python-api.md``): it keeps its
names and meanings. Everything below it is how it is done, and may change with any release. Nothing is
loaded before it is asked for.

The floors and their import rules are described in ``docs/explanation/architecture.md``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.clock import Clock, SettableClock
    from engine.core.state import Applicant, HandedIn
    from engine.errors import EngineError, NotFoundError, RejectionError, SpecError
    from engine.public.compiled import Compiled, Proof, compile_spec, prove
    from engine.public.embedded import Engine, open_engine
    from engine.services.commands import Applied
    from engine.services.dossier_view import DossierView
    from engine.services.inbox import InboxLine
    from engine.specs.findings import Finding, Severity

__all__ = [
    "Applicant",
    "Applied",
    "Clock",
    "Compiled",
    "DossierView",
    "Engine",
    "EngineError",
    "Finding",
    "HandedIn",
    "InboxLine",
    "NotFoundError",
    "Proof",
    "RejectionError",
    "SettableClock",
    "Severity",
    "SpecError",
    "compile_spec",
    "open_engine",
    "prove",
]

_HOMES = {
    "engine.clock": ("Clock", "SettableClock"),
    "engine.core.state": ("Applicant", "HandedIn"),
    "engine.errors": ("EngineError", "NotFoundError", "RejectionError", "SpecError"),
    "engine.public.compiled": ("Compiled", "Proof", "compile_spec", "prove"),
    "engine.public.embedded": ("Engine", "open_engine"),
    "engine.services.commands": ("Applied",),
    "engine.services.dossier_view": ("DossierView",),
    "engine.services.inbox": ("InboxLine",),
    "engine.specs.findings": ("Finding", "Severity"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Return a public name from where it is defined; that module is loaded now."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
