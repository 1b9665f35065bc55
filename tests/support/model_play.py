"""One dossier of one random procedure on the real services and on the model, and the comparison of both."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core import commands as asked
from engine.core.evolve import fold
from engine.core.lifecycle import OPEN_ITEMS, ClockStatus
from engine.core.state import Applicant, Dossier
from engine.errors import RejectionError
from engine.services import dossiers, publishing
from engine.services.commands import execute
from engine.services.office import Office
from engine.settings import Settings, shipped
from engine.specs.loader import Loaded, load, load_folder
from engine.specs.organisation import OrganisationSpec
from engine.specs.reception import fields_at_reception
from tests.support.model_office import ModelOffice
from tests.support.model_place import ModelItem
from tests.support.slow_calendar import SlowCalendar
from tests.support.token_model import TokenModel
from tests.support.walkers import ORGANISATION, check_dossier
from tests.support.whole_procedures import whole_procedure

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DESK, TERRITORY, CLERK, SUPERVISOR = "02", "11", "dung", "chi"
UNITS = {"one_stop": DESK, "department": "01", "authority": "00", "commune": TERRITORY}
BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=HANOI)
Opener = Callable[[], AbstractContextManager[str]]
"""Gives the URL of a fresh database with the tables."""


class ModelPlay(RuleBasedStateMachine):
    """Receives the dossier, and after every command compares what is stored with the model."""

    fresh: ClassVar[Opener]
    commands: ClassVar[int] = 0
    played: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.model: TokenModel | None = None
        self.given = 0

    @initialize(
        composed=st.integers(0, 2**32),
        after=st.integers(0, 7 * 24 * 60),
        at_desk=st.booleans(),
        chance=st.integers(0, 2**32),
    )
    def receive(self, composed: int, after: int, at_desk: bool, chance: int) -> None:
        self.chance = random.Random(chance)
        self.text = whole_procedure(random.Random(composed))
        self.clock = SettableClock(BEGINS)
        organisation = _organisation(self.chance)
        self.office = self._office(self.text, organisation)
        self.people = ModelOffice(_document(organisation))
        self.clock.advance(timedelta(minutes=after))
        with self.office.database.reading() as uow:
            rulebook = self.office.rulebook(uow)
            self.net = self.office.net(uow, rulebook.procedures["1.001806"].digest)
        self.model = TokenModel(
            self.net,
            SlowCalendar(rulebook.calendar_of(DESK).rules),
            lambda performer: UNITS[performer.role],
            lambda officer, unit, position: self.people.holds(officer, unit, position, self._today),
            now=self._now(),
        )
        procedure = self.net.procedure
        data = self._typed(fields_at_reception(procedure))
        limit = procedure.limit_for({"dossier": data})
        self.model.receive(limit, data, CLERK if at_desk else None)
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
        assert fold(journal) == dossier, self.text
        check_dossier(dossier, calendars)
        stored, expected = _stored(dossier), _expected(model)
        differ = {
            key: (stored[key], expected[key]) for key in stored if stored[key] != expected[key]
        }
        assert not differ, f"{self.text}\nstored and expected: {differ}"

    def _refused(self, command: Callable[[], object]) -> None:
        try:
            command()
        except RejectionError:
            return
        raise AssertionError("Expected a refusal")

    def _execute(self, make: type[asked.Command], officer: str | None, **values: Any) -> None:
        command = make(command_id=self._id(), dossier=self.code, **values)
        execute(self.office, command, officer)

    def _office(self, text: str, organisation: str) -> Office:
        folder = Path(self.open.enter_context(TemporaryDirectory()))
        url = self.open.enter_context(type(self).fresh())
        settings = Settings(home=folder, database_url=url)
        office = self.open.enter_context(open_office(settings, clock=self.clock))
        documents = (load(organisation, Path("organisation.yaml")), load(text, Path("p.yaml")))
        with office.database.transaction() as uow:
            # Written as publishing writes them; what it checks first is proved of them elsewhere.
            for loaded in (*_calendars(), *documents):
                assert loaded.document is not None, (loaded.findings, text)
                publishing.add_publication(office, uow, loaded, "an", self.clock.now())
        return office

    def _typed(self, names: tuple[str, ...]) -> dict[str, Any]:
        right = {
            "area": self.chance.choice(["difficult", "normal"]),
            "agencies": self.chance.sample(["01", "11", "12"], self.chance.randint(1, 3)),
        }
        return {name: right[name] for name in names if self.chance.random() < 0.7}

    def _officer(self, item: ModelItem) -> str:
        return self.chance.choice(self.people.holders(item.unit, item.position, self._today))

    def _in_hand(self, item: ModelItem) -> str:
        """Return who has an item in hand; whoever holds the position no longer has let go of it."""
        there = item.holder and self.people.holds(
            item.holder, item.unit, item.position, self._today
        )
        return item.holder if there else ""

    @property
    def _today(self) -> date:
        return self._now().date()

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
        self.given += 1
        return f"c{self.given}"


@cache
def _calendars() -> tuple[Loaded, ...]:
    return tuple(load_folder(shipped("procedure_specs") / "calendars"))


def _organisation(chance: random.Random) -> str:
    """Write the organisation with some who stand in for others, for some days of the first weeks."""
    written = ORGANISATION.replace("calendar: vn\n", "calendar: vn-national\n")
    count = chance.choice([0, 1, 2, 3])
    if not count:
        return written
    return written + "delegations:\n" + "".join(_delegation(chance) for _ in range(count))


def _delegation(chance: random.Random) -> str:
    posts = {
        "an": ("01", "head"),
        "binh": ("01", "officer"),
        "chi": ("00", "leader"),
        "dung": ("02", "reception"),
        "giang": ("11", "officer"),
    }
    by, to = chance.sample(list(posts), 2)
    unit, position = posts[by]
    lent = chance.choice(["", f'posts: [{{unit: "{unit}", position: {position}}}], '])
    begins = BEGINS.date() + timedelta(days=chance.randint(0, 12))
    ends = begins + timedelta(days=chance.randint(0, 12))
    return f"  - {{by: {by}, to: {to}, {lent}from: {begins}, until: {ends}, source: 15/QĐ-SNV}}\n"


@cache
def _document(text: str) -> OrganisationSpec:
    document = load(text, Path("organisation.yaml")).document
    assert isinstance(document, OrganisationSpec)
    return document


def _stored(dossier: Dossier) -> dict[str, object]:
    """Return what is compared of a dossier; of a closed one no limits."""
    return {
        "tokens": sorted((t.node, t.source, t.passed_over) for t in dossier.tokens),
        "items": _open(dossier),
        "data": dict(dossier.data),
        "visits": dict(dossier.visits),
        "done by": dict(dossier.done_by),
        "closed": dossier.closed,
        "status": str(dossier.status),
        "supplements": dossier.supplements,
        "limits": {} if dossier.closed else _limits(dossier),
        "due": _dues(dossier),
    }


def _expected(model: TokenModel) -> dict[str, object]:
    items = model.items.items()
    limits = {name: (each.state, each.due) for name, each in model.limits.known.items()}
    return {
        "tokens": model.tokens,
        "items": {n: (i.node, i.kind, i.unit, i.position, i.state, i.holder) for n, i in items},
        "data": model.data,
        "visits": model.visits,
        "done by": model.done_by,
        "closed": model.end is not None,
        "status": model.status,
        "supplements": model.supplements,
        "limits": limits if model.end is None else {},
        "due": model.dues,
    }


def _limits(dossier: Dossier) -> dict[str, tuple[str, datetime | None]]:
    """Return the limits that span several steps: state and due date, by name."""
    spanning = (c for c in dossier.clocks.values() if c.kind in ("dossier", "period"))
    return {
        c.name: (str(c.status), _local(c.due_at))
        for c in spanning
        if c.kind == "dossier" or c.status is not ClockStatus.STOPPED
    }


def _dues(dossier: Dossier) -> dict[str, datetime | None]:
    """Return when what runs in single steps, waits and joins is due, by node."""
    live = [c for c in dossier.clocks.values() if c.status is not ClockStatus.STOPPED]
    single = [c for c in live if c.kind in ("step", "wait")]
    assert len({c.name for c in single}) == len(single)
    return {c.name: _local(c.due_at) for c in single}


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(HANOI).replace(tzinfo=None) if at is not None else None


def _open(dossier: Dossier) -> dict[int, tuple[str, ...]]:
    there = (item for item in dossier.items.values() if item.status in OPEN_ITEMS)
    return {
        i.number: (i.node, str(i.kind), i.unit, i.position, str(i.status), i.holder) for i in there
    }
