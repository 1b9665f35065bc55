"""The environment Prefect runs in: its folder, its database, its batching; nothing leaves the host.

Prefect reads its settings when it is imported, so the environment is set before that.
"""

from __future__ import annotations

import os

from pydantic import SecretStr

from engine.settings import Settings

WORK_POOL = "motcua"
"""The work pool every deployment belongs to."""

# Batching cuts the server's CPU per task run to about a fifth (39 to 8 ms).
_BATCHING = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "500",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "500",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "200",
}

_NOTHING_LEAVES_THE_HOST = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}

# Off by default in Prefect, and its history grows by 12 to 15 kB a run.
_VACUUM = {
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(7 * 24 * 3600),
}

_RUNS = {
    # Leases kept in memory are lost with the server while the slots they hold stay taken.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}


def prefect_environment(settings: Settings) -> dict[str, str]:
    """Return the environment variables of a Prefect client, and of the embedded server."""
    home = (settings.home / "prefect").resolve()
    return {
        **_BATCHING,
        **_NOTHING_LEAVES_THE_HOST,
        **_VACUUM,
        **_RUNS,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": settings.prefect_api,
        "PREFECT_UI_API_URL": settings.prefect_api,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        # Its default is a folder inside the installed package, which may be read-only.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),
    }


def office_environment(settings: Settings) -> dict[str, str]:
    """Return the variables that give a child process the same settings, however they were set here."""
    values = settings.model_copy(update={"home": settings.home.resolve()}).model_dump(
        exclude_none=True
    )
    return {
        f"MOTCUA_{name.upper()}": value.get_secret_value()
        if isinstance(value, SecretStr)
        else str(value)
        for name, value in values.items()
    }


def enter_environment(settings: Settings) -> None:
    """Make this process a Prefect client of ``settings``; call it before Prefect is imported.

    What an operator has set in the environment himself is left as it is.
    """
    for name, value in prefect_environment(settings).items():
        os.environ.setdefault(name, value)
