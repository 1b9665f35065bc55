"""``motcua retention``: which personal data has been kept for long enough, and erasing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from engine.cli.office import opened_office
from engine.cli.outbox import Administrator
from engine.cli.parameters import AsJson
from engine.cli.speech import say, say_json, say_table, words
from engine.messages import Label, message

if TYPE_CHECKING:
    from engine.services.retention import Erasure

retention = typer.Typer(
    no_args_is_help=True, help="Erase personal data that has been kept for long enough."
)


@retention.command()
def preview(officer: Administrator, as_json: AsJson = False) -> None:
    """List the closed dossiers with personal data that is to be erased; nothing is written."""
    from engine.services.retention import preview as preview_erasure

    with opened_office() as office:
        erasures = preview_erasure(office, officer)
    _say(erasures, as_json)


@retention.command()
def apply(officer: Administrator, as_json: AsJson = False) -> None:
    """Erase it for good, as the journal of each dossier tells; repeating it changes nothing."""
    from engine.services.retention import apply as apply_erasure

    with opened_office() as office:
        done = apply_erasure(office, officer)
    _say(done.erasures, as_json, done.stuck)
    if done.stuck:
        raise typer.Exit(1)


def _say(erasures: Sequence[Erasure], as_json: bool, stuck: Sequence[str] = ()) -> None:
    if as_json:
        say_json(erasures=[_plain(each) for each in erasures], stuck=list(stuck))
        return
    if erasures:
        say_table(
            (
                message("Dossier"),
                message("Procedure"),
                message("Kept until"),
                message("Personal data"),
                message("Kept for"),
            ),
            [
                (
                    each.dossier,
                    each.procedure,
                    f"{each.kept_until:%d/%m/%Y}",
                    words(what),
                    words(Label(rule.in_words("vi"), rule.in_words("en"))),
                )
                for each in erasures
                for what, rule in each.parts.values()
            ],
        )
    say(message("Personal data of {count} dossiers", count=len(erasures)))
    for code in stuck:
        say(message("Nothing could be erased of {code}; it stays as it is", code=code))


def _plain(erasure: Erasure) -> dict[str, object]:
    return {
        "dossier": erasure.dossier,
        "procedure": erasure.procedure,
        "kept_until": erasure.kept_until,
        "fields": {name: str(rule) for name, (_, rule) in erasure.parts.items() if name},
        "applicant": str(erasure.parts[""][1]) if "" in erasure.parts else None,
    }
