"""Opens the office for a command, and says clearly what is wrong with its settings or its database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from engine.errors import SettingsError, StoreError
from engine.messages import LANGUAGES, Language, message

if TYPE_CHECKING:
    from engine.services.office import Office
    from engine.settings import Settings


def preferred_language() -> Language:
    """Return the language of the settings.

    It is looked up without them, because importing them would double the time that help takes.

    Raises:
        SettingsError: the environment names no language there is.
    """
    named = os.environ.get("MOTCUA_LANGUAGE", "vi")
    return next((known for known in LANGUAGES if known == named), None) or settings().language


def settings() -> Settings:
    """Return the settings of the environment.

    Raises:
        SettingsError: naming the variables that are wrong, without their values.
    """
    from pydantic import ValidationError

    from engine.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        names = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
        raise SettingsError(
            message(
                "Expected settings that can be read, but these environment variables are wrong: {names}",
                names=", ".join(sorted(f"MOTCUA_{name.upper()}" for name in names)),
            )
        ) from None


@contextmanager
def opened_office(*, upgrade: bool = False, embedded_prefect: bool = False) -> Iterator[Office]:
    """Give the office of the settings; with ``embedded_prefect``, one that rings Prefect's doorbell.

    Raises:
        SettingsError: its database has not been made, or not brought up to date.
    """
    from engine.bootstrap import open_office

    with open_office(settings(), upgrade=upgrade, embedded_prefect=embedded_prefect) as office:
        try:
            yield office
        except StoreError as error:
            if office.database.is_current():
                raise
            raise SettingsError(
                message(
                    "Expected a database with the tables of this version, but it has others or none; run “motcua db upgrade” first"
                )
            ) from error


def new_command_id() -> str:
    """Return an id for a command given here; running the program again gives another command."""
    return str(uuid4())
