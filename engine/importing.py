"""Imports modules of libraries without what their packages would import along.

``cel`` begins with a program for terminals, ``holidays.countries`` with two hundred countries: a fifth of a
second each, which every command that needs a condition or a calendar would wait for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import RLock
from types import ModuleType

_LOCK = RLock()


def import_alone(name: str) -> ModuleType:
    """Return the module ``package.module``, without running the package where nobody has run it yet.

    Whoever imports the package later gets the whole of it, with this very module in it.

    Raises:
        ImportError: there is no such module.
    """
    package = name.rpartition(".")[0]
    with _LOCK:
        found = None if name in sys.modules or package in sys.modules else find_spec(package)
        if found is None or found.submodule_search_locations is None:
            return import_module(name)
        stand_in = ModuleType(package)
        stand_in.__path__ = list(found.submodule_search_locations)
        stand_in.__spec__ = found
        sys.modules[package] = stand_in
        try:
            return import_module(name)
        finally:
            del sys.modules[package]
