"""Fixtures of the language server's tests."""

from __future__ import annotations

from tests.support.editors import *  # noqa: F403 - the module says what it offers
