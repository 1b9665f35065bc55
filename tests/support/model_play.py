"""One dossier of one random procedure on the real services and on the model, and the comparison of both."""

from __future__ import annotations

import random
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from engine.clock import SettableClock
from engine.core import commands as asked
from engine.core.lifecycle import OPEN_ITEMS, ClockStatus
from engine.core.state import Dossier, RunningClock
from engine.errors import RejectionError
from engine.specs.reception import fields_at_reception
from tests.support.model_office import ModelOffice
from tests.support.model_place import ModelItem
from tests.support.model_sides import CLERK, DESK, TERRITORY, InMemory, Side, organisation_of
from tests.support.slow_calendar import SlowCalendar
from tests.support.token_model import TokenModel
from tests.support.walkers import ORGANISATION
from tests.support.whole_procedures import whole_procedure

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SUPERVISOR = "chi"
UNITS = {"one_stop": DESK, "department": "01", "authority": "00", "commune": TERRITORY}
BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=HANOI)


class ModelPlay(RuleBasedStateMachine):
    """Receives the dossier, and after every command compares what is stored with the model."""

    side_of: ClassVar[type[Any]] = InMemory
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
        self.text = whole_procedure(random.Random(composed))
        self.clock = SettableClock(BEGINS)
        organisation = _organisation(self.chance)
        self.side: Side = type(self).side_of(self.text, organisation, self.clock, self.open)
        self.net = self.side.net
        self.people = ModelOffice(organisation_of(organisation))
        self.clock.advance(timedelta(minutes=after))
        self.model = TokenModel(
            self.net,
            SlowCalendar(self.side.rules),
            lambda performer: UNITS[performer.role],
            lambda officer, unit, position: self.people.holds(officer, unit, position, self._today),
            now=self._now(),
        )
        procedure = self.net.procedure
        data = self._typed(fields_at_reception(procedure))
        limit = procedure.limit_for({"dossier": data})
        self.model.receive(limit, data, CLERK if at_desk else None)
        self.side.receive("desk" if at_desk else "online", data)
        type(self).played += 1
        self._agree()

    def teardown(self) -> None:
        if self.model is not None:
            self.side.verify()
        self.open.close()

    def _agree(self) -> None:
        type(self).commands += 1
        dossier, _ = self.side.read()
        stored, expected = _stored(dossier), _expected(self._model)
        differ = {
            key: (stored[key], expected[key]) for key in stored if stored[key] != expected[key]
        }
        assert not differ, f"{self.text}\nstored and expected: {differ}"

    def _ask(self, make: type[asked.Command], officer: str | None, **values: Any) -> None:
        self.side.give(make, officer, values)

    def _refused(self, make: type[asked.Command], officer: str | None, **values: Any) -> None:
        before = self.side.read()[0].version
        try:
            self.side.give(make, officer, values)
        except RejectionError:
            assert self.side.read()[0].version == before
            return
        raise AssertionError(f"Expected a refusal of {make.__name__} {values}\n{self.text}")

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
    begins = BEGINS.date() + timedelta(days=chance.randint(0, 6))
    ends = begins + timedelta(days=chance.randint(0, 5))
    return f"  - {{by: {by}, to: {to}, {lent}from: {begins}, until: {ends}, source: 15/QĐ-SNV}}\n"


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
        if (c.kind == "dossier" and not _void(c)) or c.status is not ClockStatus.STOPPED
    }


def _void(clock: RunningClock) -> bool:
    """Tell whether a clock was stopped by nothing that can go on: its beginning was taken back."""
    return clock.ledger[-1].kind == "stopped" and not clock.ledger[-1].reason


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
