"""Threads that write at once share a commit, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine.errors import ConflictError, StoreError
from engine.messages import message
from engine.store import prepared
from engine.store.database import Database
from engine.store.unit_of_work import UnitOfWork
from tests.support.databases import sql


def counting(series: str) -> Callable[[UnitOfWork], int]:
    return lambda uow: uow.dossiers.next_serial(series)


class Crowd:
    """One thread that writes, and others that come while it does."""

    def __init__(self, database: Database, works: list[Callable[[UnitOfWork], Any]]) -> None:
        self._database = database
        self._works = works
        self._all_here = threading.Event()
        self.commits = 0

    def outcomes(self) -> list[Any]:
        """Let the first work wait until every other has come, and return what each came to."""
        threads = ThreadPoolExecutor(len(self._works) + 1)
        with pytest.MonkeyPatch.context() as patch, threads:
            patch.setattr(prepared, "ask", self._ask)
            first = threads.submit(self._database.write, self._wait)
            others = [threads.submit(self._attempt, work) for work in self._works]
            together = self._database._together
            assert together is not None
            while len(together._waiting) < len(self._works):
                threading.Event().wait(0.001)
            self._all_here.set()
            first.result()
            return [other.result() for other in others]

    def _wait(self, uow: UnitOfWork) -> None:
        assert self._all_here.wait(10)

    def _attempt(self, work: Callable[[UnitOfWork], Any]) -> Any:
        try:
            return self._database.write(work)
        except Exception as error:
            return error

    def _ask(self, execute: Callable[..., object], text: str, bound: object) -> None:
        execute(text, bound)
        self.commits += text == "COMMIT"


def test_those_who_wait_share_one_commit_and_each_gets_the_own_result(
    sqlite_database: Database,
) -> None:
    crowd = Crowd(sqlite_database, [counting(f"series {n}") for n in range(6)])
    assert crowd.outcomes() == [1] * 6
    assert crowd.commits == 2
    assert len(sql(sqlite_database, "SELECT * FROM serial")) == 6


def test_what_one_raises_undoes_only_its_own_work(sqlite_database: Database) -> None:
    def refused(uow: UnitOfWork) -> None:
        uow.dossiers.next_serial("refused")
        raise ConflictError(message("Expected something else"))

    crowd = Crowd(sqlite_database, [counting("a"), refused, counting("b")])
    before, refusal, after = crowd.outcomes()
    assert (before, after) == (1, 1)
    assert isinstance(refusal, ConflictError)
    assert sorted(sql(sqlite_database, "SELECT series FROM serial")) == [("a",), ("b",)]


def test_later_work_of_a_group_sees_what_earlier_work_of_it_wrote(
    sqlite_database: Database,
) -> None:
    crowd = Crowd(sqlite_database, [counting("the same")] * 5)
    assert sorted(crowd.outcomes()) == [1, 2, 3, 4, 5]


def test_where_the_shared_commit_fails_each_does_its_work_alone_and_the_faulty_one_is_told(
    sqlite_database: Database,
) -> None:
    def orphan(uow: UnitOfWork) -> None:
        # The foreign key is deferred: only the commit finds that there is no such dossier.
        uow.journal._connection.exec_driver_sql(
            "INSERT INTO outbox (dossier, kind, key, payload, created_at, available_at)"
            " VALUES ('nowhere', 'notice', 'k', '{}', 0, 0)"
        )

    crowd = Crowd(sqlite_database, [counting("a"), orphan, counting("b")])
    before, refusal, after = crowd.outcomes()
    assert (before, after) == (1, 1)
    assert isinstance(refusal, StoreError)
    assert sorted(sql(sqlite_database, "SELECT series FROM serial")) == [("a",), ("b",)]


def test_who_comes_alone_commits_at_once_and_hears_of_its_own_error(
    sqlite_database: Database,
) -> None:
    def fails(uow: UnitOfWork) -> None:
        raise ZeroDivisionError

    assert sqlite_database.write(counting("a")) == 1
    with pytest.raises(ZeroDivisionError):
        sqlite_database.write(fails)
    assert sqlite_database.write(counting("a")) == 2


class _Stopped(BaseException):
    """What a thread hears that is told to stop."""


def _stopped(uow: UnitOfWork) -> None:
    raise _Stopped


def test_whoever_is_stopped_while_leading_leaves_nobody_waiting_for_the_lead(
    sqlite_database: Database,
) -> None:
    with pytest.raises(_Stopped):
        sqlite_database.write_all([_stopped, *(counting(f"series {n}") for n in range(40))])
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(sqlite_database.write, counting("next")).result(10) == 1


def test_whoever_is_stopped_before_leading_leaves_nobody_waiting_for_the_lead(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = threading.Event.wait

    def stopped_when_woken(event: threading.Event, timeout: float | None = None) -> bool:
        woken = wait(event, timeout)
        if threading.current_thread().name == "stopped":
            raise _Stopped
        return woken

    together = sqlite_database._together
    assert together is not None
    heard: list[BaseException] = []
    monkeypatch.setattr("threading.excepthook", lambda args: heard.append(args.exc_value))
    second = threading.Thread(
        name="stopped", target=sqlite_database.write, args=(counting("never"),)
    )

    def first(uow: UnitOfWork) -> None:
        second.start()
        while not together._waiting:
            wait(threading.Event(), 0.001)

    with ThreadPoolExecutor(2) as threads:
        monkeypatch.setattr(threading.Event, "wait", stopped_when_woken)
        threads.submit(sqlite_database.write, first).result(10)
        second.join(10)
        assert [type(each) for each in heard] == [_Stopped]
        assert threads.submit(sqlite_database.write, counting("next")).result(10) == 1
    assert sql(sqlite_database, "SELECT series FROM serial") == [("next",)]
