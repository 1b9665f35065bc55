"""Fixtures of the command line's tests."""

from __future__ import annotations

from tests.support.command_line import *  # noqa: F403 - the module says what it offers
