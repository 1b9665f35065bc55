"""Backups: written while clerks work, verified at once, and put back only where nothing newer is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from engine.errors import SettingsError, StoreError
from engine.messages import message
from engine.services.journal_audit import audit_all, changed_publications
from engine.services.office import Office
from engine.services.whole_files import written_whole
from engine.store.backups import Backups, backups_of
from engine.store.database import Database


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: how many dossiers and journal entries were verified, and until when they go.

    Attributes:
        kept: where what a restore replaced was put, if there was anything.
    """

    dossiers: int
    entries: int
    until: datetime | None
    kept: Path | None = None


def back_up(office: Office, file: Path, *, force: bool = False) -> Copied:
    """Write a backup, and verify it; nothing stands under the name of the file before that is done.

    Raises:
        SettingsError: the file exists and ``force`` does not allow to replace it, or is the database
            itself, or a program is missing.
        StoreError: the database could not be copied, or its journals are not whole.
    """
    if file.exists() and not force:
        raise SettingsError(
            message(
                "Expected no file yet at {path}, but there is one; --force replaces it", path=file
            )
        )
    backups = backups_of(office.settings.database)
    if backups.path is not None and file.exists() and file.samefile(backups.path):
        # Its log would stay beside it, and be taken for that of the copy.
        raise SettingsError(
            message(
                "Expected another file than the database, but {path} is the database", path=file
            )
        )
    with written_whole(file) as part:
        backups.write(part)
        return _verified_copy(office, backups, part)


def restore(office: Office, file: Path, *, force: bool = False) -> Copied:
    """Replace the database by a backup, and verify what is there then.

    What was there before is kept beside it, where the database is a file.

    Raises:
        SettingsError: there is no such file; or others use the database, or it holds what is newer than
            the backup, and ``force`` does not allow to lose that.
        StoreError: the file is no whole backup; the database was not touched.
    """
    if not file.is_file():
        raise SettingsError(
            message("Expected a file or folder, but there is none at {path}", path=file)
        )
    backups = backups_of(office.settings.database)
    # Our own connections would count among those who use it.
    office.database.close()
    if not force:
        _require_unused(backups)
    kept = None
    if backups.path is not None:
        kept = _restore_file(office, backups, backups.path, file, force=force)
    else:
        if not force:
            _require_older(_until(office), None)
        backups.read(file)
    office.database.upgrade()
    return replace(_verified(office), kept=kept)


def _restore_file(
    office: Office, backups: Backups, path: Path, file: Path, *, force: bool
) -> Path | None:
    tried = path.with_name(f"{path.name}.restoring")
    tried.unlink(missing_ok=True)
    try:
        backups_of(f"sqlite:///{file}").write(tried)
        with _opened(office, tried) as copy:
            if not copy.database.is_made():
                raise StoreError(
                    message("Expected a backup in {path}, but it has none of the tables", path=file)
                )
            copy.database.upgrade()
            new = _verified(copy)
        exists = path.exists() and path.stat().st_size > 0
        if exists and not force:
            _require_older(_until(office), new.until)
            office.database.close()
        kept = _free_name(path, office.clock.now())
        if exists:
            backups.write(kept)
        backups.read(tried)
    finally:
        for left in path.parent.glob(f"{tried.name}*"):
            left.unlink()
    return kept if exists else None


def _free_name(path: Path, now: datetime) -> Path:
    """Return a name beside a file that nothing has yet; two restores may happen in one second."""
    stem = f"{path.name}.before-{now:%Y%m%d-%H%M%S}"
    names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(free for free in map(path.with_name, names) if not free.exists())


def _verified_copy(office: Office, backups: Backups, file: Path) -> Copied:
    with backups.opened(file) as url:
        if url is None:
            # PostgreSQL's role may make no database to put the archive in; the original can be verified.
            return _verified(office)
        with closing(Database(url)) as database:
            return _verified(replace(office, database=database))


def _verified(office: Office) -> Copied:
    dossiers = entries = 0
    for audited in audit_all(office):
        if not audited.is_whole:
            raise _not_whole(audited.code)
        dossiers += 1
        entries += audited.entries
    for changed in changed_publications(office):
        raise _not_whole(changed.key)
    return Copied(dossiers, entries, _until(office))


def _until(office: Office) -> datetime | None:
    if not office.database.is_current():
        return None
    with office.database.reading() as uow:
        return uow.audit.newest()


def _require_unused(backups: Backups) -> None:
    users = backups.users()
    if users:
        raise SettingsError(
            message(
                "Expected nobody to use the database, but {users} or more programs have it open. Stop the console and the workers first; --force goes on all the same",
                users=users,
            )
        )


def _require_older(there: datetime | None, new: datetime | None) -> None:
    if there is not None and (new is None or there > new):
        raise SettingsError(
            message(
                "Expected a database with nothing newer than the backup, but its last entry is of {moment}. Back it up first; --force replaces it all the same",
                moment=there.isoformat(timespec="seconds"),
            )
        )


def _not_whole(place: str) -> StoreError:
    return StoreError(
        message(
            "Expected whole journals, but not that of {place}. “motcua journal verify” tells what was changed",
            place=place,
        )
    )


@contextmanager
def _opened(office: Office, file: Path) -> Iterator[Office]:
    """Give an office like this one on another database file."""
    with closing(Database(f"sqlite:///{file}")) as database:
        yield replace(office, database=database)
