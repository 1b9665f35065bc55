"""Where the command line keeps what it may forget."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path | None:
    """Return the folder that the settings or the system name for this user, or None where none is known.

    ``MOTCUA_CACHE_DIR`` is looked up without the settings, because importing them would take longer than a
    check that finds everything in the cache.
    """
    named = os.environ.get("MOTCUA_CACHE_DIR")
    if named:
        return Path(named)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local, "motcua", "cache") if local else None
    shared = os.environ.get("XDG_CACHE_HOME", "")
    # The specification of XDG folders says that a relative path is to be ignored.
    if shared.startswith("/"):
        return Path(shared, "motcua")
    try:
        return Path.home() / ".cache" / "motcua"
    except RuntimeError:
        return None
