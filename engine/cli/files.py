"""Writes the files that commands make, and says so where the disk refuses."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from engine.errors import SpecError
from engine.messages import message


def write(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all: what stood there stays until the new text is on the disk.

    Raises:
        SpecError: the disk refused.
    """
    content = text.encode("utf-8") if isinstance(text, str) else text
    try:
        if path.exists() and not path.is_file():
            # A terminal or a pipe cannot be replaced, only written to.
            path.write_bytes(content)
            return
        _replace(path.resolve(), content)
    except OSError as error:
        raise _refused(path, error) from None


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, with the folders above it.

    Raises:
        SpecError: there is one already, or the disk refused.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise SpecError(
            message("Expected a place without a file, but {path} is there already", path=path)
        ) from None
    except OSError as error:
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> SpecError:
    return SpecError(
        message(
            "Expected to write {path}, but the disk refused ({reason})",
            path=path,
            reason=error.strerror or type(error).__name__,
        )
    )


def _replace(path: Path, content: bytes) -> None:
    mode = path.stat().st_mode if path.exists() else None
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        new.chmod(mode & 0o7777 if mode is not None else 0o666 & ~_umask())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _umask() -> int:
    # The only way to read it is to set it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
