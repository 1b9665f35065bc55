"""Whether the names a procedure uses lead somewhere: within itself, and into an organisation."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages import message
from engine.specs.condition_kinds import condition_faults
from engine.specs.conditions import Condition
from engine.specs.directory import DESK_ROLE, Directory
from engine.specs.faults import Fault, reversed_dates, unknown
from engine.specs.findings import KeyPath
from engine.specs.outcomes import Expiry, Outcome
from engine.specs.parallel import Matching, Parallel
from engine.specs.performers import Performer
from engine.specs.procedures import Procedure
from engine.specs.rules import RULES
from engine.specs.steps import Step
from engine.specs.suggestions import did_you_mean

FORM_TYPES: tuple[str, ...] = (
    "receipt", "supplement_request", "refusal", "apology", "stop_notice", "control_slip",
    "register",
)  # fmt: skip
"""The forms a step can print. Their official numbers change with each circular; the types stay."""

_NEVER_ACCEPTED = ("MC0", "MC1")
"""A file that is wrong by itself, or names what does not exist, is corrected, not accepted."""


def procedure_faults(procedure: Procedure) -> Iterator[Fault]:
    """Yield the names that lead nowhere within the procedure itself."""
    for name, step in procedure.steps.items():
        yield from _step_faults(procedure, step, ("steps", name))
    for number, case in enumerate(procedure.limit):
        if case.when is not None:
            path: KeyPath = ("limit", number, "when")
            yield from condition_faults(case.when, procedure.dossier.fields, path)
    for name, appointment in procedure.appointments.items():
        ends = (("from", appointment.first_step), ("to", appointment.last_step))
        for key, target in ends:
            place: KeyPath = ("appointments", name, key)
            yield from unknown("MC101", place, target, procedure.steps, message("a step"))
    yield from _ladder_faults(procedure)
    yield from _accept_faults(procedure)
    yield from reversed_dates(
        ("effective", "until"), procedure.effective.valid_from, procedure.effective.valid_until
    )


def _step_faults(procedure: Procedure, step: Step, path: KeyPath) -> Iterator[Fault]:
    for place, target in targets_of(step, path):
        yield from unknown("MC101", place, target, procedure.steps, message("a step"))
    if step.group is not None:
        yield from unknown(
            "MC102", (*path, "group"), step.group, procedure.groups, message("a group")
        )
    if step.phase is not None:
        yield from unknown(
            "MC102", (*path, "phase"), step.phase, procedure.phases, message("a phase")
        )
    fields = procedure.dossier.fields
    for number, name in enumerate(step.form):
        yield from unknown(
            "MC103", (*path, "form", number), name, fields, message("a field of the dossier")
        )
    for number, name in enumerate(step.prints):
        yield from _form_type_faults((*path, "prints", number), name)
    yield from _participant_faults(step, path)
    if step.for_each is not None:
        yield from _for_each_faults(procedure, step.for_each, (*path, "for_each"))
    for place, condition in _conditions(step, path):
        yield from condition_faults(condition, fields, place)


def _conditions(step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, Condition]]:
    """Yield each condition of a step, with the path to it."""
    for number, alternative in enumerate(step.choose or ()):
        if alternative.when is not None:
            yield (*path, "choose", number, "when"), alternative.when
    if isinstance(step.next, Matching):
        for number, branch in enumerate(step.next.matching):
            if branch.when is not None:
                yield (*path, "next", "matching", number, "when"), branch.when


def targets_of(step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield each step that a step names, with the path to where it names it."""
    if isinstance(step.next, Parallel):
        for number, name in enumerate(step.next.all):
            yield (*path, "next", "all", number), name
    elif isinstance(step.next, Matching):
        for number, branch in enumerate(step.next.matching):
            yield (*path, "next", "matching", number, "to"), branch.to
    elif step.next is not None:
        yield (*path, "next"), step.next
    for number, alternative in enumerate(step.choose or ()):
        if alternative.to is not None:
            yield (*path, "choose", number, "to"), alternative.to
    for key, outcome in (step.outcomes or {}).items():
        yield from _outcome_targets(outcome, (*path, "outcomes", key))
    yield from _expiry_targets(step.expires, path)


