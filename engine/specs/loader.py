"""Reads specification files; the only module of the spec floor that touches files.

``load`` never raises on what an author wrote: it returns the document, if there is one, and all
findings of the file at once, each with its place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.messages import message
from engine.specs.documents import MODELS, Document, Model, model_of
from engine.specs.findings import Finding, Place, SourceMap
from engine.specs.form_findings import findings_of
from engine.specs.recovery import rest_of
from engine.specs.refusals import shown
from engine.specs.rest import Rest
from engine.specs.rules import finding
from engine.specs.source import MAX_BYTES, MAX_FINDINGS, Source, read
from engine.specs.suggestions import did_you_mean


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file holds.

    Attributes:
        document: the document, or None where an error keeps it from being one.
        findings: everything that is wrong with the file by itself, in the order of the lines.
        source: where each key stands.
        rest: where there is no document, what can still be understood of it.
        text: the bytes that were read, so that what was checked is what gets published.
    """

    document: Document | None
    findings: tuple[Finding, ...]
    source: SourceMap
    text: bytes = field(default=b"", repr=False)
    rest: Rest | None = None


def load(text: str | bytes, file: Path) -> Loaded:
    """Return the document written in ``text``; ``file`` names it in findings and is not opened."""
    source = read(text, file)
    document = None if source.data is None else _document(source)
    broken = any(each.code != "MC016" for each in source.findings)
    rest = rest_of(source) if broken and _is_procedure(source) else None
    late = () if rest is None else rest.late
    found = sorted(
        dict.fromkeys((*source.findings, *late)),
        key=lambda each: (each.place.line, each.place.column, each.code),
    )
    return Loaded(
        document=None if broken else document,
        findings=tuple(found[:MAX_FINDINGS]),
        source=source.places,
        text=text.encode(errors="surrogatepass") if isinstance(text, str) else text,
        rest=rest,
    )


def load_file(path: Path) -> Loaded:
    """Return the document of a file; a file that cannot be opened is a finding too."""
    try:
        with path.open("rb") as opened:
            # One byte more than allowed tells a file that is too large without reading it all.
            text = opened.read(MAX_BYTES + 1)
    except OSError:
        unread = finding(
            "MC001",
            Place(path),
            message("Expected to read the file, but it cannot be opened"),
            message("Check that the file exists and that you may read it."),
        )
        return Loaded(None, (unread,), SourceMap(path, {}))
    return load(text, path)


def load_folder(folder: Path) -> tuple[Loaded, ...]:
    """Return the documents of all ``.yaml`` and ``.yml`` files below a folder, by path."""
    paths = (path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"})
    return tuple(load_file(path) for path in sorted(paths) if path.is_file())


def content_digest(content: bytes) -> str:
    """Return the SHA-256 of a specification's bytes, which names exactly this version of it."""
    return hashlib.sha256(content).hexdigest()


def _is_procedure(source: Source) -> bool:
    kind = source.data.get("kind") if source.data is not None else None
    near = did_you_mean(kind, MODELS)
    return kind == "procedure" or (near is not None and near.params["name"] == "procedure")


def _document(source: Source) -> Document | None:
    data = source.data or {}
    kind = data.get("kind")
    if ("kind",) in source.faulty:
        return None
    model = model_of(kind)
    if model is None:
        near = did_you_mean(kind, MODELS)
        place = source.places.place("kind")
        source.report(
            "MC006",
            place.line,
            place.column,
            message("Expected `kind: procedure`, `kind: organisation` or `kind: calendar`")
            if kind is None
            else message(
                "Expected one of procedure, organisation and calendar after `kind:`, but found “{found}”",
                found=shown(kind),
            ),
            near,
        )
        if near is not None:
            # What is meant is clear enough to tell at once what else is wrong.
            meant = str(near.params["name"])
            _validated(MODELS[meant], data | {"kind": meant}, source)
        return None
    return _validated(model, data, source)


def _validated(
    model: Model,
    data: dict[str, Any],
    source: Source,
) -> Document | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        source.findings += findings_of(error, model, source)
        return None
