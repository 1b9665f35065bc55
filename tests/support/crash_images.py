"""What a power cut may leave of an SQLite database: its files with the end of the log cut off or torn."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from engine.store.database import Database
from tests.support import handling, offices
from tests.support.databases import opened, sql
from tests.support.wholeness import check_dossiers, check_file

_HEADER = 32
_SECTOR = 512
_COMMANDS = 12


@dataclass
class Images:
    """What came of some images: how many commands the fewest and the most of them kept."""

    images: int = 0
    fewest: int = _COMMANDS
    most: int = 0

    def __str__(self) -> str:
        return (
            f"{self.images} images with the log cut off or torn, all of them clean and whole;"
            f" {self.fewest} to {self.most} of {_COMMANDS} commands kept, always the first ones"
        )


def tear_logs(
    home: Path,
    chance: random.Random,
    images: int,
    told: Callable[[Images], None] = lambda _: None,
) -> Images:
    """Tear the log of a database at work ``images`` times, and check each image that comes of it."""
    database_file = home / "motcua.db"
    _work(home, database_file)
    log = (home / "motcua.db-wal.kept").read_bytes()
    result = Images()
    for number in range(images):
        image = home / "image.db"
        shutil.copyfile(home / "motcua.db.kept", image)
        Path(f"{image}-wal").write_bytes(_torn(log, chance))
        kept = _check(image)
        result.images = number + 1
        result.fewest, result.most = min(result.fewest, kept), max(result.most, kept)
        told(result)
        for left in home.glob("image.db*"):
            left.unlink()
    return result


def _work(home: Path, file: Path) -> None:
    """Carry out commands whose pages are all in the log, and keep both files as they stand then."""
    url = f"sqlite:///{file}"
    fresh = Database(url)
    fresh.upgrade()
    fresh.close()
    with offices.shipped_office(home, url):
        pass
    with offices.shipped_office(home, url) as (office, _):
        for engine in (office.database._engine, office.database._reader):
            # Else pages of later commits might stand in the database already.
            event.listen(engine, "connect", _never_checkpoint)
            engine.dispose()
        code = offices.receive(office, "0")
        for number in range(1, _COMMANDS):
            if number % 4 == 0:
                code = offices.receive(office, str(number))
            else:
                handling.move_on(office, code, str(number))
        shutil.copyfile(file, home / "motcua.db.kept")
        shutil.copyfile(f"{file}-wal", home / "motcua.db-wal.kept")


def _never_checkpoint(connection: object, _record: object) -> None:
    connection.execute("PRAGMA wal_autocheckpoint=0")  # type: ignore[attr-defined]


def _torn(log: bytes, chance: random.Random) -> bytes:
    """Return the log cut off somewhere, or with sectors near some place lost or full of rubbish."""
    at = chance.randrange(_HEADER, len(log))
    if chance.random() < 0.5:
        return log[:at]
    start = at - at % _SECTOR
    length = _SECTOR * chance.randint(1, 8)
    rubbish = bytes(length) if chance.random() < 0.5 else chance.randbytes(length)
    return (log[:start] + rubbish + log[start + length :])[: len(log)]


def _check(image: Path) -> int:
    with opened(f"sqlite:///{image}") as database:
        check_file(database)
        check_dossiers(database)
        rows = sql(database, "SELECT command_id FROM journal WHERE actor <> 'system'")
        kept = sorted(int(row[0]) for row in rows)
    assert kept == list(range(len(kept))), "a later command was kept, but an earlier one was not"
    return len(kept)
