"""A Hypothesis state machine that plays random sound procedures on the real services and on a model.

After every command both must agree on tokens, open items, data, status, limits and due dates; the journal must
fold to what is stored, and every due date must follow from its ledger.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from engine.core import commands as asked
from engine.core.events import WorkItemCompleted
from engine.graph.net import NodeKind
from tests.support.model_hands import ModelHands
from tests.support.model_place import ModelItem
from tests.support.model_play import HANOI, SUPERVISOR
from tests.support.model_promises import ModelPromises
from tests.support.model_sides import CLERK

HANDLING = ("work", "wait", "automatic", "linked")


class TokenGame(ModelHands, ModelPromises):
    """Rules that let a dossier go on, or end."""

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
        if item.node in self._model.expiries and way % 2 == 0:
            self._pass_until(max(self._now(), self._model.expiries[item.node]))
        elif item.kind == "linked":
            self._link(number, item)
        elif item.kind == "automatic":
            outcome = self._outcome(item, way)
            self._ask(asked.CompleteAutomaticStep, None, number=number, outcome=outcome)
            self._model.complete(number, outcome, {})
            self._agree()
        else:
            self._finish(number, item, self._outcome(item, way))

    def _finish(self, number: int, item: ModelItem, outcome: str) -> None:
        """Finish work or answer a wait; give on what follows, and take it back now and then."""
        data = self._typed(self.net.node(item.node).form)
        officer = self._in_hand(item) or self._officer(item)
        given = {"number": number, "outcome": outcome, "note": "Lý do", "data": data}
        finish = asked.CompleteWorkItem
        target = self.net.outcome(item.node, outcome)
        if target is not None and self._was_asked_before(target.target):
            self._refused(finish, officer, **given)
        given["again"] = "Phát sinh yêu cầu mới"
        before = self._model.kept()
        self._model.complete(number, outcome, data, officer)
        to = self._next_hand(before)
        if to and not self._hand_on(to, officer, before):
            self._model.put_back(before)
            self._refused(finish, officer, **given, assign_to=to)
            self._model.complete(number, outcome, data, officer)
            to = ""
        self._ask(finish, officer, **given, assign_to=to)
        self._check_told_for_whom(item, officer)
        self._agree()
        if self._plays() and self.chance.random() < 0.15:
            if self.chance.random() < 0.3:
                self._pass_until(self._now() + timedelta(hours=self.chance.choice([1, 20])))
            if self._plays():
                self._take_back(self.chance.choice([officer, officer, *self.people.officers]))

    def _next_hand(self, before: dict[str, Any]) -> str:
        """Choose who gets the work that follows: nobody, somebody fit for it, or anybody."""
        following = self._following(before)
        if self.chance.random() < 0.4 or not following:
            return self.chance.choice(["", "", "", *self.people.officers])
        return self._officer(self.chance.choice(following))

    def _following(self, before: dict[str, Any]) -> list[ModelItem]:
        items = self._model.items.items()
        return [item for n, item in items if n not in before["items"] and item.kind == "work"]

    def _hand_on(self, to: str, by: str, before: dict[str, Any]) -> bool:
        """Give the first work that follows to somebody who may do it; False where that cannot be."""
        fit = [
            item
            for item in self._following(before)
            if self.people.holds(to, item.unit, item.position, self._today)
        ]
        if not fit or not self.people.answers_for(by, fit[0].unit, self._today):
            return False
        fit[0].state, fit[0].holder = "claimed", to
        return True

    def _check_told_for_whom(self, item: ModelItem, officer: str) -> None:
        _, told = self.side.read()
        done = [event for event in told if isinstance(event, WorkItemCompleted)][-1]
        others = self.people.stands_in_for(officer, item.unit, item.position, self._today)
        assert (done.on_behalf in others) if others else done.on_behalf == ""

    def _was_asked_before(self, key: str) -> bool:
        """Tell whether a node asks for a supplement though one was asked for; that needs a reason."""
        return self.net.node(key).wait == "supplement" and self._model.supplements > 0

    def _link(self, number: int, item: ModelItem) -> None:
        """Let the linked dossier of an item be received, and where it is awaited, end somehow."""
        waits = self.net.node(item.node).kind is NodeKind.WAIT
        linked = f"L{number}"
        self._ask(
            asked.RecordLinkedDossier, None, number=number, linked=linked, procedure="9.000001"
        )
        outcome = "done"
        if waits:
            item.state, item.started, self._model.last = "offered", True, None
            self._agree()
            end = self.chance.choice(["returned", "refused", "stopped"])
            self._ask(asked.ReportLinkedEnd, None, number=number, linked=linked, end=end)
            outcome = end if self.net.outcome(item.node, end) is not None else "otherwise"
        self._model.complete(number, outcome, {})
        self._agree()

    def _outcome(self, item: ModelItem, way: int) -> str:
        """Choose an outcome; one that ends the dossier before its time only now and then."""
        ways = [w for w in self.net.leaving(item.node) if w.outcome != "expired"]
        on = [w for w in ways if self.net.node(w.target).end in (None, "returned")]
        if item.node == self.net.start and way % 3:
            return ways[0].outcome
        over = self.net.node(item.node).after_result
        chosen = on if on and way % 10 and not over else ways
        return self.chance.choice(chosen).outcome

    @precondition(lambda self: self._has("automatic", "linked"))
    @rule(which=st.integers(0, 99))
    def fail(self, which: int) -> None:
        number, item = self._pick(which, "automatic", "linked")
        self._ask(asked.FailAutomaticStep, None, number=number, reason="down")
        item.state, self._model.last = "failed", None
        self._agree()

    @precondition(lambda self: self._plays())
    @rule(minutes=st.sampled_from([1, 45, 300, 1500, 6000, 30000]))
    def let_time_pass(self, minutes: int) -> None:
        """Go from one running out to the next, with a sweep shortly before each and one at it."""
        self._pass_until(self._now() + timedelta(minutes=minutes))

    def _pass_until(self, until: datetime) -> None:
        while self._model.end is None and self._model.expiries:
            next_out = min(self._model.expiries.values())
            if next_out > until:
                break
            if next_out > self._now():
                self._sweep_at(max(self._now(), next_out - timedelta(seconds=1)))
            self._sweep_at(max(self._now(), next_out))
            while self._model.end is None and self._runs_out_by_now():
                self._model.run_out()
            self._agree()
        self._sweep_at(until)
        self._agree()

    def _runs_out_by_now(self) -> bool:
        return any(each <= self._model.now for each in self._model.expiries.values())

    @precondition(lambda self: self._plays())
    @rule(late=st.integers(0, 9), stops=st.booleans())
    def end_early(self, late: int, stops: bool) -> None:
        end, officer = (asked.StopDossier, SUPERVISOR) if stops else (asked.WithdrawDossier, CLERK)
        if self._model.result_there:
            self._refused(end, officer, reason="Lý do")
        elif late == 7:
            self._ask(end, officer, reason="Lý do")
            self._model.close("stopped" if stops else "withdrawn")
        self._agree()

    def _sweep_at(self, local: datetime) -> None:
        self.clock.set(local.replace(tzinfo=HANOI))
        self._model.now = local
        if self.side.sweep():
            self._model.last = None
