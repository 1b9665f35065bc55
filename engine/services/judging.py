"""Judging many texts: alone where they are few, else shared out over the processors there are."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date

from engine.services.checking import Judge
from engine.services.judgements import Plain, to_plain
from engine.services.spec_files import Text
from engine.specs.loader import load

_FEW = 150
"""Texts that are judged in less time than it takes to start other processes."""
_SHARE = 25

Judged = list[tuple[str, Plain]]


def judge_texts(
    texts: Sequence[Text], around: Sequence[Text], today: date | None
) -> dict[str, Plain]:
    """Return the judgements of texts by their hashes.

    Args:
        texts: what to judge.
        around: the texts that hold the organisation and the calendars, or may hold them.
        today: the first day of receipt that counts, as in ``check_paths``.
    """
    workers = min(_processors(), len(texts) // _FEW + 1)
    if workers > 1:
        try:
            return dict(_shared_out(texts, around, today, workers))
        except (OSError, BrokenProcessPool):
            # The machine gives no more processes, or took one back: one is enough.
            pass
    return dict(_judged(texts, _judge(around, today)))


def _shared_out(
    texts: Sequence[Text], around: Sequence[Text], today: date | None, workers: int
) -> Iterator[tuple[str, Plain]]:
    shares = [texts[first : first + _SHARE] for first in range(0, len(texts), _SHARE)]
    with ProcessPoolExecutor(workers, _context(), _prepare, (tuple(around), today)) as pool:
        for judged in pool.map(_judge_share, shares):
            yield from judged


def _context() -> multiprocessing.context.BaseContext:
    # Copying a process is much faster than starting one, and safe while it has no threads.
    alone = threading.active_count() == 1
    copies = alone and "fork" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if copies else "spawn")


_judge_of_this_process: Judge


def _prepare(around: Sequence[Text], today: date | None) -> None:
    global _judge_of_this_process
    _judge_of_this_process = _judge(around, today)


def _judge_share(texts: Sequence[Text]) -> Judged:
    return list(_judged(texts, _judge_of_this_process))


def _judge(around: Iterable[Text], today: date | None) -> Judge:
    return Judge([load(text.content, text.file) for text in around], today=today)


def _judged(texts: Iterable[Text], judge: Judge) -> Iterator[tuple[str, Plain]]:
    for text in texts:
        yield text.digest, to_plain(judge.judge(load(text.content, text.file)))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
