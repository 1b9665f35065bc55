"""The one layout of specifications, for people who compare and merge them: ``motcua fmt``.

Keys come in the order of the models, two spaces for each level, brackets where they fit on a line, codes in
quotes. Comments stay with what they speak of. Nothing else changes: a text is formatted only if what is
read from it is the same before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from engine.messages import message
from engine.specs.author_keys import keys_at
from engine.specs.documents import model_of
from engine.specs.findings import Finding, KeyPath
from engine.specs.source import Source, read
from engine.specs.written import Collection, Entry, Scalar, Written, written

WIDTH = 120


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text in the one layout, or None where that is not possible, and the findings that say why."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def formatted(text: bytes, file: Path) -> Formatted:
    """Return a specification in the one layout; ``file`` only names places.

    A text that is not read without doubt (not YAML, keys twice, aliases) is not touched.
    """
    source = read(text, file)
    faults = tuple(each for each in source.findings if each.code != "MC016")
    if faults or source.data is None:
        return Formatted(None, faults)
    model = model_of(source.data.get("kind"))
    before = written(text.decode("utf-8-sig").replace("\r\n", "\n"))
    lines = list(_Layout(source, model).lines(before))
    made = "\n".join(lines).strip("\n") + "\n"
    if not _says_the_same(before, source, made, file, model):
        return Formatted(None, (_lossy(source),))
    return Formatted(made)


def _lossy(source: Source) -> Finding:
    source.report(
        "MC001",
        1,
        1,
        message("Expected a text that can be formatted, but something of this one would be lost"),
        message("Write long texts in quotes, and comments on lines of their own."),
    )
    return source.findings[-1]


def _says_the_same(
    before: Written, source: Source, made: str, file: Path, model: type[BaseModel] | None
) -> bool:
    after = read(made, file)
    if after.data is None or any(each.code != "MC016" for each in after.findings):
        return False
    return (
        Counter(before.comments) == Counter(written(made).comments)
        and source.data == after.data
        and _order(source.data, model) == _order(after.data, model)
    )


def _order(data: Any, model: type[BaseModel] | None, path: KeyPath = ()) -> list[Any]:
    """Return the order of everything whose order means something: lists, and keys authors choose."""
    if isinstance(data, dict):
        names = sorted(data) if model is not None and keys_at(model, path) else list(data)
        return [(name, _order(data[name], model, (*path, name))) for name in names]
    if isinstance(data, list):
        return [_order(each, model, (*path, index)) for index, each in enumerate(data)]
    return [data]


class _Layout:
    def __init__(self, source: Source, model: type[BaseModel] | None) -> None:
        self._model = model
        self._bare_codes = {
            (each.place.line, each.place.column) for each in source.findings if each.code == "MC016"
        }

    def lines(self, text: Written) -> Iterator[str]:
        yield from text.top
        yield from self._entries(text.root, (), "")

    def _entries(self, collection: Collection, path: KeyPath, indent: str) -> Iterator[str]:
        for entry, here in self._in_order(collection, path):
            if entry.gap:
                yield ""
            yield from (f"{indent}{line}".rstrip() for line in entry.above)
            yield from self._entry(entry, here, indent)
            yield from (f"{indent}{line}".rstrip() for line in entry.below)

    def _in_order(self, collection: Collection, path: KeyPath) -> list[tuple[Entry, KeyPath]]:
        entries = [
            (entry, (*path, index if entry.key is None else entry.key.strip("\"'")))
            for index, entry in enumerate(collection.entries)
        ]
        known = keys_at(self._model, path) if self._model and collection.mapping else []
        if not known:
            return entries
        order = {key: position for position, key in enumerate(known)}
        return sorted(entries, key=lambda each: order.get(str(each[1][-1]), len(order)))

    def _entry(self, entry: Entry, path: KeyPath, indent: str) -> Iterator[str]:
        head = f"{indent}- " if entry.key is None else f"{indent}{entry.key}:"
        beside = f"  {entry.beside}" if entry.beside else ""
        value = entry.value
        if isinstance(value, Scalar):
            first, *rest = self._scalar(value)
            yield f"{head.rstrip()} {first}{beside}" if not rest else f"{head.rstrip()} {first}"
            for number, line in enumerate(rest, 1):
                yield f"{indent}  {line}".rstrip() + (beside if number == len(rest) else "")
            return
        short = self._short(value, path)
        if short is not None and len(head.rstrip()) + 1 + len(short) <= WIDTH:
            yield f"{head.rstrip()} {short}{beside}"
            return
        inner = list(self._entries(value, path, f"{indent}  "))
        if entry.key is None and not beside and inner[0].strip()[:1] not in {"", "#"}:
            yield f"{indent}- {inner[0].lstrip()}"
            yield from inner[1:]
        else:
            yield f"{head.rstrip()}{beside}"
            yield from inner

    def _short(self, value: Scalar | Collection, path: KeyPath) -> str | None:
        """Return a value on one line, or None where it was not written so."""
        if isinstance(value, Scalar):
            lines = self._scalar(value)
            return lines[0] if len(lines) == 1 else None
        if not value.flow:
            return None
        parts = []
        for entry, here in self._in_order(value, path):
            inner = self._short(entry.value, here)
            if inner is None:
                return None
            parts.append(inner if entry.key is None else f"{entry.key}: {inner}")
        text = ", ".join(parts)
        return f"{{{text}}}" if value.mapping else f"[{text}]"

    def _scalar(self, value: Scalar) -> list[str]:
        if value.place in self._bare_codes:
            return [f'"{value.lines[0]}"']
        return value.lines
