"""``motcua journal``: tells whether the record of what happened is whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.office import opened_office
from engine.cli.speech import complain, say, words
from engine.messages import Message, message

if TYPE_CHECKING:
    from engine.services.office import Office
    from engine.store.audit import Audited

journal = typer.Typer(no_args_is_help=True, help="Look after the journals of the dossiers.")


@journal.callback()
def look_after_journals() -> None:
    """Look after the journals of the dossiers."""


@journal.command()
def verify(
    dossiers: Annotated[
        list[str] | None, typer.Argument(metavar="[DOSSIER]…", help="Which; without any, all.")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="Write there where all journals end, to be kept elsewhere.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Also compare with a checkpoint that was written before.")
    ] = None,
) -> None:
    """Verify that no journal was changed, and that the dossiers are what their journals say."""
    if dossiers and (checkpoint or against):
        raise typer.BadParameter(
            words(message("Expected no dossiers with a checkpoint, which holds them all"))
        )
    found = Found()
    with opened_office() as office:
        if dossiers:
            _verify_some(office, dossiers, found)
        else:
            _verify_all(office, found, checkpoint)
        if against is not None:
            _compare(office, against, found)
    found.conclude()


@dataclass
class Found:
    """What a verification has seen so far; flaws are told at once, since there may be many."""

    dossiers: int = 0
    entries: int = 0
    flaws: int = 0

    def tell(self, flaw: Message) -> None:
        """Say what was found, and where."""
        self.flaws += 1
        say(flaw)

    def count(self, audited: Audited) -> None:
        """Count a dossier, and say what was found of it."""
        self.dossiers += 1
        self.entries += audited.entries
        for number in audited.broken:
            self.tell(
                message(
                    "{dossier}: the journal was changed at entry {number}",
                    dossier=audited.code,
                    number=number,
                )
            )
        for place in audited.differing:
            self.tell(
                message(
                    "{dossier}: what is stored differs from the journal in {place}",
                    dossier=audited.code,
                    place=place,
                )
            )

    def conclude(self) -> None:
        """Say what it came to; a flaw is exit code 1."""
        if self.flaws:
            complain(
                message(
                    "Verified {dossiers} dossiers with {entries} journal entries, and found {flaws} changes nobody recorded. Keep the database as it is, compare it with a backup, and find out who may write to it",
                    dossiers=self.dossiers,
                    entries=self.entries,
                    flaws=self.flaws,
                )
            )
            raise typer.Exit(1)
        complain(
            message(
                "Verified {dossiers} dossiers with {entries} journal entries, nothing found",
                dossiers=self.dossiers,
                entries=self.entries,
            )
        )


def _verify_some(office: Office, codes: list[str], found: Found) -> None:
    from engine.services.journal_audit import audit_some

    missing = dict.fromkeys(codes)
    for audited in audit_some(office, codes):
        missing.pop(audited.code, None)
        found.count(audited)
    for code in missing:
        found.tell(message("{dossier}: there is no such dossier", dossier=code))


def _verify_all(office: Office, found: Found, checkpoint: Path | None) -> None:
    from engine.services.checkpoints import written_checkpoint
    from engine.services.journal_audit import changed_publications

    for kind, key, number in changed_publications(office):
        found.tell(
            message(
                "The published text of {kind} {key}, version {number}, was changed",
                kind=kind,
                key=key,
                number=number,
            )
        )
    if checkpoint is None:
        for audited in _with_progress(office):
            found.count(audited)
        return
    with written_checkpoint(checkpoint, office.clock.now()) as heads:
        for audited in _with_progress(office):
            found.count(audited)
            heads.add(audited)
    say(
        message(
            "Checkpoint of {dossiers} dossiers in {path}, digest {digest}",
            dossiers=heads.dossiers,
            path=checkpoint,
            digest=heads.digest,
        )
    )


def _with_progress(office: Office) -> Iterator[Audited]:
    from engine.services.journal_audit import audit_all, dossier_count

    with _bar(dossier_count(office) if sys.stderr.isatty() else None) as advance:
        for audited in audit_all(office):
            yield audited
            advance()


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[], None]]:
    if total is None:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words(message("Dossiers")), total=total)
        yield lambda: bar.advance(task)


def _compare(office: Office, against: Path, found: Found) -> None:
    from engine.services.checkpoints import rewritten_since

    for code, number in rewritten_since(office, against):
        found.tell(
            message(
                "{dossier}: entry {number} of the checkpoint is no longer in the journal",
                dossier=code,
                number=number,
            )
        )
