"""Random lives of dossiers: right and wrong commands, time that passes, and a way to finish from anywhere."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.core import commands as asked
from engine.core.lifecycle import ItemKind
from engine.core.state import Alert, Applicant, Dossier, WorkItem
from engine.errors import RejectionError
from engine.graph.build import build
from engine.graph.net import NodeKind, ProcedureNet, Transition
from engine.specs.calendars import CalendarSpec
from engine.specs.directory import Directory
from engine.specs.loader import load_file
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception
from engine.specs.work_calendars import compile_calendars
from engine.worktime.work_calendar import WorkCalendar
from tests.support.walkers import PlayedDossier

SHIPPED = Path(__file__).parents[2] / "procedure_specs"


@cache
def shipped_nets() -> Mapping[str, ProcedureNet]:
    """Return the net of every shipped procedure, by key."""
    documents = (load_file(path).document for path in sorted(SHIPPED.glob("procedures/*/*.yaml")))
    return MappingProxyType({d.key: build(d) for d in documents if isinstance(d, Procedure)})


@cache
def shipped_directory() -> Directory:
    """Return the shipped organisation."""
    (path,) = SHIPPED.glob("organisation/*.yaml")
    document = load_file(path).document
    assert isinstance(document, OrganisationSpec)
    return Directory(document)


@cache
def shipped_calendars() -> Mapping[str, WorkCalendar]:
    """Return the shipped calendars, by code."""
    documents = (load_file(path).document for path in sorted(SHIPPED.glob("calendars/*.yaml")))
    return compile_calendars([d for d in documents if isinstance(d, CalendarSpec)])


def check_as_before(before: Dossier, after: Dossier) -> None:
    """Check that what commands read of a dossier is what it was; numbers that were seen stay taken."""
    seen = {
        "version": before.version,
        "items_made": before.items_made,
        "clocks_made": before.clocks_made,
        "alerts_made": before.alerts_made,
    }
    now = replace(after.as_read(), **seen)
    # The clocks of the legal limit are read even where they are over.
    known = {number: clock for number, clock in now.clocks.items() if number in before.clocks}
    assert replace(now, clocks=known) == before.as_read()


@dataclass
class Walk:
    """Gives a played dossier one random command after the other."""

    played: PlayedDossier
    chance: random.Random
    told: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Receive the dossier at some desk, at some time of some week."""
        self.played.now += timedelta(minutes=self.chance.randrange(7 * 24 * 60))
        desk = self.chance.choice(self._directory.desks(self._today))
        names = fields_at_reception(self._procedure)
        self.played.receive(
            self._at_post(desk, "reception"),
            desk=desk,
            territory=self.chance.choice(self._directory.territories(self._today)),
            applicant=Applicant("Nguyễn Thị Đặng"),
            channel=self.chance.choice(["desk", "online", "post"]),
            data=self.typed(names),
        )

    def step(self) -> None:
        """Do one thing; a refusal must leave everything as it was."""
        moves = [self._work, self._work, self._claim, self._pass_time, self._err, self._answer]
        moves += [self._promise, self._assign, self._undo]
        if self.chance.random() < 0.03:
            moves = [self._end_early]
        before = self.played.dossier
        try:
            self.chance.choice(moves)()
        except RejectionError as error:
            self.told.append(error.code)
            assert self.played.dossier is before

    def finish(self) -> None:
        """Take the shortest way to an end; every sound dossier has one from everywhere."""
        for _ in range(300):
            if self.played.dossier.closed:
                return
            item = next(each for each in self.played.open_items if each.handles)
            ways = [w for w in self._net.leaving(item.node) if w.outcome != "expired"]
            self._complete(item, min(ways, key=self._distance_over))
        raise AssertionError(f"no end from {self.played.nodes}")

    def typed(self, names: Iterable[str]) -> dict[str, object]:
        """Return right values for the fields; of those that may stay empty only some."""
        fields = self._procedure.dossier.fields
        asked_for = [n for n in names if fields[n].required or self.chance.random() < 0.7]
        return {name: self._value(name) for name in asked_for}

    def _value(self, name: str) -> object:
        field = self._procedure.dossier.fields[name]
        values: dict[str, Any] = {
            "text": "Số 1, đường Trần Phú",
            "long_text": "Bản sao có chứng thực",
            "number": self.chance.randint(0, 500),
            "money": self.chance.choice(["0", "300000", "15.000.000.000", "2500000000000"]),
            "date": "2026-01-02",
            "choice": self.chance.choice([*field.options] or [""]),
            "yes_no": self.chance.choice(["yes", "no"]),
            "unit": self.chance.choice(self._directory.territories(self._today)),
            "units": self.chance.sample(self._consultable, self.chance.randint(1, 2)),
            "identity_number": "012345678901",
            "phone": "0912345678",
        }
        return values[field.type]

    @property
    def _consultable(self) -> list[str]:
        """Return units with somebody in every position that consultations ask."""
        positions = {n.performer.position for n in self._net.nodes if n.for_each and n.performer}
        return [
            unit.code
            for unit in self._directory.spec.units
            if self._directory.is_open(unit.code, self._today)
            and all(self._directory.holders(unit.code, p, self._today) for p in positions)
        ]

    def _work(self) -> None:
        item = self.chance.choice(self.played.open_items)
        if not item.handles:
            speaker = self._at_post(item.unit, item.position)
            self.played.ask(asked.GiveOpinion, speaker, number=item.number, text="Thống nhất")
            return
        if item.kind.by_program and self.chance.random() < 0.3:
            self.played.ask(asked.FailAutomaticStep, None, number=item.number, reason="down")
            return
        ways = [w for w in self._net.leaving(item.node) if w.outcome != "expired"]
        self._complete(item, self.chance.choice(ways))

    def _complete(self, item: WorkItem, way: Transition) -> None:
        number, outcome = item.number, way.outcome
        if item.kind is ItemKind.LINKED:
            self._go_on_linked(item, outcome)
            return
        if item.kind is ItemKind.AUTOMATIC:
            self.played.ask(asked.CompleteAutomaticStep, None, number=number, outcome=outcome)
            return
        form = self._net.node(item.node).form
        values = {
            "number": number,
            "outcome": outcome,
            "note": "Theo quy định",
            "again": "Còn thiếu",
        }
        self.played.ask(asked.CompleteWorkItem, self._worker(item), data=self.typed(form), **values)

    def _go_on_linked(self, item: WorkItem, outcome: str) -> None:
        """Start the linked dossier of an item, or let it end so that the item takes ``outcome``."""
        number, linked = item.number, f"D1-{item.number}"
        if not item.linked:
            self.played.ask(
                asked.RecordLinkedDossier, None, number=number, linked=linked, procedure="9.000001"
            )
            return
        end = self.chance.choice(["refused", "withdrawn", "stopped", "terminated"])
        end = "returned" if outcome == "returned" else end
        self.played.ask(asked.ReportLinkedEnd, None, number=number, linked=linked, end=end)

    def _claim(self) -> None:
        item = self.chance.choice(self.played.open_items)
        make = self.chance.choice([asked.ClaimWorkItem, asked.ReleaseWorkItem])
        if not item.kind.by_program:
            self.played.ask(make, self._worker(item), number=item.number)

    def _pass_time(self) -> None:
        minutes = self.chance.choice([1, 45, 300, 1500, 6000, 30000])
        self.played.now += timedelta(minutes=self.chance.randint(1, minutes))
        if self.chance.random() < 0.8:
            self.played.fire()
            for alert in self.played.open_alerts():
                self.played.ask(asked.WakeAlert, None, number=alert.number)

    def _err(self) -> None:
        """Give a command as somebody gives it who is mistaken, or late."""
        officer = self.chance.choice(self._directory.spec.officers).id
        number = self.chance.randint(-1, self.played.dossier.items_made + 1)
        outcomes = [way.outcome for way in self._net.transitions]
        command: tuple[type[asked.Command], dict[str, Any]] = self.chance.choice(
            [
                (asked.ClaimWorkItem, {"number": number}),
                (asked.ReleaseWorkItem, {"number": number}),
                (
                    asked.CompleteWorkItem,
                    {"number": number, "outcome": self.chance.choice(outcomes)},
                ),
                (asked.CompleteAutomaticStep, {"number": number}),
                (asked.FailAutomaticStep, {"number": number, "reason": "x"}),
                (asked.AcknowledgeAlert, {"number": number, "reason": "x"}),
                (asked.GiveOpinion, {"number": number, "text": "x"}),
                (asked.FireClock, {"clock": number}),
                (asked.StopDossier, {"reason": " "}),
            ]
        )
        system = command[0] in (asked.CompleteAutomaticStep, asked.FailAutomaticStep)
        self.played.ask(command[0], None if system else officer, **command[1])

    def _answer(self) -> None:
        for alert in self.played.open_alerts()[:1]:
            if self.chance.random() < 0.5:
                self._hand_on(alert)
                return
            officer = alert.owner or next(
                o.id for o in self._directory.spec.officers if "supervisor" in o.duties
            )
            self.played.ask(
                asked.AcknowledgeAlert, officer, number=alert.number, reason="Đang xử lý"
            )

    def _undo(self) -> None:
        """Take back what was done last; where that is allowed, everything is as it was before."""
        last = self.played.last
        done = last.completed if last is not None else None
        officer = done.by if done is not None and done.by != "system" else self._heads[0]
        self.played.ask(asked.UndoLast, officer, reason="Bấm nhầm")
        assert last is not None
        check_as_before(last.before, self.played.dossier)

    def _hand_on(self, alert: Alert) -> None:
        """Put an alert off, or hand it up or to somebody beside."""
        officer, number = self.chance.choice(self._heads), alert.number
        until = self._today + timedelta(days=self.chance.randint(0, 9))
        staff = [*self._directory.staff(alert.unit, self._today), officer]
        command, values = self.chance.choice(
            [
                (asked.SnoozeAlert, {"until": until}),
                (asked.EscalateAlert, {}),
                (asked.ReassignAlert, {"to": self.chance.choice(staff)}),
            ]
        )
        self.played.ask(command, officer, number=number, reason="Chờ xác minh", **values)

    def _promise(self) -> None:
        """Apologise for the due date, or extend it, as a head who knows the law, or does not."""
        officer = self.chance.choice(self._heads)
        if self.chance.random() < 0.5:
            promised = self._today + timedelta(days=self.chance.randint(1, 60))
            self.played.ask(
                asked.RecordApology,
                officer,
                letter="12/PXL",
                dated=self._today,
                promised_on=promised,
                reason="Chờ xác minh",
            )
            return
        by = self.chance.choice(["1 working day", "3 ngày", "4 giờ làm việc", "2 hours"])
        self.played.ask(asked.ExtendDueDate, officer, by=by, reason="Chờ xác minh", decision="7/QĐ")

    def _assign(self) -> None:
        """Give some item to somebody, fit for it or not."""
        item = self.chance.choice(self.played.open_items)
        holders = self._directory.holders(item.unit, item.position, self._today)
        others = [each.id for each in self._directory.spec.officers]
        officer = self.chance.choice(holders if holders and self.chance.random() < 0.8 else others)
        giver = self.chance.choice(self._heads)
        self.played.ask(asked.AssignWorkItem, giver, number=item.number, to=officer)

    @property
    def _heads(self) -> list[str]:
        units = [item.unit for item in self.played.open_items if item.unit]
        heads = (self._directory.head_of(unit, self._today) for unit in units)
        return [id for found in heads for id in found] or [self._directory.spec.officers[0].id]

    def _end_early(self) -> None:
        desk = self._at_post(self.played.dossier.desk, "reception")
        self.played.ask(asked.WithdrawDossier, desk, reason="Công dân rút")

    def _worker(self, item: WorkItem) -> str:
        return item.holder or self._at_post(item.unit, item.position)

    def _at_post(self, unit: str, position: str) -> str:
        return self.chance.choice(self._directory.holders(unit, position, self._today))

    def _distance_over(self, way: Transition) -> int:
        return 1000 if way.is_return else self._distances[way.target]

    @property
    def _distances(self) -> dict[str, int]:
        """Return how many transitions lie between each node and the nearest end."""
        far = 500
        distances = {n.key: 0 if n.kind is NodeKind.END else far for n in self._net.nodes}
        for _ in distances:
            for way in self._net.transitions:
                if way.outcome == "expired":
                    continue
                beyond = distances[way.target] + 1
                distances[way.source] = min(distances[way.source], beyond)
        return distances

    @property
    def _net(self) -> ProcedureNet:
        return self.played.net

    @property
    def _procedure(self) -> Procedure:
        return self.played.net.procedure

    @property
    def _directory(self) -> Directory:
        return self.played.directory

    @property
    def _today(self) -> Any:
        return self.played.context(None).today


