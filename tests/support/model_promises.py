"""What cannot be kept, on both sides: an apology in time, then one extension, as the law allows."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from engine.core import commands as asked
from engine.specs.durations import Duration
from engine.worktime.amounts import Allowance
from tests.support.model_limits import ModelLimit, working_days_after
from tests.support.model_play import SUPERVISOR, ModelPlay
from tests.support.model_sides import DESK
from tests.support.slow_ledger import amounts

AMOUNTS = ("1 working day", "3 days", "2 hours")


class ModelPromises(ModelPlay):
    """Rules about the date an applicant was promised."""

    @precondition(lambda self: self._plays())
    @rule(
        which=st.integers(0, 99),
        days=st.sampled_from([-1, 1, 8, 20, 60]),
        by=st.sampled_from(["", *AMOUNTS]),
    )
    def apologise(self, which: int, days: int, by: str) -> None:
        officer = self._head(which)
        promised = self._today + timedelta(days=days)
        letter = {"letter": "12/PXL", "dated": self._today, "promised_on": promised}
        values = {**letter, "reason": "Chờ xác minh"}
        limit = self._running_limit()
        late = days < 0 or (
            limit is not None and limit.due is not None and promised <= limit.due.date()
        )
        if limit is None or limit.apology is not None or late or not self._in_charge(officer):
            self._refused(asked.RecordApology, officer, **values)
        else:
            self._ask(asked.RecordApology, officer, **values)
            limit.apology, self._model.last = (self._today, promised), None
        self._agree()
        if by:
            self._extend(officer, by)

    @precondition(lambda self: self._plays())
    @rule(which=st.integers(0, 99), by=st.sampled_from(AMOUNTS))
    def extend(self, which: int, by: str) -> None:
        self._extend(self._head(which), by)

    def _extend(self, officer: str, by: str) -> None:
        values = {"by": by, "reason": "Chờ xác minh", "decision": "7/QĐ"}
        limit = self._running_limit()
        if limit is None or not self._may_extend(limit, by) or not self._in_charge(officer):
            self._refused(asked.ExtendDueDate, officer, **values)
        else:
            self._ask(asked.ExtendDueDate, officer, **values)
            assert limit.ledger is not None
            limit.ledger.extend(self._amounts(by))
            limit.extended, self._model.last = True, None
        self._agree()

    def _may_extend(self, limit: ModelLimit, by: str) -> bool:
        """Tell whether the law and the promise allow it: asked in time, once, in the unit of the limit."""
        model = self._model
        if limit.extended or limit.apology is None or limit.ledger is None or limit.due is None:
            return False
        recorded, promised = limit.apology
        before = working_days_after(model.calendar, recorded, limit.due.date())
        units = {each.unit for each in limit.ledger.limit}
        if (
            before < 1
            or limit.due <= model.now
            or any(a.unit not in units for a in self._amounts(by))
        ):
            return False
        return limit.ledger.due_with(self._amounts(by)).date() <= promised

    def _amounts(self, by: str) -> Allowance:
        return amounts(Duration.parse(by).parts, self._model.calendar.rules.hours_per_day)

    def _running_limit(self) -> ModelLimit | None:
        if self._model.result_there:
            return None
        legal = (each for each in self._model.limits.known.values() if each.kind == "dossier")
        return next((each for each in legal if each.state == "running" and each.ledger), None)

    def _in_charge(self, officer: str) -> bool:
        handled = (
            i.unit for i in self._model.items.values() if i.kind != "participation" and i.unit
        )
        return any(self.people.answers_for(officer, unit, self._today) for unit in {DESK, *handled})

    def _head(self, which: int) -> str:
        return SUPERVISOR if which % 3 else self.people.officers[which % len(self.people.officers)]
