"""The main navigation: which pages an officer finds in the header, by post and duty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.messages import Message, message
from engine.services.access import SignedIn
from engine.services.office import Office
from engine.services.stuck_clocks import count_stopped


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation; ``shown`` tells for whom, ``counted`` what number stands beside it."""

    path: str
    label: Message
    shown: Callable[[SignedIn], bool]
    counted: Callable[[Office], int] | None = None


def _has(*duties: str) -> Callable[[SignedIn], bool]:
    return lambda signed_in: not signed_in.actor.duties.isdisjoint(duties)


def at_a_desk(signed_in: SignedIn) -> bool:
    """Tell whether an officer has a post at a one-stop desk that is open today."""
    desks = signed_in.rulebook.directory.desks(signed_in.rulebook.on)
    return not signed_in.actor.units.isdisjoint(desks)


NAVIGATION: tuple[Entry, ...] = (
    Entry("/overview", message("Overview"), _has("supervisor")),
    Entry("/inbox", message("Inbox"), _has("clerk")),
    Entry("/receive", message("Receive a dossier"), at_a_desk),
    Entry("/alerts", message("Alerts"), _has("clerk", "supervisor")),
    Entry("/procedures", message("Procedures"), _has("administrator")),
    Entry("/stuck", message("What has stopped"), _has("administrator"), count_stopped),
)


def entries_for(signed_in: SignedIn) -> tuple[Entry, ...]:
    """Return the pages an officer finds in the navigation; the first one is home."""
    return tuple(entry for entry in NAVIGATION if entry.shown(signed_in))


def counts_for(office: Office, signed_in: SignedIn) -> dict[str, int]:
    """Return the numbers that stand beside an officer's pages, by path; none where it is nothing."""
    counted = {each.path: each.counted(office) for each in entries_for(signed_in) if each.counted}
    return {path: count for path, count in counted.items() if count}
