"""Who is busy, and what waits at each post: an officer takes up what is due first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

Post = tuple[str, str]
ItemKey = tuple[str, int]
"""Dossier code and number of a work item."""


@dataclass
class Workforce:
    """Items whose turn has come, by the post they wait at or by the officer who has them in hand."""

    _busy: set[str] = field(default_factory=set)
    _at_post: dict[Post, list[tuple[datetime, ItemKey]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _in_hand: dict[str, list[tuple[datetime, ItemKey]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def is_busy(self, officer: str) -> bool:
        """Tell whether an officer is at work on an item."""
        return officer in self._busy

    def begin(self, officer: str) -> None:
        """Let an officer be busy."""
        self._busy.add(officer)

    def end(self, officer: str) -> None:
        """Let an officer be free again."""
        self._busy.discard(officer)

    def put(self, post: Post, holder: str, due_at: datetime, item: ItemKey) -> None:
        """Let an item wait for its holder, or where it has none for anybody at its post."""
        heapq.heappush(self._in_hand[holder] if holder else self._at_post[post], (due_at, item))

    def take(self, officer: str, posts: Iterable[Post]) -> ItemKey | None:
        """Return the item an officer takes up next, or None where nothing waits."""
        lists = [self._in_hand[officer], *(self._at_post[post] for post in posts)]
        waiting = [each for each in lists if each]
        return heapq.heappop(min(waiting, key=lambda each: each[0]))[1] if waiting else None
