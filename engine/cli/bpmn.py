"""Commands about BPMN files of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.files import write
from engine.cli.speech import complain
from engine.errors import SpecError
from engine.messages import Message, message

if TYPE_CHECKING:
    from engine.graph.bpmn_remarks import Remark, RemarkKind

_KINDS: dict[RemarkKind, Message] = {
    "dropped": message("dropped: {element}: {reason}"),
    "guessed": message("guessed: {element}: {reason}"),
    "missing": message("missing: {element}: {reason}"),
}


def import_bpmn(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A BPMN 2.0 file.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Make the beginning of a procedure from a BPMN 2.0 file, and say what was dropped or guessed."""
    from engine.graph.bpmn_import import from_bpmn

    imported = from_bpmn(_content(path))
    if output is None:
        typer.echo(imported.text, nl=False)
    else:
        write(output, imported.text)
    for remark in imported.remarks:
        complain(_told(remark))
    if output is not None:
        complain(message("Written to {path}", path=output))


def _content(path: Path) -> bytes:
    from engine.graph.bpmn_reading import MAX_BYTES

    try:
        with path.open("rb") as opened:
            # One byte more than allowed tells a file that is too large without reading it all.
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise SpecError(
            message(
                "Expected to read {path}, but it cannot be opened ({reason})",
                path=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from None


def _told(remark: Remark) -> Message:
    words = (remark.tag, remark.id, f"“{remark.name}”" if remark.name else "")
    element = " ".join(word for word in words if word)
    return message(_KINDS[remark.kind].text, element=element, reason=remark.text)
