"""A Hypothesis state machine that plays random sound procedures on the real services and on a model.

After every command both must agree on tokens, enabled steps, data, status and due date; the journal must
fold to what is stored, and every due date must follow from its ledger.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core import commands as asked
from engine.core.evolve import fold
from engine.core.lifecycle import OPEN_ITEMS
from engine.core.state import Applicant, Dossier
from engine.errors import RejectionError
from engine.graph.net import NodeKind
from engine.services import clocks, dossiers, publishing
from engine.services.commands import execute
from engine.services.office import Office
from engine.settings import Settings, shipped
from engine.specs.loader import Loaded, load, load_folder
from engine.specs.reception import fields_at_reception
from tests.support.random_walks import Composer
from tests.support.slow_calendar import SlowCalendar
from tests.support.token_model import ModelItem, TokenModel
from tests.support.walkers import ORGANISATION, check_dossier, procedure_text

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DESK, TERRITORY, CLERK, SUPERVISOR = "02", "11", "dung", "chi"
HANDLING = ("work", "wait", "automatic", "linked")
BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=HANOI)
STATUS_OF_END = {
    "returned": "returned",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "stopped": "stopped",
    "terminated": "stopped",
}
Opener = Callable[[], AbstractContextManager[str]]
"""Gives the URL of a fresh database with the tables."""


class ParallelFirst(Composer):
    """Composes procedures that are parallel at the top in half of all cases, where most can go wrong."""

    def _part(self, after: str, depth: int) -> str:
        if depth == 3 and self.chance.random() < 0.5:
            return self._all(after, depth - 1)
        return super()._part(after, depth)


class TokenGame(RuleBasedStateMachine):
    """One dossier of one random procedure, played on both sides."""

    fresh: ClassVar[Opener]
    commands: ClassVar[int] = 0
    played: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.model: TokenModel | None = None

    @initialize(
        composed=st.integers(0, 2**32),
        after=st.integers(0, 7 * 24 * 60),
        at_desk=st.booleans(),
        chance=st.integers(0, 2**32),
    )
    def receive(self, composed: int, after: int, at_desk: bool, chance: int) -> None:
        self.chance = random.Random(chance)
        self.text = procedure_text(ParallelFirst(random.Random(composed)).procedure())
        self.clock = SettableClock(BEGINS)
        self.office = self._office(self.text)
        self.clock.advance(timedelta(minutes=after))
        with self.office.database.reading() as uow:
            rulebook = self.office.rulebook(uow)
            self.net = self.office.net(uow, rulebook.procedures["1.001806"].digest)
        self.directory = rulebook.directory
        procedure = self.net.procedure
        self.model = TokenModel(
            self.net,
            SlowCalendar(rulebook.calendar_of(DESK).rules),
            lambda performer: self.directory.resolve(
                performer.role,
                procedure=procedure,
                territory=TERRITORY,
                desk=DESK,
                on=self.office.today,
            ),
            lambda officer, unit, position: (
                officer in self.directory.holders(unit, position, self.office.today)
            ),
            now=self._now(),
        )
        data = self._typed(fields_at_reception(procedure))
        self.model.receive(procedure.limit_for({"dossier": data}), data, CLERK if at_desk else None)
        reception = dossiers.Reception(
            "1.001806",
            DESK,
            TERRITORY,
            Applicant("Nguyễn Thị Đặng"),
            "desk" if at_desk else "online",
            data,
        )
        self.code = dossiers.receive(self.office, reception, CLERK, "receive").dossier
        type(self).played += 1
        self._agree()

    @precondition(lambda self: self._has(*HANDLING))
    @rule(
        moves=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=3, max_size=12)
    )
    def complete(self, moves: list[tuple[int, int]]) -> None:
        for which, way in moves:
            if self._has(*HANDLING):
                self._complete(which, way)

    @precondition(lambda self: self._has(*HANDLING))
    @rule(chance=st.integers(0, 2**32), moves=st.integers(5, 25))
    def go_on(self, chance: int, moves: int) -> None:
        """Complete many things one after the other, so that dossiers get far."""
        drawn = random.Random(chance)
        self.complete([(drawn.randrange(100), drawn.randrange(100)) for _ in range(moves)])

    def _complete(self, which: int, way: int) -> None:
        number, item = self._pick(which, *HANDLING)
        if item.kind == "linked":
            return self._link(number, item)
        outcome = self._outcome(item, way)
        if item.kind == "automatic":
            self._execute(asked.CompleteAutomaticStep, None, number=number, outcome=outcome)
            self._model.complete(number, outcome, {})
            return self._agree()
        data = self._typed(self.net.node(item.node).form)
        officer = item.holder or self._officer(item)
        complete = partial(
            dossiers.complete, self.office, self.code, number, outcome, officer, note="Lý do"
        )
        target = self.net.outcome(item.node, outcome)
        if target is not None and self._was_asked_before(target.target):
            self._refused(lambda: complete(self._id(), data=data))
        done = complete(self._id(), data=data, again="Phát sinh yêu cầu mới")
        assert not done.repeated
        self._model.complete(number, outcome, data, officer)
        return self._agree()

    def _was_asked_before(self, key: str) -> bool:
        """Tell whether a node asks for a supplement that was asked for before; that needs a reason."""
        return self.net.node(key).wait == "supplement" and self._model.visits.get(key, 0) > 0

    def _link(self, number: int, item: ModelItem) -> None:
        """Let the linked dossier of an item be received, and where it is awaited, end somehow."""
        waits = self.net.node(item.node).kind is NodeKind.WAIT
        linked = f"L{number}"
        self._execute(
            asked.RecordLinkedDossier, None, number=number, linked=linked, procedure="9.000001"
        )
        outcome = "done"
        if waits:
            item.state = "offered"
            self._agree()
            end = self.chance.choice(["returned", "refused", "stopped"])
            self._execute(asked.ReportLinkedEnd, None, number=number, linked=linked, end=end)
            outcome = end if self.net.outcome(item.node, end) is not None else "otherwise"
        self._model.complete(number, outcome, {})
        self._agree()

    def _outcome(self, item: ModelItem, way: int) -> str:
        """Choose an outcome; one that ends the dossier before its time only now and then."""
        ways = [w for w in self.net.leaving(item.node) if w.outcome != "expired"]
        on = [w for w in ways if self.net.node(w.target).end in (None, "returned")]
        chosen = on if on and way % 10 else ways
        return self.chance.choice(chosen).outcome

    @precondition(lambda self: self._has("work"))
    @rule(which=st.integers(0, 99))
    def claim_or_release(self, which: int) -> None:
        number, item = self._pick(which, "work")
        if item.state == "claimed":
            dossiers.release(self.office, self.code, number, item.holder, self._id())
            item.state, item.holder = "offered", ""
        else:
            item.holder, item.state = self._officer(item), "claimed"
            dossiers.claim(self.office, self.code, number, item.holder, self._id())
        self._agree()

    @precondition(lambda self: self._has("participation"))
    @rule(which=st.integers(0, 99))
    def speak(self, which: int) -> None:
        number, item = self._pick(which, "participation")
        officer = self._officer(item)
        dossiers.give_opinion(self.office, self.code, number, "Thống nhất", officer, self._id())
        self._agree()

    @precondition(lambda self: self._has("automatic", "linked"))
    @rule(which=st.integers(0, 99))
    def fail(self, which: int) -> None:
        number, item = self._pick(which, "automatic", "linked")
        self._execute(asked.FailAutomaticStep, None, number=number, reason="down")
        item.state = "failed"
        self._agree()

    @precondition(lambda self: self._plays())
    @rule(minutes=st.sampled_from([1, 45, 300, 1500, 6000, 30000]))
    def let_time_pass(self, minutes: int) -> None:
        """Go from one running out to the next, with a sweep shortly before each and one at it."""
        until = self._now() + timedelta(minutes=minutes)
        while self._model.end is None and self._model.expiries:
            next_out = min(self._model.expiries.values())
            if next_out > until:
                break
            if next_out > self._now():
                self._sweep_at(max(self._now(), next_out - timedelta(seconds=1)))
                self._sweep_at(next_out)
            while self._model.end is None and next_out in self._model.expiries.values():
                self._model.run_out()
            self._agree()
        self._sweep_at(until)
        self._agree()

    @precondition(lambda self: self._plays())
    @rule(late=st.integers(0, 9), stops=st.booleans())
    def end_early(self, late: int, stops: bool) -> None:
        end, officer = (dossiers.stop, SUPERVISOR) if stops else (dossiers.withdraw, CLERK)
        if self._model.result_there:
            self._refused(partial(end, self.office, self.code, "Lý do", officer, self._id()))
        elif late == 7:
            end(self.office, self.code, "Lý do", officer, self._id())
            self._model.close("stopped" if stops else "withdrawn")
        self._agree()

    @rule(which=st.integers(0, 99), officer=st.sampled_from(["an", "binh", "chi", "dung", "giang"]))
    @precondition(lambda self: self.model is not None)
    def err(self, which: int, officer: str) -> None:
        """Do what cannot be done: work on what is over or never was, or on what another holds."""
        claim = partial(dossiers.claim, self.office, self.code)
        held = [(n, i) for n, i in self._model.items.items() if i.holder not in ("", officer)]
        if held:
            self._refused(partial(claim, held[which % len(held)][0], officer, self._id()))
        gone = next(n for n in range(1 + which % 5, 999) if n not in self._model.items)
        self._refused(partial(claim, gone, officer, self._id()))
        self._agree()

    def teardown(self) -> None:
        if self.model is not None:
            with self.office.database.reading() as uow:
                assert uow.journal.verify(self.code) == []
        self.open.close()

    def _agree(self) -> None:
        type(self).commands += 1
        model = self._model
        with self.office.database.reading() as uow:
            dossier = uow.dossiers.find_whole(self.code)
            journal = [entry.event for entry in uow.journal.entries(self.code)]
            calendars = self.office.rulebook(uow).calendars
        assert dossier is not None
        told = f"{self.text}\n{model.tokens}"
        assert fold(journal) == dossier, told
        check_dossier(dossier, calendars)
        assert _tokens(dossier) == model.tokens, told
        assert dict(dossier.data) == model.data, told
        assert dict(dossier.visits) == model.visits, told
        assert _open(dossier) == _enabled(model), told
        assert dossier.closed == (model.end is not None), told
        if model.end is not None:
            assert dossier.status == STATUS_OF_END[model.end], told
        elif model.ledger is not None and not model.result_there:
            clock = dossier.legal_clock
            due = clock.due_at.astimezone(HANOI) if clock and clock.due_at else None
            assert (due and due.replace(tzinfo=None)) == model.ledger.due, told

    def _refused(self, command: Callable[[], object]) -> None:
        try:
            command()
        except RejectionError:
            return
        raise AssertionError("Expected a refusal")

    def _sweep_at(self, local: datetime) -> None:
        self.clock.set(local.replace(tzinfo=HANOI))
        self._model.now = local
        sweep = clocks.fire_due_clocks(self.office)
        assert sweep.stuck == ()

    def _execute(self, make: type[asked.Command], officer: str | None, **values: Any) -> None:
        command = make(command_id=self._id(), dossier=self.code, **values)
        execute(self.office, command, officer)

    def _office(self, text: str) -> Office:
        folder = Path(self.open.enter_context(TemporaryDirectory()))
        url = self.open.enter_context(type(self).fresh())
        settings = Settings(home=folder, database_url=url)
        office = self.open.enter_context(open_office(settings, clock=self.clock))
        with office.database.transaction() as uow:
            # Written as publishing writes them; what it checks first is proved of them elsewhere.
            for loaded in (*_surroundings(), load(text, Path("procedure.yaml"))):
                publishing.add_publication(office, uow, loaded, "an", self.clock.now())
        return office

    def _typed(self, names: tuple[str, ...]) -> dict[str, Any]:
        right = {
            "area": self.chance.choice(["difficult", "normal"]),
            "agencies": self.chance.sample(["01", "11", "12"], self.chance.randint(1, 3)),
        }
        return {name: right[name] for name in names if self.chance.random() < 0.7}

    def _officer(self, item: ModelItem) -> str:
        return self.chance.choice(
            self.directory.holders(item.unit, item.position, self.office.today)
        )

    def _pick(self, which: int, *kinds: str) -> tuple[int, ModelItem]:
        there = [(n, i) for n, i in self._model.items.items() if i.kind in kinds]
        return there[which % len(there)]

    def _has(self, *kinds: str) -> bool:
        return self._plays() and any(i.kind in kinds for i in self._model.items.values())

    def _plays(self) -> bool:
        return self.model is not None and self.model.end is None

    @property
    def _model(self) -> TokenModel:
        assert self.model is not None
        self.model.now = self._now()
        return self.model

    def _now(self) -> datetime:
        return self.clock.now().astimezone(HANOI).replace(tzinfo=None)

    def _id(self) -> str:
        self.given = getattr(self, "given", 0) + 1
        return f"c{self.given}"


@cache
def _surroundings() -> tuple[Loaded, ...]:
    organisation = ORGANISATION.replace("calendar: vn\n", "calendar: vn-national\n")
    calendars = load_folder(shipped("procedure_specs") / "calendars")
    return (*calendars, load(organisation, Path("organisation.yaml")))


def _tokens(dossier: Dossier) -> list[tuple[str, str, bool]]:
    return sorted((t.node, t.source, t.passed_over) for t in dossier.tokens)


def _open(dossier: Dossier) -> dict[int, tuple[str, ...]]:
    there = (item for item in dossier.items.values() if item.status in OPEN_ITEMS)
    return {
        i.number: (i.node, str(i.kind), i.unit, i.position, str(i.status), i.holder) for i in there
    }


def _enabled(model: TokenModel) -> dict[int, tuple[str, ...]]:
    items = model.items.items()
    return {n: (i.node, i.kind, i.unit, i.position, i.state, i.holder) for n, i in items}
