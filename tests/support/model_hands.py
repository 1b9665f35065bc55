"""What officers do with work without finishing it, on both sides: claim, release, give out, speak, take back."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from engine.core import commands as asked
from tests.support.model_play import SUPERVISOR, ModelPlay


class ModelHands(ModelPlay):
    """Rules about who has what in hand."""

    @precondition(lambda self: self._has("work"))
    @rule(which=st.integers(0, 99))
    def claim_or_release(self, which: int) -> None:
        number, item = self._pick(which, "work")
        holder = self._in_hand(item)
        if holder:
            by = SUPERVISOR if which % 3 == 0 else holder
            self._ask(asked.ReleaseWorkItem, by, number=number)
            item.state, item.holder = "offered", ""
        else:
            item.holder, item.state = self._officer(item), "claimed"
            self._ask(asked.ClaimWorkItem, item.holder, number=number)
        self._model.last = None
        self._agree()

    @precondition(lambda self: self._has("work"))
    @rule(which=st.integers(0, 99), officers=st.tuples(st.integers(0, 99), st.integers(0, 99)))
    def give_out(self, which: int, officers: tuple[int, int]) -> None:
        number, item = self._pick(which, "work")
        giver, to = (self.people.officers[n % len(self.people.officers)] for n in officers)
        if officers[1] % 3:
            to = self._officer(item)
        give = partial(self._ask, asked.AssignWorkItem, giver, number=number, to=to)
        refused = partial(self._refused, asked.AssignWorkItem, giver, number=number, to=to)
        if not self.people.answers_for(giver, item.unit, self._today):
            refused()
        elif item.holder == to:
            give()
        elif not self.people.holds(to, item.unit, item.position, self._today):
            refused()
        else:
            give()
            item.holder, item.state, self._model.last = to, "claimed", None
        self._agree()

    @precondition(lambda self: self._has("participation"))
    @rule(which=st.integers(0, 99))
    def speak(self, which: int) -> None:
        number, item = self._pick(which, "participation")
        officer = self._officer(item)
        self._ask(asked.GiveOpinion, officer, number=number, text="Thống nhất")
        self._model.last = None
        self._refused(asked.ClaimWorkItem, officer, number=number)
        self._agree()

    @precondition(lambda self: self._plays())
    @rule(which=st.integers(0, 99))
    def take_back(self, which: int) -> None:
        last = self._model.last
        officer = self.people.officers[which % len(self.people.officers)]
        if last is not None and last.by and which % 4:
            officer = last.by
        self._take_back(officer)

    def _take_back(self, officer: str) -> None:
        if self._model.can_take_back(officer):
            self._ask(asked.UndoLast, officer, reason="Bấm nhầm")
            self._model.take_back()
        else:
            self._refused(asked.UndoLast, officer, reason="Bấm nhầm")
        self._agree()

    @precondition(lambda self: self.model is not None)
    @rule(which=st.integers(0, 99))
    def err(self, which: int) -> None:
        """Do what cannot be done: work on what is over or never was, is another's, or needs another post."""
        officer = self.people.officers[which % len(self.people.officers)]
        model, today = self._model, self._today
        for number, item in list(model.items.items()):
            held = self._in_hand(item) not in ("", officer)
            fit = self.people.holds(officer, item.unit, item.position, today)
            if held or not fit or item.kind != "work":
                self._refused(asked.ClaimWorkItem, officer, number=number)
            if not fit or item.kind not in ("work", "wait"):
                self._refused(
                    asked.CompleteWorkItem,
                    officer,
                    number=number,
                    outcome=self.net.leaving(item.node)[0].outcome,
                    note="Lý do",
                    again="Còn thiếu",
                )
            if not fit or item.kind != "participation":
                self._refused(asked.GiveOpinion, officer, number=number, text="Thống nhất")
            supervises = self.people.supervises(officer, item.unit, today)
            if item.kind == "work" and held and not supervises:
                self._refused(asked.ReleaseWorkItem, officer, number=number)
        gone = next(n for n in range(1 + which % 5, 999) if n not in model.items)
        self._refused(asked.ClaimWorkItem, officer, number=gone)
        self._agree()
