"""Checkpoints: where all journals ended once, in a file that is kept elsewhere.

A chain alone cannot show that its end was cut off, or that all of it was written anew. Held against a
checkpoint, every journal must still have the row it ended with then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from engine.errors import SettingsError
from engine.messages import message
from engine.services.office import Office
from engine.services.whole_files import written_whole
from engine.store.audit import Audited, Head

_KIND = "motcua checkpoint 1"
_AT_ONCE = 500


class Checkpoint:
    """A checkpoint that is being written: a line for each dossier, and at the end the digest of all.

    Attributes:
        dossiers: how many lines it has.
    """

    def __init__(self, out: TextIO, made_at: datetime) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.dossiers = 0
        self._write([_KIND, made_at.isoformat()])

    @property
    def digest(self) -> str:
        """Return the digest of all lines so far."""
        return self._digest.hexdigest()

    def add(self, audited: Audited) -> None:
        """Add where the journal of a dossier ends."""
        self._write([audited.code, audited.version, audited.head])
        self.dossiers += 1

    def _write(self, line: list[object]) -> None:
        text = f"{json.dumps(line, ensure_ascii=False)}\n"
        self._digest.update(text.encode())
        self._out.write(text)


@contextmanager
def written_checkpoint(file: Path, made_at: datetime) -> Iterator[Checkpoint]:
    """Give a checkpoint that stands in ``file`` once the block is done; not where it raises.

    Raises:
        SettingsError: the file cannot be written.
    """
    with (
        written_whole(file) as part,
        part.open("w", encoding="utf-8", newline="") as out,
    ):
        checkpoint = Checkpoint(out, made_at)
        yield checkpoint
        out.write(f"{json.dumps([checkpoint.digest])}\n")


class Rewritten(NamedTuple):
    """A dossier whose journal no longer has, at ``last``, the row it ended with at the checkpoint."""

    code: str
    last: int


def rewritten_since(office: Office, file: Path) -> Iterator[Rewritten]:
    """Iterate over the dossiers whose journals were cut off or written anew since a checkpoint.

    Raises:
        SettingsError: the file is no checkpoint, or was changed.
        StoreError: the database is unavailable.
    """
    _check(file)
    heads = _heads(file)
    while some := list(islice(heads, _AT_ONCE)):
        with office.database.reading() as uow:
            digests = uow.audit.digests(some)
        for head in some:
            if digests.get((head.code, head.last)) != head.digest:
                yield Rewritten(head.code, head.last)


def _check(file: Path) -> None:
    """Refuse a file whose last line is not the digest of all lines before it."""
    digest, last = hashlib.sha256(), ""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            for number, line in enumerate(lines):
                if number == 0 and json.loads(line)[0] != _KIND:
                    raise _no_checkpoint(file)
                digest.update(last.encode())
                last = line
        whole = json.loads(last) == [digest.hexdigest()]
    except (OSError, ValueError, LookupError, TypeError):
        raise _no_checkpoint(file) from None
    if not whole:
        raise _no_checkpoint(file)


def _heads(file: Path) -> Iterator[Head]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from (Head(*parts) for parts in _between_ends(lines))


def _between_ends(lines: Iterable[str]) -> Iterator[list[Any]]:
    """Iterate over the lines without the first and the last."""
    kept: str | None = None
    for line in islice(lines, 1, None):
        if kept is not None:
            yield json.loads(kept)
        kept = line


def _no_checkpoint(file: Path) -> SettingsError:
    return SettingsError(
        message(
            "Expected an unchanged checkpoint in {path}, but it is none. Take one that “motcua journal verify --checkpoint” wrote",
            path=file,
        )
    )
