"""Group commit: threads that want to write at once share one transaction, and so one wait for the disk.

SQLite has one writer. Whoever finds it free leads: does the own work and that of all who came meanwhile,
commits once, and hands the lead to the next who waits. Who comes alone commits at once.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from engine.store.prepared import say

_Result = TypeVar("_Result")
_Work = Callable[[Connection], Any]

_AT_MOST = 32
"""How many share a transaction; more would let the first wait too long for the last."""


class Interrupted(Exception):  # noqa: N818 - it says what happened to the thread that led
    """The thread that led was stopped before the work was known to be committed."""


@dataclass(eq=False)
class _Waiting:
    """One thread's work, and what came of it once ``turn`` is set; ``leads`` where it is to lead."""

    work: _Work
    turn: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    result: Any = None
    error: Exception | None = None


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

    def do(self, works: Sequence[Callable[[Connection], _Result]]) -> list[_Result | Exception]:
        """Do works in few transactions; return after the commit what each returned, or raised.

        What one raises undoes only its own. Work is done again by itself where the transaction it
        shared could not be committed.
        """
        if not works:
            return []
        mine = [_Waiting(work) for work in works]
        with self._lock:
            mine[0].leads = not self._led
            self._led = True
            self._waiting.extend(mine[1:] if mine[0].leads else mine)
        try:
            for each in mine:
                if not each.leads:
                    each.turn.wait()
                if each.leads:
                    self._lead(each)
        except BaseException:
            self._withdraw(mine)
            raise
        return [each.result if each.error is None else each.error for each in mine]

    def _lead(self, mine: _Waiting) -> None:
        with self._lock:
            others = [self._waiting.popleft() for _ in range(min(len(self._waiting), _AT_MOST - 1))]
        group = [mine, *others]
        try:
            if not others or not self._committed_together(group):
                for each in group:
                    self._do_alone(each)
        except BaseException:
            # The process is being stopped; nobody may take work for done that is not.
            for each in group:
                each.error = Interrupted()
            raise
        finally:
            for other in others:
                other.turn.set()
            mine.leads = False
            self._hand_over()

    def _withdraw(self, mine: list[_Waiting]) -> None:
        """Take back what nobody waits for any more: handed to it, the lead would stay there for ever."""
        with self._lock:
            self._waiting = deque(each for each in self._waiting if each not in mine)
        if any(each.leads for each in mine):
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
                    do_apart(connection, each)
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


def do_apart(connection: Connection, waiting: _Waiting) -> None:
    """Do one work of several, so that what it raises undoes no other."""
    say(connection, "SAVEPOINT apart")
    try:
        waiting.result = waiting.work(connection)
    except Exception as error:
        waiting.error = error
        say(connection, "ROLLBACK TO apart")
    say(connection, "RELEASE apart")
