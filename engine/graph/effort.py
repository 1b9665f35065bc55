"""How much work a proof may take: counted, not timed, so that what is found does not depend on the machine."""

from __future__ import annotations


class Spent(Exception):  # noqa: N818 - nothing went wrong, only nothing more is known
    """More work would be needed than a proof may take; whoever began it says that it is undecided."""


class Effort:
    """The work that is left to a proof."""

    def __init__(self, steps: int) -> None:
        """Allow so many steps, each of about a millionth of a second."""
        self._left = steps

    def spend(self, steps: int) -> None:
        """Take some steps.

        Raises:
            Spent: not so many were left.
        """
        self._left -= steps
        if self._left < 0:
            raise Spent
