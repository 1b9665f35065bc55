"""What officers do with work without finishing it, on both sides: claim, release, give out, speak, take back."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from engine.services import assigning, dossiers, undoing
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
            dossiers.release(self.office, self.code, number, by, self._id())
            item.state, item.holder = "offered", ""
        else:
            item.holder, item.state = self._officer(item), "claimed"
            dossiers.claim(self.office, self.code, number, item.holder, self._id())
        self._model.last = None
        self._agree()

    @precondition(lambda self: self._has("work"))
    @rule(which=st.integers(0, 99), officers=st.tuples(st.integers(0, 99), st.integers(0, 99)))
    def give_out(self, which: int, officers: tuple[int, int]) -> None:
        number, item = self._pick(which, "work")
        giver, to = (self.people.officers[n % len(self.people.officers)] for n in officers)
        if officers[1] % 3:
            to = self._officer(item)
        give = partial(assigning.assign, self.office, self.code, number, to, giver, self._id())
        if not self.people.answers_for(giver, item.unit, self._today):
            self._refused(give)
        elif item.holder == to:
            give()
        elif not self.people.holds(to, item.unit, item.position, self._today):
            self._refused(give)
        else:
            give()
            item.holder, item.state, self._model.last = to, "claimed", None
        self._agree()

    @precondition(lambda self: self._has("participation"))
    @rule(which=st.integers(0, 99))
    def speak(self, which: int) -> None:
        number, item = self._pick(which, "participation")
        officer = self._officer(item)
        dossiers.give_opinion(self.office, self.code, number, "Thống nhất", officer, self._id())
        self._model.last = None
        self._refused(partial(dossiers.claim, self.office, self.code, number, officer, self._id()))
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
        undo = partial(undoing.undo, self.office, self.code, "Bấm nhầm", officer, self._id())
        if self._model.can_take_back(officer):
            undo()
            self._model.take_back()
        else:
            self._refused(undo)
        self._agree()

    @precondition(lambda self: self.model is not None)
    @rule(which=st.integers(0, 99))
    def err(self, which: int) -> None:
        """Do what cannot be done: work on what is over or never was, is another's, or needs another post."""
        officer = self.people.officers[which % len(self.people.officers)]
        model, today = self._model, self._today
        claim = partial(dossiers.claim, self.office, self.code)
        speak = partial(dossiers.give_opinion, self.office, self.code)
        for number, item in list(model.items.items()):
            held = self._in_hand(item) not in ("", officer)
            fit = self.people.holds(officer, item.unit, item.position, today)
            if held or not fit or item.kind != "work":
                self._refused(partial(claim, number, officer, self._id()))
            if not fit or item.kind != "participation":
                self._refused(partial(speak, number, "Thống nhất", officer, self._id()))
            if (
                item.kind == "work"
                and held
                and not self.people.supervises(officer, item.unit, today)
            ):
                release = partial(dossiers.release, self.office, self.code, number, officer)
                self._refused(partial(release, self._id()))
        gone = next(n for n in range(1 + which % 5, 999) if n not in model.items)
        self._refused(partial(claim, gone, officer, self._id()))
        self._agree()
