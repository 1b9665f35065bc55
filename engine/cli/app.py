"""``motcua``: puts the commands together."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from engine.cli import (
    alerts,
    authoring,
    bpmn,
    calendar_changes,
    comparing,
    desk,
    dossiers,
    editing,
    explain,
    hands,
    inbox,
    journal,
    operations,
    outbox,
    promises,
    retention,
    rules,
    running,
    safekeeping,
    showing,
    specs,
    starting,
    stuck,
)
from engine.cli.door import Door, language_first
from engine.cli.office import preferred_language
from engine.cli.speech import speak
from engine.messages import Language

app = typer.Typer(
    cls=Door,
    name="motcua",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Một Cửa: the electronic internal procedures of public administrations.",
)


@app.callback()
def choose_language(
    lang: Annotated[
        Language | None, typer.Option(help="Language of everything that is said.")
    ] = None,
) -> None:
    """Một Cửa: the electronic internal procedures of public administrations."""
    speak(lang or preferred_language())


_PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    "Specifications": (
        specs.check,
        rules.rule,
        specs.publish,
        specs.graph,
        explain.explain,
        comparing.diff,
        starting.new,
        authoring.fmt,
        authoring.schema,
        bpmn.import_bpmn,
        editing.lsp,
    ),
    "Dossiers": (
        dossiers.receive,
        inbox.inbox,
        showing.show,
        dossiers.claim,
        dossiers.release,
        hands.assign,
        hands.undo,
        dossiers.complete,
        dossiers.opinion,
        desk.papers,
        desk.correct,
        promises.apologise,
        promises.extend,
        operations.alerts,
        operations.acknowledge,
        alerts.snooze,
        alerts.escalate,
        alerts.reassign,
    ),
    "Running": (
        running.serve,
        running.worker,
        running.demo,
        operations.drain,
        operations.password,
        safekeeping.backup,
        safekeeping.restore,
        safekeeping.doctor,
    ),
}
for _panel, _commands in _PANELS.items():
    for _command in _commands:
        app.command(rich_help_panel=_panel)(_command)
app.add_typer(calendar_changes.calendar, name="calendar", rich_help_panel="Running")
app.add_typer(journal.journal, name="journal", rich_help_panel="Running")
app.add_typer(outbox.outbox, name="outbox", rich_help_panel="Running")
app.add_typer(retention.retention, name="retention", rich_help_panel="Running")
app.add_typer(stuck.stuck, name="stuck", rich_help_panel="Running")
app.add_typer(operations.database, name="db", rich_help_panel="Running")


def main() -> None:
    """Run the command line."""
    _make_only(_called(sys.argv[1:]))
    app()


def _called(words: list[str]) -> str | None:
    """Return the command that is called; None where it takes all commands to tell, or to help."""
    words = language_first(words)
    if words and words[0].startswith("--lang="):
        words = words[1:]
    elif words[:1] == ["--lang"]:
        words = words[2:]
    return words[0] if words else None


def _make_only(called: str | None) -> None:
    """Leave out the other commands, if there is one of that name: to make them all takes 0.05 s."""
    commands = [c for c in app.registered_commands if c.callback and _name(c.callback) == called]
    groups = [group for group in app.registered_groups if group.name == called]
    if commands or groups:
        app.registered_commands, app.registered_groups = commands, groups


def _name(command: Callable[..., None]) -> str:
    return command.__name__.replace("_", "-")
