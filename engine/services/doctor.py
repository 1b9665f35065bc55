"""The doctor: looks at everything that can be wrong with an office, and says what to do about it."""

from __future__ import annotations

import http.client
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from engine.errors import NotFoundError
from engine.messages import Message, message
from engine.services.journal_audit import audit_some
from engine.services.office import Office
from engine.store.backups import backups_of
from engine.store.unit_of_work import UnitOfWork

Level = Literal["fine", "warning", "problem"]

_FEW = 5
_MINUTE = timedelta(minutes=1)
_SWEPT_WITHIN = timedelta(minutes=15)
_GIGABYTE = 10**9
_PREFECT_ANSWERS_WITHIN = 3.0


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing the doctor looked at; ``advice`` says what to do where it is not fine."""

    level: Level
    finding: Message
    advice: Message | None = None


def examine(office: Office, *, sample: int = 100) -> Iterator[Diagnosis]:
    """Iterate over the diagnoses of an office, as they are made.

    Args:
        sample: how many journals to verify.

    Raises:
        StoreError: the database does not answer.
    """
    yield _disk(office)
    if not office.database.is_current():
        yield _problem(
            message("The database has not the tables of this version"),
            message("Run “motcua db upgrade”; back up first"),
        )
        return
    for part in (_program, _careless, _machine_clock, _sweep, _idle, _dead_letters, _posts):
        with office.database.reading() as uow:
            yield from part(office, uow)
    yield _prefect(office)
    yield _journals(office, sample)


def _fine(finding: Message) -> Diagnosis:
    return Diagnosis("fine", finding)


def _problem(finding: Message, advice: Message) -> Diagnosis:
    return Diagnosis("problem", finding, advice)


def _disk(office: Office) -> Diagnosis:
    path = backups_of(office.settings.database).path
    folder = path.absolute().parent if path else office.settings.home.absolute()
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(existing).free
    needed = max(_GIGABYTE, 2 * _size(path))
    finding = message(
        "{free} GB free on the disk of {folder}", free=f"{free / _GIGABYTE:.1f}", folder=existing
    )
    if free >= needed:
        return _fine(finding)
    return Diagnosis(
        "problem" if free < needed / 10 else "warning",
        finding,
        message(
            "Make room until {needed} GB are free: when the disk is full, dossiers can be read but not changed",
            needed=f"{needed / _GIGABYTE:.1f}",
        ),
    )


def _size(path: Path | None) -> int:
    return path.stat().st_size if path is not None and path.exists() else 0


def _program(office: Office, uow: UnitOfWork) -> Iterator[Diagnosis]:
    yield _fine(message("{program}, with the tables of this version", program=uow.health.program()))


def _careless(office: Office, uow: UnitOfWork) -> Iterator[Diagnosis]:
    careless = uow.health.careless()
    if not careless:
        yield _fine(message("A power cut loses nothing that was committed, by its settings"))
        return
    yield _problem(
        message(
            "A power cut may lose what was committed: {settings}", settings=", ".join(careless)
        ),
        message("Put these settings back to what the database has by itself, and restart it"),
    )


def _machine_clock(office: Office, uow: UnitOfWork) -> Iterator[Diagnosis]:
    now = office.clock.now()
    newest, there = uow.audit.newest(), uow.health.now()
    if newest is not None and newest > now + _MINUTE:
        yield _problem(
            message(
                "The last journal entry is of {moment}, which lies in the future of this machine's clock",
                moment=newest.isoformat(timespec="seconds"),
            ),
            message("Set the clock right, by NTP, before anything else is recorded"),
        )
    elif there is not None and abs(there - now) > _MINUTE:
        yield Diagnosis(
            "warning",
            message(
                "The clocks of this machine and of the database's are {seconds} seconds apart",
                seconds=int(abs(there - now).total_seconds()),
            ),
            message("Set both by NTP; times in dossiers are those of this machine"),
        )
    else:
        yield _fine(message("The clock agrees with the journals"))


def _sweep(office: Office, uow: UnitOfWork) -> Iterator[Diagnosis]:
    codes = uow.health.overdue_clocks(office.clock.now() - _SWEPT_WITHIN, _FEW)
    if not codes:
        yield _fine(message("No clock waits to be fired"))
        return
    yield _problem(
        message(
            "Clocks should have fired {minutes} minutes ago and more, for example of {codes}",
            minutes=int(_SWEPT_WITHIN / _MINUTE),
            codes=", ".join(codes),
        ),
        message(
            "See that Prefect runs, or run “motcua drain --local”. Where a dossier stays, its page tells what it waits for: mostly a unit nobody is responsible in"
        ),
    )


def _idle(office: Office, uow: UnitOfWork) -> Iterator[Diagnosis]:
    codes = uow.health.idle(_FEW)
    if not codes:
        yield _fine(message("Every open dossier waits for somebody or for a date"))
        return
    yield _problem(
        message("Nothing can move these dossiers on: {codes}", codes=", ".join(codes)),
        message(
            "Run “motcua journal verify” on them. If nothing is found, it is a defect of the program: report it with “motcua show”"
        ),
    )


def _dead_letters(office: Office, uow: UnitOfWork) -> Iterator[Diagnosis]:
    dead = len(uow.outbox.dead())
    if not dead:
        yield _fine(message("No outside effect was given up"))
        return
    yield Diagnosis(
        "warning",
        message("{count} outside effects were given up", count=dead),
        message(
            "“motcua outbox list” tells why; mend the cause, then “motcua outbox requeue” them"
        ),
    )


def _posts(office: Office, uow: UnitOfWork) -> Iterator[Diagnosis]:
    try:
        directory = office.rulebook(uow).directory
    except NotFoundError as nothing:
        yield Diagnosis("warning", nothing.message)
        return
    closed, vacant = [], []
    for unit, position, items in uow.health.open_posts():
        if not (directory.knows(unit) and directory.is_open(unit, office.today)):
            closed.append(f"{unit} ({items})")
        elif not directory.holders(unit, position, office.today):
            vacant.append(f"{unit}/{position} ({items})")
    if closed:
        yield _problem(
            message("Work items lie at closed units: {units}", units=", ".join(closed[:_FEW])),
            message("Publish an organisation that names their successors, or keeps them open"),
        )
    if vacant:
        yield Diagnosis(
            "warning",
            message("Nobody holds positions with work: {posts}", posts=", ".join(vacant[:_FEW])),
            message("Publish an organisation in which somebody holds them"),
        )
    if not (closed or vacant):
        yield _fine(message("All work lies at open units, with somebody to do it"))


def _prefect(office: Office) -> Diagnosis:
    address = office.settings.prefect_api
    try:
        urllib.request.urlopen(  # noqa: S310 the operator's own address
            f"{address.rstrip('/')}/health", timeout=_PREFECT_ANSWERS_WITHIN
        ).close()
    except (OSError, http.client.HTTPException, ValueError):
        return Diagnosis(
            "problem" if office.settings.prefect_api_url else "warning",
            message("Prefect does not answer at {address}", address=address),
            message(
                "Start it, with “motcua serve” or as you run it: until then no alert is raised and nothing is sent"
            ),
        )
    return _fine(message("Prefect answers at {address}", address=address))


def _journals(office: Office, sample: int) -> Diagnosis:
    with office.database.reading() as uow:
        codes = uow.audit.spread(sample)
    changed = [each.code for each in audit_some(office, codes) if not each.is_whole]
    if not changed:
        return _fine(message("The journals of {count} dossiers are whole", count=len(codes)))
    return _problem(
        message("Somebody changed the journals of {codes}", codes=", ".join(changed[:_FEW])),
        message("Run “motcua journal verify”, and keep the database as it is"),
    )
