"""The organisation as the program asks it: who is where on a day, and which unit is responsible.

A pure view of one ``OrganisationSpec``. It answers for a given date and never knows what today is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from engine.errors import NotFoundError
from engine.messages import message
from engine.specs.organisation import (
    Delegation,
    Officer,
    OrganisationSpec,
    Post,
    Responsibility,
    Unit,
)
from engine.specs.procedures import Procedure, national_part

DESK_ROLE = "one_stop"
"""The role of the desk that received the dossier; it needs no responsibility."""
CENTRE_ROLE = "provincial_desk"
"""The role of the provincial service centre, to which alerts rise last, where an organisation has it."""
_HEAD_POSITIONS = ("head", "leader")


_ANSWERS_KEPT = 20_000


class Directory:
    """Units, officers and responsibilities of one organisation, found by their codes."""

    def __init__(self, spec: OrganisationSpec) -> None:
        self.spec = spec
        self._units = {unit.code: unit for unit in spec.units}
        self._calendars: dict[str, str] = {}
        self._officers = {officer.id: officer for officer in spec.officers}
        self._children: dict[str, list[str]] = defaultdict(list)
        for unit in spec.units:
            if unit.parent is not None:
                self._children[unit.parent].append(unit.code)
        self._posts: dict[str, list[tuple[Officer, Post]]] = defaultdict(list)
        for officer in spec.officers:
            for post in officer.posts:
                self._posts[post.unit].append((officer, post))
        self._given_to: dict[str, list[Delegation]] = defaultdict(list)
        self._given_by: dict[str, list[Delegation]] = defaultdict(list)
        for delegation in spec.delegations:
            self._given_to[delegation.to].append(delegation)
            self._given_by[delegation.by].append(delegation)
        self._responsibilities: dict[str, list[Responsibility]] = defaultdict(list)
        self._responsible: dict[tuple[object, ...], str | None] = {}
        for responsibility in spec.responsibilities:
            self._responsibilities[responsibility.role].append(responsibility)

    def unit(self, code: str) -> Unit:
        """Return the unit with this code, open or closed.

        Raises:
            NotFoundError: the organisation has no such unit.
        """
        try:
            return self._units[code]
        except KeyError:
            raise NotFoundError(
                message("Expected a unit of the organisation, but found “{unit}”", unit=code)
            ) from None

    def knows(self, code: str) -> bool:
        """Tell whether the organisation has a unit with this code, open or closed."""
        return code in self._units

    def children(self, code: str) -> tuple[str, ...]:
        """Return the units directly below a unit, in the order they were written."""
        return tuple(self._children.get(code, ()))

    def path(self, code: str) -> tuple[str, ...]:
        """Return the unit itself and the units above it, the nearest first."""
        path: list[str] = []
        above: str | None = code
        while above is not None and above in self._units and above not in path:
            path.append(above)
            above = self._units[above].parent
        return tuple(path)

    def subtree(self, code: str) -> frozenset[str]:
        """Return the unit itself and all units below it."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += self._children.get(unit, ())
        return frozenset(found)

    def officer(self, id: str) -> Officer:
        """Return the officer with this id.

        Raises:
            NotFoundError: the organisation has no such officer.
        """
        try:
            return self._officers[id]
        except KeyError:
            raise NotFoundError(
                message(
                    "Expected an officer of the organisation, but found “{officer}”", officer=id
                )
            ) from None

    def officer_name(self, id: str) -> str:
        """Return an officer's name, or the id itself where the organisation no longer knows it."""
        officer = self._officers.get(id)
        return officer.name if officer is not None else id

    def works(self, officer_id: str, on: date) -> bool:
        """Tell whether the organisation has an officer with this id who holds a post on a day."""
        return officer_id in self._officers and bool(self.posts_of(officer_id, on))

    def posts_of(self, officer_id: str, on: date) -> tuple[tuple[str, str], ...]:
        """Return the (unit, position) pairs an officer holds on a day, own ones before those of others.

        Raises:
            NotFoundError: the organisation has no such officer.
        """
        own = self._own_posts(self.officer(officer_id), on)
        if officer_id not in self._given_to:
            return own
        lent = (
            post
            for each in self._given_to[officer_id]
            if each.by in self._officers
            for post in self._own_posts(self._officers[each.by], on)
            if _covers(each, post, on)
        )
        return tuple(dict.fromkeys((*own, *lent)))

    def acts_for(self, officer_id: str, unit: str, position: str, on: date) -> str:
        """Return for whom an officer acts in a position on a day; "" where it is the officer's own."""
        post = (unit, position)
        if officer_id not in self._given_to or post in self._own_posts(
            self.officer(officer_id), on
        ):
            return ""
        given = (each.by for each in self._given_to[officer_id] if _covers(each, post, on))
        return next((id for id in given if post in self._own_posts(self.officer(id), on)), "")

    def _own_posts(self, officer: Officer, on: date) -> tuple[tuple[str, str], ...]:
        return tuple(
            (post.unit, post.position)
            for post in officer.posts
            if _within(on, post.valid_from, post.valid_until)
        )

    def holders(self, unit: str, position: str, on: date) -> tuple[str, ...]:
        """Return the ids of the officers who hold a position in a unit on a day, then who act for them."""
        own = tuple(
            officer.id
            for officer, post in self._posts.get(unit, ())
            if post.position == position and _within(on, post.valid_from, post.valid_until)
        )
        if not self._given_by:
            return own
        acting = (
            each.to
            for id in own
            for each in self._given_by.get(id, ())
            if _covers(each, (unit, position), on)
        )
        return tuple(dict.fromkeys((*own, *acting)))

    def staff(self, unit: str, on: date) -> tuple[str, ...]:
        """Return the ids of the officers who hold any position in a unit on a day."""
        held = self._posts.get(unit, ())
        found = (o.id for o, post in held if _within(on, post.valid_from, post.valid_until))
        return tuple(dict.fromkeys(found))

    def is_open(self, unit: str, on: date) -> bool:
        """Tell whether a unit exists and has not been closed on a day."""
        found = self._units.get(unit)
        return found is not None and _within(on, found.valid_from, found.valid_until)

    def heir(self, unit: str, on: date) -> str | None:
        """Return a unit while it is open, after that the first of its successors that is, if any is."""
        return next((code for code in self._line(unit) if self.is_open(code, on)), None)

    def _line(self, unit: str) -> Iterator[str]:
        """Iterate over a unit, its successor, and so on."""
        seen: set[str] = set()
        code: str | None = unit
        while code is not None and code in self._units and code not in seen:
            seen.add(code)
            yield code
            code = self._units[code].successor

    def desks(self, on: date) -> tuple[str, ...]:
        """Return the one-stop desks that are open on a day."""
        return tuple(
            unit.code for unit in self.spec.units if unit.desk and self.is_open(unit.code, on)
        )

    def territories(self, on: date) -> tuple[str, ...]:
        """Return the communes that are open on a day: the territories dossiers come from."""
        return tuple(
            unit.code
            for unit in self.spec.units
            if unit.level == "commune" and self.is_open(unit.code, on)
        )

    def calendar_of(self, unit: str) -> str:
        """Return the code of the calendar a unit works by: its own, or that of the nearest above."""
        known = self._calendars.get(unit)
        if known is None:
            own = (self._units[code].calendar for code in self.path(unit))
            known = next((code for code in own if code is not None), self.spec.calendar)
            if unit in self._units:
                self._calendars[unit] = known
        return known

    def head_of(self, unit: str, on: date) -> tuple[str, ...]:
        """Return who heads a unit on a day: its heads, then its leaders, else those next above."""
        for code in self.path(unit):
            heads = [id for position in _HEAD_POSITIONS for id in self.holders(code, position, on)]
            if heads:
                return tuple(dict.fromkeys(heads))
        return ()

    def supervisors_of(self, unit: str, on: date) -> tuple[str, ...]:
        """Return the officers with the duty of a supervisor in a unit or above it, nearest first."""
        found = (
            officer.id
            for code in self.path(unit)
            for officer, post in self._posts.get(code, ())
            if "supervisor" in officer.duties and _within(on, post.valid_from, post.valid_until)
        )
        return tuple(dict.fromkeys(found))

    def resolve(
        self, role: str, *, procedure: Procedure, territory: str | None, desk: str, on: date
    ) -> str:
        """Return the code of the unit that plays a role for a dossier on a day.

        The most specific responsibility wins: one that names the procedure before one that names its
        field before one for all, then one for the territory before one for all territories, then the
        one that began last. Procedures are compared by the national part of their codes. Where a unit was
        closed, a desk too, its successor answers.

        Raises:
            NotFoundError: nobody is responsible.
        """
        if role == DESK_ROLE:
            return self.heir(desk, on) or desk
        found = self.find_responsible(role, procedure=procedure, territory=territory, on=on)
        if found is None:
            raise NotFoundError(
                message(
                    "Expected a unit responsible as {role} for procedure {procedure} on {day}, but the organisation names none",
                    role=self.spec.roles.get(role, role),
                    procedure=procedure.code,
                    day=on.isoformat(),
                )
            )
        return found

    def find_responsible(
        self, role: str, *, procedure: Procedure, territory: str | None, on: date
    ) -> str | None:
        """Return what ``resolve`` returns for a role other than the desk's, or None."""
        # Asked for every work item offered, and the organisation never changes.
        question = (role, procedure.code, procedure.also_codes, procedure.field, territory, on)
        if question not in self._responsible:
            if len(self._responsible) >= _ANSWERS_KEPT:
                self._responsible.clear()
            self._responsible[question] = self._search(role, procedure, territory, on)
        return self._responsible[question]

    def _search(
        self, role: str, procedure: Procedure, territory: str | None, on: date
    ) -> str | None:
        meant = self._meant(territory, on)
        heirs = (
            (each, self.heir(each.unit, on))
            for each in self.responsibilities_for(role, procedure, on)
            if each.territory is None or each.territory in meant
        )
        candidates = [
            (_fit(each, procedure), each.territory is not None, each.valid_from, unit)
            for each, unit in heirs
            if unit is not None
        ]
        return max(candidates, key=lambda each: each[:3])[3] if candidates else None

    def _meant(self, territory: str | None, on: date) -> frozenset[str]:
        """Return the territory itself, and where it was closed those it became part of."""
        if territory is None:
            return frozenset()
        heir = self.heir(territory, on)
        return frozenset({territory} if heir is None else {territory, heir})

    def responsibilities_for(
        self, role: str, procedure: Procedure, on: date
    ) -> Iterator[Responsibility]:
        """Iterate over the rules for a role of a procedure on a day, in any territory."""
        for each in self._responsibilities.get(role, ()):
            if _within(on, each.valid_from, each.valid_until) and _fit(each, procedure) >= 0:
                yield each


def _fit(responsibility: Responsibility, procedure: Procedure) -> int:
    """Return how specifically a rule speaks of a procedure; -1 where it does not."""
    codes = {national_part(code) for code in (procedure.code, *procedure.also_codes)}
    if not codes.isdisjoint(national_part(code) for code in responsibility.procedures):
        return 2
    if procedure.field in responsibility.fields:
        return 1
    return -1 if responsibility.procedures or responsibility.fields else 0


def _covers(delegation: Delegation, post: tuple[str, str], on: date) -> bool:
    """Tell whether a delegation is in force on a day and lends a position."""
    lent = {(each.unit, each.position) for each in delegation.posts}
    in_force = _within(on, delegation.valid_from, delegation.valid_until)
    return in_force and (not lent or post in lent)


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
