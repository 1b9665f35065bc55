"""The only wiring: from settings to an office that services can work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from engine.clock import Clock, SystemClock
from engine.services.doorbell import Doorbell
from engine.services.office import Office
from engine.settings import Settings
from engine.store.database import Database


@contextmanager
def open_office(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    upgrade: bool = False,
    embedded_prefect: bool = False,
) -> Iterator[Office]:
    """Open the office the settings describe, and close its database afterwards.

    Args:
        settings: where None, they are read from the environment.
        clock: where None, the machine's.
        upgrade: bring the database schema up to date first.
        embedded_prefect: a Prefect server is embedded here, so that its doorbell is rung; one that
            the settings name is rung anyway.

    Raises:
        SettingsError: the machine does not allow it.
    """
    chosen = settings or Settings()
    database = Database(chosen.database)
    try:
        if upgrade:
            database.upgrade()
        office = Office(
            database=database,
            clock=clock or SystemClock(),
            settings=chosen,
            zone=ZoneInfo(chosen.time_zone),
        )
        if chosen.prefect_api_url or embedded_prefect:
            office.ring = Doorbell(chosen.prefect_api).ring
        yield office
    finally:
        database.close()
