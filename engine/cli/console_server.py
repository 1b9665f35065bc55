"""The console as a server that says where it listens once it answers; imported only to serve."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from engine.cli.speech import say
from engine.errors import SettingsError
from engine.messages import message
from engine.services.office import Office
from engine.settings import Settings
from engine.web.app import create_app
from engine.web.rendering import DemoAccount


def bound_socket(settings: Settings) -> socket.socket:
    """Return a socket bound to the console's address.

    Raises:
        SettingsError: the address is taken, or not of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((settings.host, settings.port))
    except OSError as error:
        bound.close()
        raise SettingsError(
            message(
                "Expected to listen on port {port} of {host}, but cannot ({reason}); choose another with MOTCUA_PORT",
                port=settings.port,
                host=settings.host,
                reason=error.strerror or type(error).__name__,
            )
        ) from None
    return bound


def serve_console(
    office: Office, bound: socket.socket, demo_accounts: tuple[DemoAccount, ...]
) -> None:
    """Serve the console until a signal asks to stop; the signal is raised again afterwards."""
    app = create_app(office, demo_accounts=demo_accounts)
    server = _Console(app, office.settings.console_url)
    server.run(sockets=[bound])


class _Console(uvicorn.Server):
    def __init__(self, app: FastAPI, address: str) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5))
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            say(message("Console: {address}", address=self._address))