class Composer:
    """Composes procedures from patterns that are sound, one within the other."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._lines: list[str] = []
        self._routes = 0

    def procedure(self, depth: int = 3) -> str:
        """Return the steps of a random procedure that begins at the desk and ends there."""
        first = self._part("return", depth)
        receive = f"receive: {{by: one_stop/reception, limit: 4 working hours, next: {first}}}"
        return "\n".join([receive, *self._lines, "return: {by: one_stop/reception}"])

    def _part(self, after: str, depth: int) -> str:
        """Write a part that goes on to ``after``; return the step that begins it."""
        simple = [self._work, self._supplement, self._payment, self._consult, self._automatic]
        simple += [self._linked]
        nested = [self._sequence, self._sequence, self._choice, self._data, self._all, self._loop]
        return self.chance.choice(nested if depth else simple)(after, depth - 1)

    def _write(self, keys: str) -> str:
        name = f"s{len(self._lines)}"
        self._lines.append(f"{name}: {{{keys}}}")
        return name

    def _by(self) -> str:
        performer = self.chance.choice(["department/officer", "department/head", "commune/officer"])
        limit = self.chance.choice(["", ", limit: 2 working days", ", limit: 30 hours"])
        parts = self.chance.choice(["", "", ", participants: [authority/leader]"])
        shown = self.chance.choice(["", "", ", status: received", ", status: 4"])
        return f"by: {performer}{limit}{parts}{shown}"

    def _work(self, after: str, depth: int) -> str:
        form = self.chance.choice(["", ", form: [area]", ", form: [agencies]"])
        return self._write(f"{self._by()}{form}, next: {after}")

    def _supplement(self, after: str, depth: int) -> str:
        # Within parallel routes no dossier may end; there the wait that ran out goes on.
        way = f"to: {after}" if self._routes else "end: terminated"
        expires = self.chance.choice(["", f", expires: {{after: 3 working days, {way}}}"])
        wait = f"{{ask: supplement, limit: 1 working day{expires}}}"
        return self._write(f"{self._by()}, outcomes: {{ok: {{to: {after}}}, lacking: {wait}}}")

    def _payment(self, after: str, depth: int) -> str:
        kind = self.chance.choice(["payment", "external"])
        clock = self.chance.choice(["stop", "run", "restart"])
        return self._write(f"ask: {kind}, clock: {clock}, limit: 2 days, next: {after}")

    def _consult(self, after: str, depth: int) -> str:
        needs = self.chance.choice(["", ", needs: any", ", needs: 2"])
        keys = f"by: consulted/officer, for_each: dossier.agencies{needs}, limit: 1 working day"
        return self._write(f"{keys}, on_expiry: proceed, next: {after}")

    def _automatic(self, after: str, depth: int) -> str:
        return self._write(f"run: notify_applicant, next: {after}")

    def _linked(self, after: str, depth: int) -> str:
        if self.chance.random() < 0.3:
            return self._write(f'starts: {{procedure: "9.000001"}}, next: {after}')
        clock = self.chance.choice(["stop", "run"])
        expires = self.chance.choice(["", f", expires: {{after: 2 working days, to: {after}}}"])
        ways = f"outcomes: {{returned: {{to: {after}}}, otherwise: {{to: {after}}}}}"
        starts = 'starts: {procedure: "9.000001", wait: true}'
        return self._write(f"{starts}, clock: {clock}{expires}, {ways}")

    def _sequence(self, after: str, depth: int) -> str:
        return self._part(self._part(after, depth), depth)

    def _choice(self, after: str, depth: int) -> str:
        ways = [self._part(after, depth) for _ in range(2)]
        return self._write(
            f"{self._by()}, outcomes: {{x: {{to: {ways[0]}}}, y: {{to: {ways[1]}}}}}"
        )

    def _data(self, after: str, depth: int) -> str:
        when = "'dossier.area == \"difficult\"'"
        way = self._part(after, depth)
        return self._write(f"choose: [{{when: {when}, to: {way}}}, {{to: {after}}}]")

    def _all(self, after: str, depth: int) -> str:
        count = self.chance.randint(2, 3)
        needs = self.chance.choice(["all", "any"] if count == 2 else ["all", "any", "2"])
        within = self.chance.choice(["", "", ", within: 1 working day", ", within: 2 days"])
        keys = f"join: {{needs: {needs}{within}}}, next: {after}"
        join = self._write(f"{self._by()}, {keys}")
        self._routes += 1
        branches = [self._part(join, depth) for _ in range(count)]
        self._routes -= 1
        return self._write(f"{self._by()}, next: {self._split(branches)}")

    def _split(self, branches: list[str]) -> str:
        if self.chance.random() < 0.6:
            return f"{{all: [{', '.join(branches)}]}}"
        when = [f"when: 'dossier.area == \"{area}\"', " for area in ("difficult", "normal")]
        first, *rest = branches
        ways = [
            (self.chance.choice(when), first),
            *((self.chance.choice(["", *when]), b) for b in rest),
        ]
        return f"{{matching: [{', '.join(f'{{{w}to: {b}}}' for w, b in ways)}]}}"

    def _loop(self, after: str, depth: int) -> str:
        place = len(self._lines)
        self._lines.append("")
        review = self._write(
            f"{self._by()}, outcomes: {{ok: {{to: {after}}}, again: {{to: s{place}}}}}"
        )
        self._lines[place] = f"s{place}: {{{self._by()}, next: {self._part(review, depth)}}}"
        return f"s{place}"
