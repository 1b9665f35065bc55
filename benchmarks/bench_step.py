"""Where the processor time of one step goes: each part alone, the best of many repetitions.

Run with ``python -m benchmarks.bench_step``. A part runs here on warm caches and so in about half the time it
takes within a step; the parts compare with each other, and with themselves before a change.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from benchmarks.pace.office import finished_by, offered
from benchmarks.pace.reference import RECEPTIONIST, reception, reference_office
from engine.core.commands import CompleteWorkItem
from engine.core.context import Context
from engine.core.decide import decided
from engine.core.draft import Draft
from engine.core.effects import effects_of
from engine.core.evolve import fold
from engine.core.state import Dossier
from engine.services import dossiers
from engine.services.commands import hashed
from engine.services.kept_dossiers import KeptDossiers
from engine.services.office import Office
from engine.store import sealing

REPETITIONS, BATCHES = 200, 30


@dataclass(frozen=True)
class Step:
    """One step of the reference procedure, and what it needs to be decided again."""

    office: Office
    before: Dossier
    command: CompleteWorkItem
    officer: str
    context: Context
    draft: Draft


def main() -> None:
    """Print the microseconds of each part, as the mean over the steps of the reference procedure."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with reference_office(home, f"sqlite:///{home / 'office.db'}") as office:
            for _ in _steps(office):
                pass  # until everything is compiled that is compiled once
            steps = list(_steps(office))
            for name, part in _PARTS.items():
                spent = [_microseconds(part, step) for step in steps]
                print(f"{sum(spent) / len(spent):8.1f} µs  {name}")


def _steps(office: Office) -> Iterator[Step]:
    received = dossiers.receive(office, reception(), RECEPTIONIST, str(uuid4()))
    todo = offered(received)
    while todo:
        item = todo.pop(0)
        outcome, officer = finished_by(office, item)
        command = CompleteWorkItem(
            command_id=str(uuid4()), dossier=received.dossier, number=item.number, outcome=outcome
        )
        kept = office.kept.find(received.dossier)
        assert kept is not None  # every command keeps what it left
        context = _context(office, kept.dossier, officer)
        draft = decided(kept.dossier, command, context)
        yield Step(office, kept.dossier, command, officer, context, draft)
        todo += offered(
            dossiers.complete(
                office, received.dossier, item.number, outcome, officer, command.command_id
            )
        )


def _context(office: Office, dossier: Dossier, officer: str) -> Context:
    known = office.rulebook_at_hand()
    assert known is not None  # it was asked for to receive the dossier
    _, rulebook = known
    context = office.context_at_hand(rulebook, office.actor(rulebook, officer), dossier.digest)
    assert context is not None  # its net was compiled then
    return context


def _kept(step: Step) -> None:
    KeptDossiers().keep(step.draft.dossier, "")


_PARTS: dict[str, Callable[[Step], object]] = {
    "what is in force, and who asks": lambda s: _context(s.office, s.before, s.officer),
    "deciding": lambda s: decided(s.before, s.command, s.context),
    "  of that, applying the events": lambda s: fold(s.draft.events, s.before),
    "outside effects": lambda s: effects_of(s.draft.dossier, s.draft.events),
    "the command's hash": lambda s: hashed(s.command),
    "the events as text": lambda s: sealing.seal(s.draft.events, frozenset()),
    "keeping the dossier": _kept,
}


def _microseconds(part: Callable[[Step], object], step: Step) -> float:
    best = float("inf")
    for _ in range(BATCHES):
        begun = time.process_time_ns()
        for _ in range(REPETITIONS):
            part(step)
        best = min(best, (time.process_time_ns() - begun) / REPETITIONS / 1000)
    return best


if __name__ == "__main__":
    main()
