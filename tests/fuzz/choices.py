"""Decisions taken from the bytes of a fuzzer: the same bytes decide the same, with the fuzzer and without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Bytes that are used up decision by decision; when they are gone, every decision is the first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def are_left(self) -> bool:
        """Tell whether bytes are left."""
        return self._at < len(self._data)

    def number(self, below: int) -> int:
        """Return a number from 0 to ``below`` - 1."""
        wide = below > 256
        taken = self._data[self._at : self._at + 1 + wide]
        self._at += 1 + wide
        return int.from_bytes(taken, "big") % below if below > 0 else 0

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of some things, of which there is at least one."""
        return things[self.number(len(things))]

    def chance(self, one_in: int) -> bool:
        """Return True in one of so many cases, and never when the bytes are gone."""
        return self.number(one_in) == 1 % one_in and self.are_left
