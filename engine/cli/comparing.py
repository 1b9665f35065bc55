"""The command that says what one text of a procedure changes in another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.findings import shown_in_full
from engine.cli.office import opened_office
from engine.cli.speech import complain, language, say, say_json, words
from engine.errors import SpecError
from engine.messages import message

if TYPE_CHECKING:
    from engine.graph.diff import Change, Longest
    from engine.specs.procedures import Procedure

_SIGNS = {"added": "+", "removed": "-", "renamed": "=", "moved": "↕", "changed": "~"}


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, KEY or KEY@VERSION.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="A file, KEY or KEY@VERSION.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print stable JSON.")] = False,
) -> None:
    """Compare two texts of a procedure by what they mean: steps, routes, limits, data."""
    from engine.graph.diff import compare

    found = compare(_procedure(old), _procedure(new))
    if as_json:
        say_json(
            changes=[_plain(each) for each in found.changes],
            longest={"before": _route(found.longest_before), "after": _route(found.longest_after)},
        )
        return
    for change in found.changes:
        say(_line(change))
    if not found.changes:
        say(message("Nothing that matters to a dossier is different"))
    before, after = found.longest_before, found.longest_after
    if before is not None and after is not None:
        say(
            message(
                "Longest route: {before} → {after}",
                before=before.total.in_words(language()),
                after=after.total.in_words(language()),
            )
        )


def _procedure(what: str) -> Procedure:
    if Path(what).is_file():
        return _in_file(Path(what))
    from engine.services.versions import procedure_version

    match = re.fullmatch(r"(.+)@(\d{1,9})", what)
    with opened_office() as office:
        if match is None:
            return procedure_version(office, what)
        return procedure_version(office, match[1], int(match[2]))


def _in_file(path: Path) -> Procedure:
    from engine.specs.loader import load_file
    from engine.specs.procedures import Procedure

    loaded = load_file(path)
    if not isinstance(loaded.document, Procedure):
        for finding in loaded.findings:
            complain(shown_in_full(finding, language()))
        raise SpecError(message("Expected a procedure in {path}, but it holds none", path=path))
    return loaded.document


def _line(change: Change) -> str:
    sign, what = _SIGNS[change.kind], words(change.what)
    if change.kind in {"added", "removed"}:
        return f"{sign} {what}: {_side(change.before or change.after)}"
    if change.kind == "moved":
        return f"{sign} {what}: {words(message('now {place}', place=_side(change.after)))}"
    return f"{sign} {what}: {_side(change.before)} → {_side(change.after)}"


def _side(value: Any) -> str:
    return "–" if value is None else words(value)


def _plain(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "path": list(change.path),
        "what": words(change.what),
        "before": None if change.before is None else words(change.before),
        "after": None if change.after is None else words(change.after),
    }


def _route(longest: Longest | None) -> dict[str, Any] | None:
    if longest is None:
        return None
    return {"path": list(longest.path), "total": longest.total.in_words(language())}
