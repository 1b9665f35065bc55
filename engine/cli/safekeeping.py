"""``motcua backup``, ``restore`` and ``doctor``: for whoever answers for the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.office import opened_office
from engine.cli.parameters import AsJson
from engine.cli.speech import complain, say, say_json, words
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.backup import Copied
    from engine.services.doctor import Diagnosis

_SIGNS = {"fine": "✓", "warning": "!", "problem": "✗"}


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the backup.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write a backup of the whole database, while clerks work, and verify it."""
    from engine.services.backup import back_up

    with opened_office() as office:
        copied = back_up(office, file, force=force)
    say(message("Written to {path}", path=file))
    _tell(copied)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also where somebody uses the database, or it is newer.")
    ] = False,
) -> None:
    """Replace the database by a backup, and verify what is there then."""
    from engine.services.backup import restore as put_back

    with opened_office() as office:
        copied = put_back(office, file, force=force)
    say(message("Restored from {path}", path=file))
    if copied.kept is not None:
        say(message("What was there before is kept in {path}", path=copied.kept))
    _tell(copied)


def _tell(copied: Copied) -> None:
    complain(
        message(
            "Verified {dossiers} dossiers with {entries} journal entries, nothing found",
            dossiers=copied.dossiers,
            entries=copied.entries,
        )
    )


def doctor(
    sample: Annotated[int, typer.Option(min=1, help="How many journals to verify.")] = 100,
    as_json: AsJson = False,
) -> None:
    """Look at the database, the disk, the clock, Prefect and what waits, and say what to do."""
    from engine.services.doctor import examine

    with opened_office() as office:
        found = []
        for diagnosis in examine(office, sample=sample):
            found.append(diagnosis)
            if not as_json:
                _say(diagnosis)
    if as_json:
        say_json(diagnoses=[_plain(each) for each in found])
    if any(each.level == "problem" for each in found):
        raise typer.Exit(1)


def _say(diagnosis: Diagnosis) -> None:
    say(f"{_SIGNS[diagnosis.level]} {words(diagnosis.finding)}")
    if diagnosis.advice is not None:
        say(f"  → {words(diagnosis.advice)}")


def _plain(diagnosis: Diagnosis) -> dict[str, str]:
    advice = diagnosis.advice
    return {
        "level": diagnosis.level,
        "finding": words(diagnosis.finding),
        "advice": words(advice) if advice is not None else "",
    }
