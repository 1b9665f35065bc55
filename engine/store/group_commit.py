"""Group commit: threads that want to write at once share one transaction, and so one wait for the disk.

SQLite has one writer. Whoever finds it free leads: does the own work and that of all who came meanwhile,
commits once, and hands the lead to the next who waits. Who comes alone commits at once.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

_Result = TypeVar("_Result")
_Work = Callable[[Connection], Any]

_AT_MOST = 32
"""How many share a transaction; more would let the first wait too long for the last."""


@dataclass(eq=False)
class _Waiting:
    """One thread's work, and what came of it once ``turn`` is set; ``leads`` where it is to lead."""

    work: _Work
    turn: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    result: Any = None
    error: BaseException | None = None


class GroupCommit:
    """Does work of many threads in few transactions.

    Args:
        begun: gives a connection with a transaction that is committed at the end, or undone if the
            block raises.
    """

    def __init__(self, begun: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begun = begun
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._led = False

    def do(self, work: Callable[[Connection], _Result]) -> _Result:
        """Do ``work`` in a transaction and return its result after the commit, or raise what it raised.

        Work is done again by itself where the transaction it shared could not be committed.
        """
        mine = _Waiting(work)
        with self._lock:
            mine.leads = not self._led
            self._led = True
            if not mine.leads:
                self._waiting.append(mine)
        if not mine.leads:
            mine.turn.wait()
        if mine.leads:
            self._lead(mine)
        if mine.error is not None:
            raise mine.error
        result: _Result = mine.result
        return result

    def _lead(self, mine: _Waiting) -> None:
        with self._lock:
            others = [self._waiting.popleft() for _ in range(min(len(self._waiting), _AT_MOST - 1))]
        group = [mine, *others]
        try:
            if not others or not self._committed_together(group):
                for each in group:
                    self._do_alone(each)
        except BaseException as error:
            # The process is being stopped; nobody may take work for done that is not.
            for each in group:
                each.error = error
            raise
        finally:
            for other in others:
                other.turn.set()
            self._hand_over()

    def _hand_over(self) -> None:
        with self._lock:
            self._led = bool(self._waiting)
            if self._led:
                following = self._waiting.popleft()
                following.leads = True
                following.turn.set()

    def _committed_together(self, group: list[_Waiting]) -> bool:
        try:
            with self._begun() as connection:
                for each in group:
                    _do_apart(connection, each)
        except Exception:
            return False
        return True

    def _do_alone(self, waiting: _Waiting) -> None:
        waiting.result = waiting.error = None
        try:
            with self._begun() as connection:
                waiting.result = waiting.work(connection)
        except Exception as error:
            # Raised in the thread whose work it is.
            waiting.error = error


def _do_apart(connection: Connection, waiting: _Waiting) -> None:
    """Do one work of several, so that what it raises undoes no other."""
    connection.exec_driver_sql("SAVEPOINT apart")
    try:
        waiting.result = waiting.work(connection)
    except Exception as error:
        waiting.error = error
        connection.exec_driver_sql("ROLLBACK TO apart")
    connection.exec_driver_sql("RELEASE apart")
