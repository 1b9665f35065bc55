"""Every command, cut off at any statement, leaves nothing behind or all of it, and succeeds once.

The fault strikes before and after each statement and each commit, at each point in turn until the command
passes. MOTCUA_POINTS=1 prints how many points each command has.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from engine.core import commands as asked
from engine.core.commands import Command
from engine.services import commands, undoing
from engine.store.database import Database
from tests.support import offices
from tests.support.command_stories import STORIES, Place
from tests.support.databases import BOTH
from tests.support.statement_faults import InjectedFault, everything, failing_at
from tests.support.wholeness import check_dossiers

MOST_POINTS = 200


@pytest.fixture(scope="module", params=BOTH)
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """An office on either database, for all stories; they only name their commands differently."""
    folder = tmp_path_factory.mktemp("stories")
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{folder / 'motcua.db'}"
            fresh = Database(url)
            fresh.upgrade()
            fresh.close()
        else:
            server = request.getfixturevalue("postgres_server")
            url = stack.enter_context(server.database())
        office, clock = stack.enter_context(offices.shipped_office(folder, url))
        yield Place(office, clock, folder, "")


def test_every_command_has_a_story() -> None:
    known = {each for each in vars(asked).values() if isinstance(each, type)}
    told: set[type[Command]] = set().union(*STORIES.values())
    assert told == {each for each in known if issubclass(each, Command)} - {Command}


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "read"])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_command_cut_off_anywhere_happens_wholly_or_not_at_all(
    story: object, kept: bool, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``kept``: the dossier is known from the command before, or is read anew each time."""
    at = replace(place, name=f"{story.__name__}:{kept}")  # type: ignore[attr-defined]
    at.clock.set(offices.MONDAY)
    give = story(at)  # type: ignore[operator]
    done: set[type[Command]] = set()
    decided = commands.decided

    def noted(dossier: object, command: Command, context: object) -> object:
        done.add(type(command))
        return decided(dossier, command, context)  # type: ignore[arg-type]

    for decider in (commands, undoing):
        monkeypatch.setattr(decider, "decided", noted)
    database, told = at.office.database, None
    before = everything(database)
    happened = None
    for point in range(1, MOST_POINTS):
        if not kept:
            at.office.kept._kept.clear()
        try:
            with failing_at(database, point):
                told = give()
            break
        except InjectedFault:
            after = everything(database)
            if after != before:
                assert happened in (None, after), f"at point {point}"
                happened = after
    else:
        pytest.fail("never passed")
    assert point > 8  # statements strike twice, and so does the commit
    assert STORIES[story] <= done  # type: ignore[index]
    finished = everything(database)
    assert happened in (None, finished), "what a commit left whose answer got lost was not all"
    assert give() == told
    assert everything(database) == finished
    check_dossiers(database)
    if os.environ.get("MOTCUA_POINTS"):
        print(f"{at.name}: {point - 1} points")  # noqa: T201
