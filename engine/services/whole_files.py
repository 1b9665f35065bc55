"""Files that are there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import SettingsError
from engine.messages import message


@contextmanager
def written_whole(file: Path) -> Iterator[Path]:
    """Give a path beside ``file`` to write to; it takes the file's place once the block is done.

    Raises:
        SettingsError: the disk refused; the file is as it was.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        part.replace(file)
    except OSError as error:
        raise SettingsError(
            message(
                "Expected to write {path}, but the disk refused ({reason})",
                path=file,
                reason=error.strerror or type(error).__name__,
            )
        ) from None
    finally:
        part.unlink(missing_ok=True)
