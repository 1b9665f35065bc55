"""Commands that keep running: serve, worker, and the demonstration office."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.office import opened_office, settings
from engine.cli.speech import complain, say, say_table, words
from engine.errors import SettingsError
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.demonstration.filling import Progress
    from engine.services.office import Office
    from engine.settings import Settings
    from engine.web.rendering import DemoAccount as OfferedAccount

_STOPPING_TAKES_AT_MOST = 45.0
WithPrefect = Annotated[
    bool,
    typer.Option("--prefect/--no-prefect", help="Also start Prefect, for what nobody clicks."),
]


def serve(prefect: WithPrefect = True) -> None:
    """Serve the console, and with it Prefect's server and the flows."""
    with opened_office(embedded_prefect=prefect) as office:
        _serve(office, prefect)


def worker() -> None:
    """Run the flows of a Prefect server that runs elsewhere, until told to stop."""
    if settings().prefect_api_url is None:
        raise SettingsError(
            message(
                "Expected MOTCUA_PREFECT_API_URL, the address of a Prefect server, but it is not set"
            )
        )
    os.execv(sys.executable, [sys.executable, "-m", "flows.worker"])  # noqa: S606 our own module


def demo(
    dossiers: Annotated[int, typer.Option(min=0, help="How many dossiers to invent.")] = 300,
    seed: Annotated[int, typer.Option(help="The same seed invents the same dossiers.")] = 2026,
    serve_it: Annotated[
        bool, typer.Option("--serve", help="Serve the console afterwards.")
    ] = False,
    prefect: WithPrefect = True,
) -> None:
    """Make a demonstration office: tables, procedures, accounts, and dossiers under way.

    An office that has dossiers already stays as it is.
    """
    from engine.services.demonstration.accounts import open_demo_accounts
    from engine.services.demonstration.filling import is_filled

    with opened_office(upgrade=True, embedded_prefect=serve_it and prefect) as office:
        if is_filled(office):
            complain(message("The office has dossiers already; it stays as it is"))
            open_demo_accounts(office)
        else:
            _publish_shipped(office)
            open_demo_accounts(office)
            _fill(office, dossiers, seed)
        _say_accounts(office)
        if serve_it:
            _serve(office, prefect, demonstration=True)


def _publish_shipped(office: Office) -> None:
    from engine.services.demonstration.accounts import DEMO_ADMINISTRATOR
    from engine.services.publishing import publish
    from engine.settings import shipped

    published = publish(office, [shipped("procedure_specs")], DEMO_ADMINISTRATOR)
    complain(message("Documents in force: {count}", count=len(published.documents)))


def _fill(office: Office, dossiers: int, seed: int) -> None:
    from engine.services.demonstration.filling import fill

    complain(message("Moving {count} invented dossiers through the procedures…", count=dossiers))
    with _progress(dossiers) as advance:
        filled = fill(
            office, dossiers=dossiers, seed=seed, until=office.clock.now(), on_progress=advance
        )
    complain(
        message(
            "{count} dossiers, {open} of them open; {alerts} alerts were raised",
            count=filled.dossiers,
            open=filled.open,
            alerts=filled.alerts,
        )
    )


@contextmanager
def _progress(total: int) -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words(message("Dossiers")), total=total)
        yield lambda received, of: bar.update(task, completed=received, total=of)


def _say_accounts(office: Office) -> None:
    from engine.services.demonstration.accounts import DEMO_PASSWORD, demo_accounts

    say_table(
        (message("Account"), message("Name"), message("What they do")),
        [(each.officer, each.name, each.description) for each in demo_accounts(office)],
    )
    say(message("Password of all of them: {password}", password=DEMO_PASSWORD))


def _serve(office: Office, prefect: bool, *, demonstration: bool = False) -> None:
    from engine.cli.console_server import bound_socket, serve_console

    # Raised in the main thread, so that everything below is left in order. A shell that starts programs in
    # the background has them ignore the first of the two; the console is stopped by it all the same.
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    embedded = prefect and office.settings.prefect_api_url is None
    accounts = _accounts_to_offer(office) if demonstration else ()
    try:
        with bound_socket(office.settings) as bound, _prefect(office.settings, embedded):
            serve_console(office, bound, accounts)
    except KeyboardInterrupt:
        complain(message("The console has stopped"))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _prefect(chosen: Settings, embedded: bool) -> Iterator[None]:
    """Run Prefect's server and worker beside this process; their address is printed once they are ready."""
    if not embedded:
        yield
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.embedded"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Ctrl-C reaches this process only, which then stops the others in order.
        start_new_session=True,
    )
    threading.Thread(target=_announce_prefect, args=(process, chosen), daemon=True).start()
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(_STOPPING_TAKES_AT_MOST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _announce_prefect(process: subprocess.Popen[str], chosen: Settings) -> None:
    assert process.stdout is not None  # it was asked for
    for line in process.stdout:
        if line.startswith("ready "):
            address = line.removeprefix("ready ").strip().removesuffix("/api")
            say(message("Prefect: {address}", address=address))
    if process.wait() not in (0, -signal.SIGTERM):
        complain(
            message(
                "Prefect has stopped; alerts and automatic steps wait. Its logs are in {folder}",
                folder=chosen.home / "prefect",
            )
        )


def _accounts_to_offer(office: Office) -> tuple[OfferedAccount, ...]:
    from engine.services.demonstration.accounts import DEMO_PASSWORD, demo_accounts
    from engine.web.rendering import DemoAccount

    return tuple(
        DemoAccount(each.officer, DEMO_PASSWORD, each.description) for each in demo_accounts(office)
    )
