"""Fixtures that several kinds of tests share."""

from __future__ import annotations

from tests.support.databases import *  # noqa: F403 - the module says what it offers
