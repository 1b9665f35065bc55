"""On both databases, after every command of a random life, the journal folds to what is stored.

Every command that did something is given a second time with the same id: it does nothing again.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.kept_dossiers import KeptDossier
from tests.support.offices import shipped_office
from tests.support.random_walks import Walk, shipped_calendars, shipped_directory, shipped_nets
from tests.support.seeds import seeded_random

WALKS = int(os.environ.get("MOTCUA_WALKS", "1"))


def test_the_journal_folds_to_what_is_stored(database_url: str, tmp_path: Path) -> None:
    chance = seeded_random()
    keys = sorted(shipped_nets())
    few = 8 if database_url.startswith("postgresql") else len(keys)
    with shipped_office(tmp_path, database_url) as (office, clock):
        with office.database.reading() as uow:
            published = office.rulebook(uow).procedures
        for number, key in enumerate(chance.sample(keys, few) * WALKS):
            kept = KeptDossier(
                shipped_nets()[key],
                directory=shipped_directory(),
                calendars=shipped_calendars(),
                office=office,
                clock=clock,
                digest=published[key].digest,
                code=f"D{number}",
            )
            walk = Walk(kept, chance)
            walk.begin()
            for _ in range(20):
                if not kept.dossier.closed:
                    walk.step()
            walk.finish()
            with office.database.reading() as uow:
                assert uow.journal.verify(kept.code) == []
