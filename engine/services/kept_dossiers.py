"""The dossiers commands lately left behind, so that the next command need not read them again.

What is kept counts only while the database still has the same version of the dossier; every command asks.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from engine.core.state import Dossier

_AT_MOST = 4096


@dataclass(frozen=True, slots=True)
class KeptDossier:
    """A dossier as commands read it, and the digest of its last journal row."""

    dossier: Dossier
    head: str


@dataclass
class KeptDossiers:
    """Those of one process, used by all its threads; those used longest ago are forgotten."""

    _kept: OrderedDict[str, KeptDossier] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, code: str) -> KeptDossier | None:
        """Return what is kept of a dossier. Ask before the database: what is kept later may be newer."""
        with self._lock:
            kept = self._kept.get(code)
            if kept is not None:
                self._kept.move_to_end(code)
            return kept

    def keep(self, dossier: Dossier, head: str) -> None:
        """Keep a dossier as a committed command left it; one that is closed is forgotten."""
        kept = KeptDossier(dossier.as_read(), head)
        with self._lock:
            before = self._kept.pop(dossier.code, None)
            if before is not None and before.dossier.version > dossier.version:
                kept = before
            if kept.dossier.ended_at is None:
                self._kept[dossier.code] = kept
            if len(self._kept) > _AT_MOST:
                self._kept.popitem(last=False)