def _outcome_targets(outcome: Outcome, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if outcome.to is not None:
        yield (*path, "to"), outcome.to
    if outcome.back_to is not None:
        yield (*path, "back_to"), outcome.back_to
    yield from _expiry_targets(outcome.expires, path)


def _expiry_targets(expires: Expiry | None, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if expires is not None and expires.to is not None:
        yield (*path, "expires", "to"), expires.to


def _participant_faults(step: Step, path: KeyPath) -> Iterator[Fault]:
    for number, participant in enumerate(step.participants):
        if participant in (step.by, *step.participants[:number]):
            text = message(
                "Expected everybody once among those who do the step and take part, but found “{found}” twice",
                found=str(participant),
            )
            yield Fault("MC131", (*path, "participants", number), text)


def _form_type_faults(path: KeyPath, name: str) -> Iterator[Fault]:
    if name not in FORM_TYPES:
        text = message(
            "Expected one of {allowed}, but found “{found}”",
            allowed=", ".join(FORM_TYPES),
            found=name,
        )
        yield Fault("MC106", path, text, did_you_mean(name, FORM_TYPES))


def _for_each_faults(procedure: Procedure, for_each: str, path: KeyPath) -> Iterator[Fault]:
    fields = procedure.dossier.fields
    name = for_each.removeprefix("dossier.")
    yield from unknown("MC103", path, name, fields, message("a field of the dossier"))
    if name in fields and fields[name].type != "units":
        text = message(
            "Expected a field of type units, but {field} has the type {type}",
            field=name,
            type=fields[name].type,
        )
        yield Fault("MC104", path, text)


def _ladder_faults(procedure: Procedure) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, rung in enumerate(procedure.alerts):
        if rung.name in seen:
            text = message("Expected each rung once, but “{name}” is used twice", name=rung.name)
            yield Fault("MC107", ("alerts", number, "name"), text)
        seen.add(rung.name)


def _accept_faults(procedure: Procedure) -> Iterator[Fault]:
    acceptable = [code for code in RULES if not code.startswith(_NEVER_ACCEPTED)]
    for code in procedure.accept:
        if code not in acceptable:
            text = message(
                "Expected the code of a finding that can be accepted, but found “{code}”", code=code
            )
            yield Fault("MC108", ("accept", code), text, did_you_mean(code, acceptable))


def organisation_faults_of(procedure: Procedure, directory: Directory) -> Iterator[Fault]:
    """Yield the roles and positions the organisation does not know or does not fill."""
    seen: set[str] = set()
    for performer, path, named in _performers(procedure):
        yield from _performer_faults(performer, directory, path)
        known = performer.role in directory.spec.roles
        # The units a for_each step goes to are named by the dossier, not by the organisation.
        if known and performer.role not in seen and not named:
            seen.add(performer.role)
            yield from _responsibility_faults(procedure, performer.role, directory, path)


def _performers(procedure: Procedure) -> Iterator[tuple[Performer, KeyPath, bool]]:
    """Yield who does each step and who takes part, where, and whether the dossier names the unit."""
    for name, step in procedure.steps.items():
        path: KeyPath = ("steps", name)
        if step.by is not None:
            yield step.by, (*path, "by"), step.for_each is not None
        for number, participant in enumerate(step.participants):
            yield participant, (*path, "participants", number), False


def _performer_faults(performer: Performer, directory: Directory, path: KeyPath) -> Iterator[Fault]:
    roles = {*directory.spec.roles, DESK_ROLE}
    yield from unknown("MC110", path, performer.role, sorted(roles), message("a unit role"))
    yield from unknown(
        "MC111", path, performer.position, directory.spec.positions, message("a position")
    )


def _responsibility_faults(
    procedure: Procedure, role: str, directory: Directory, path: KeyPath
) -> Iterator[Fault]:
    if role == DESK_ROLE:
        return
    on = procedure.effective.valid_from
    rules = list(directory.responsibilities_for(role, procedure, on))
    if any(rule.territory is None for rule in rules):
        return
    covered = {rule.territory for rule in rules}
    if not covered:
        yield _nobody_responsible(procedure, role, directory, path)
    missing = [code for code in directory.territories(on) if code not in covered]
    if covered and missing:
        text = message(
            "Expected a unit responsible as {role} in every territory on {day}, but there is none for {territories}",
            role=directory.spec.roles[role],
            day=on.isoformat(),
            territories=", ".join(missing),
        )
        yield Fault("MC112", path, text)


def _nobody_responsible(
    procedure: Procedure, role: str, directory: Directory, path: KeyPath
) -> Fault:
    on, label = procedure.effective.valid_from, directory.spec.roles[role]
    fields = sorted(
        {
            field
            for rule in directory.spec.responsibilities
            if rule.role == role and rule.valid_from <= on <= (rule.valid_until or on)
            for field in rule.fields
        }
    )
    if not fields:
        text = message(
            "Expected a unit responsible as {role} on {day}, but the organisation names none",
            role=label,
            day=on.isoformat(),
        )
        return Fault("MC112", path, text)
    text = message(
        "Expected a unit responsible as {role} for the field “{field}” on {day}, but the organisation names units only for: {fields}",
        role=label,
        field=procedure.field,
        day=on.isoformat(),
        fields=", ".join(fields),
    )
    return Fault("MC112", path, text, did_you_mean(procedure.field, fields))
