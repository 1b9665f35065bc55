"""Commands for whoever writes specifications: the schema for their editor, and the one layout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from engine.cli.files import write
from engine.cli.findings import shown_in_full
from engine.cli.speech import complain, language, say
from engine.messages import LANGUAGES, Message, message

if TYPE_CHECKING:
    from engine.specs.schema import SpecKind


def schema(
    kind: Annotated[
        Literal["procedure", "organisation", "calendar"] | None,
        typer.Argument(
            help="The kind of document; without one, one schema for all kinds.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Print the JSON Schema of specifications, with which editors complete and check."""
    import json

    from engine.specs.schema import schema as make

    told: SpecKind | None = kind
    text = json.dumps(make(told, _in_both_languages), ensure_ascii=False, indent=2)
    if output is None:
        typer.echo(text)
        return
    write(output, f"{text}\n")
    complain(message("Written to {path}", path=output))


def fmt(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders; without any, procedure_specs.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 where a file would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Like --check, and show what would change.")
    ] = False,
) -> None:
    """Put specification files into the one layout; comments stay, and so does what the files say."""
    from engine.services.spec_files import spec_files

    files = spec_files(paths or [Path("procedure_specs")])
    outcomes = [_format(file, write_it=not (check or diff), show=diff) for file in files]
    changed, refused = outcomes.count("changed"), outcomes.count("refused")
    words = (
        message("{changed} of {files} files would change", changed=changed, files=len(files))
        if check or diff
        else message("{changed} of {files} files changed", changed=changed, files=len(files))
    )
    complain(words)
    if refused or (changed and (check or diff)):
        raise typer.Exit(1)


def _format(
    file: Path, *, write_it: bool, show: bool
) -> Literal["unchanged", "changed", "refused"]:
    from engine.specs.formatting import formatted
    from engine.specs.loader import load_file

    loaded = load_file(file)
    made = formatted(loaded.text, file)
    if made.text is None:
        for finding in made.findings if loaded.text else loaded.findings:
            complain(shown_in_full(finding, language()))
        return "refused"
    if made.text.encode("utf-8") == loaded.text:
        return "unchanged"
    if write_it:
        write(file, made.text)
    if show:
        typer.echo(_difference(loaded.text.decode("utf-8-sig"), made.text, file), nl=False)
    else:
        say(str(file))
    return "changed"


def _difference(before: str, after: str, file: Path) -> str:
    from difflib import unified_diff

    lines = unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), str(file), str(file)
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _in_both_languages(text: Message) -> str:
    from engine.catalogue import render

    return "\n\n".join(render(text, language) for language in LANGUAGES)
