"""What earlier checks said, kept on disk: the same text in the same surroundings is judged once.

One file holds the judgements of one *environment*: the program, the day, and the texts of the organisation
and the calendars. Within it, texts are named by their hashes, so nothing in it can be out of date. Whatever
cannot be read, was changed by another hand or belongs to somebody else is as good as absent, and a disk that
refuses costs time only.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from engine.services.judgements import Plain

_LARGEST = 64 * 1024 * 1024
"""Bytes that all files together may take; the ones used longest ago go first."""
_MOST_FILES = 64
_MOST_UNUSED = 1000
"""How many judgements of texts that the last check did not see are kept beside those it saw."""
_SUFFIX = ".judgements"
_UNFINISHED = ".unfinished"


class CheckCache:
    """The judgements kept in a folder, which is made when it is first written to."""

    def __init__(self, folder: Path) -> None:
        """Keep judgements in ``folder``; it need not exist."""
        self._folder = folder

    def read(self, environment: str) -> dict[str, Plain]:
        """Return the judgements kept for an environment by the hashes of their texts; never raises."""
        path = self._path(environment)
        try:
            with path.open("rb") as opened:
                if not _is_mine(opened.fileno()):
                    return {}
                content = opened.read(_LARGEST + 1)
            checksum, _, body = content.partition(b"\n")
            if checksum != _checksum(body):
                return {}
            kept = json.loads(body)
            os.utime(path)
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def write(
        self, environment: str, judgements: Mapping[str, Plain], before: Mapping[str, Plain]
    ) -> None:
        """Keep the judgements of a check, and some of those from ``before`` that it had no use for.

        Of two checks that write at once the later one wins; what is lost will be judged again.
        """
        unused = [(name, each) for name, each in before.items() if name not in judgements]
        kept = {**dict(unused[-_MOST_UNUSED:]), **judgements}
        body = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace(self._path(environment), _checksum(body) + b"\n" + body)
            self._prune()

    def _path(self, environment: str) -> Path:
        return self._folder / f"{environment}{_SUFFIX}"

    def _replace(self, path: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _prune(self) -> None:
        used = sorted(self._stamps(), reverse=True)
        total = 0
        for number, (_, size, path) in enumerate(used):
            total += size
            if number >= _MOST_FILES or (number > 0 and total > _LARGEST):
                path.unlink(missing_ok=True)

    def _stamps(self) -> Iterable[tuple[int, int, Path]]:
        """Iterate over the files of this cache: when each was used, its size, and where it is.

        Unfinished ones are what a killed check left behind, or what another one is writing right now.
        """
        for path in self._folder.iterdir():
            if path.suffix in (_SUFFIX, _UNFINISHED):
                with suppress(FileNotFoundError):
                    found = path.stat()
                    yield found.st_mtime_ns, found.st_size, path


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _is_mine(handle: int) -> bool:
    """Tell whether a file belongs to whoever runs the program, where the system knows owners."""
    return not hasattr(os, "getuid") or os.fstat(handle).st_uid == os.getuid()
