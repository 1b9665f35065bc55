"""Accounts of the demonstration: one password for every officer, and a few of them to try."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.messages import Message, message
from engine.services import access
from engine.services.demonstration.habits import days_of, weight
from engine.services.office import Office, Rulebook
from engine.specs.organisation import Duty
from engine.specs.procedures import Procedure

DEMO_PASSWORD = "motcua-demo"  # noqa: S105 - shown on the sign-in page of a demonstration
DEMO_ADMINISTRATOR = "mai_le"
"""Who publishes the shipped specifications of the demonstration."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account worth trying; ``description`` says what its officer does."""

    officer: str
    name: str
    description: Message


def open_demo_accounts(office: Office, password: str = DEMO_PASSWORD) -> None:
    """Give every officer who has no account one with the same password."""
    with office.database.reading() as uow:
        officers = [officer.id for officer in office.rulebook(uow).directory.spec.officers]
        known = {account.officer for account in uow.accounts.all()}
    new = [officer for officer in officers if officer not in known]
    if not new:
        return
    # Hashing is slow on purpose; all of them share one hash of the one password.
    access.set_password(office, new[0], password)
    with office.database.transaction() as uow:
        first = uow.accounts.find(new[0])
        assert first is not None  # it was made just now
        for officer in new[1:]:
            uow.accounts.save(replace(first, officer=officer))


def demo_accounts(office: Office) -> tuple[DemoAccount, ...]:
    """Return one officer for each kind of work, found by their posts; none twice."""
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        documents = [office.document(uow, each.digest) for each in rulebook.procedures.values()]
    procedures = [each for each in documents if isinstance(each, Procedure)]
    chosen: dict[str, DemoAccount] = {}
    for officer, description in _candidates(rulebook, procedures):
        told = {account.description.text for account in chosen.values()}
        if officer not in chosen and description.text not in told:
            name = rulebook.directory.officer_name(officer)
            chosen[officer] = DemoAccount(officer, name, description)
    return tuple(chosen.values())


def _candidates(rulebook: Rulebook, procedures: list[Procedure]) -> Iterator[tuple[str, Message]]:
    directory, day = rulebook.directory, rulebook.on
    for desk in directory.desks(day):
        for officer in directory.holders(desk, "reception", day):
            if directory.officer(officer).duties != ("clerk",):
                continue
            if directory.unit(desk).territory is None:
                yield officer, message("Reception at the provincial service centre")
            else:
                yield officer, message("Reception at a commune's service centre")
    for division in _busy_divisions(rulebook, procedures):
        for officer in directory.holders(division, "officer", day):
            yield officer, message("Officer of a division")
        for officer in directory.holders(division, "head", day):
            yield officer, message("Head of a division")
        above = directory.unit(division).parent or ""
        for officer in directory.holders(above, "leader", day):
            yield officer, message("Leader of a department")
    yield from _with_duty(rulebook, "supervisor", message("Supervisor of the province"))
    yield from _with_duty(rulebook, "administrator", message("Administrator of procedures"))


def _busy_divisions(rulebook: Rulebook, procedures: list[Procedure]) -> list[str]:
    """Return the divisions that have something to do, the busiest first."""
    work: dict[str, float] = defaultdict(float)
    for procedure in procedures:
        unit = rulebook.directory.find_responsible(
            "division", procedure=procedure, territory=None, on=rulebook.on
        )
        own = [each for each in procedure.steps.values() if each.by and each.by.role == "division"]
        if unit is not None and own:
            days = sum(days_of(step.limit) for step in own if step.limit is not None)
            work[unit] += weight(procedure) * days
    return sorted(work, key=lambda unit: -work[unit])


def _with_duty(
    rulebook: Rulebook, duty: Duty, description: Message
) -> Iterator[tuple[str, Message]]:
    """Give officers with a duty, those who see most units first."""
    directory = rulebook.directory
    found = [officer for officer in directory.spec.officers if duty in officer.duties]

    def width(officer_id: str) -> int:
        units = (unit for unit, _ in directory.posts_of(officer_id, rulebook.on))
        return sum(len(directory.subtree(unit)) for unit in units)

    ordered = sorted(found, key=lambda each: (-width(each.id), len(each.duties)))
    if duty == "administrator":
        # Whoever supervises as well would show a supervisor's screens first.
        ordered = sorted(ordered, key=lambda each: "supervisor" in each.duties)
    for officer in ordered:
        yield officer.id, description
