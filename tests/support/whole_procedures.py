"""Random procedures with all that a specification can say of time: groups, phases, dates, appointments, tails."""

from __future__ import annotations

import random
import re

from tests.support.random_walks import Composer
from tests.support.walkers import procedure_text

_LIMIT = re.compile(r", limit: (2 working days|30 hours|1 working day|2 days)")
_TASK = "by: {by}, limit: 2 working days, after_result: true"


def whole_procedure(chance: random.Random) -> str:
    """Return the specification of a random procedure."""
    composer = WholeComposer(chance)
    text = procedure_text(composer.procedure(), limit="–", top=composer.limits)
    return text.replace("limit: –\n", "")


class WholeComposer(Composer):
    """Composes procedures as its parent does, parallel at the top in half of all cases.

    ``limits`` is what stands beside the steps: the legal limit, in one or two parts, or a date.
    """

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance)
        self.limits = ""
        self._top = 0

    def procedure(self, depth: int = 3) -> str:
        tail = self._tail()
        self._top = depth = self.chance.randint(1, depth)
        self.limits = (
            "groups: {shared: 3 working days}\nphases: {early: 2 days, late: 6 working days}\n"
        )
        if self.chance.random() < 0.3:
            return "\n".join([*self._parted(depth), *self._lines, *tail])
        self.limits += self._legal_limit()
        first = self._part("return", depth)
        receive = f"receive: {{by: one_stop/reception, limit: 4 working hours, next: {first}}}"
        return "\n".join([receive, *self._lines, *tail])

    def _legal_limit(self) -> str:
        if self.chance.random() < 0.2:
            return f"due: {self._date()}\n"
        whole = ["10 working days", "10 working days", "15 days", "3 days + 4 working days"]
        return f"limit: {self.chance.choice(whole)}\n"

    def _parted(self, depth: int) -> list[str]:
        """Begin with two appointments and a step between them, which is in neither."""
        self.limits += (
            "limit: 10 working days\n"
            "appointments:\n"
            "  one: {limit: 6 working days, from: receive, to: slip}\n"
            "  two: {limit: 4 working days, from: sign, to: return}\n"
        )
        first, second = self._part("slip", depth - 1), self._part("return", depth - 1)
        again = self.chance.choice(["", ", wrong: {to: slip}"])
        return [
            f"receive: {{by: one_stop/reception, limit: 4 working hours, next: {first}}}",
            "slip: {by: department/officer, next: taxes}",
            "taxes: {by: commune/officer, next: sign}",
            f"sign: {{by: department/head, outcomes: {{ok: {{to: {second}}}{again}}}}}",
        ]

    def _tail(self) -> list[str]:
        if self.chance.random() < 0.6:
            return ["return: {by: one_stop/reception}"]
        task = _TASK.format(by=self.chance.choice(["department/officer", "authority/leader"]))
        if self.chance.random() < 0.5:
            return [f"return: {{by: one_stop/reception, next: tail}}\ntail: {{{task}}}"]
        return [
            "return: {by: one_stop/reception, next: {all: [tail, pay]}}",
            f"tail: {{{task}, next: file}}",
            "pay: {by: authority/leader, after_result: true, next: file}",
            "file: {by: one_stop/reception, join: all, after_result: true,"
            " outcomes: {done: {end: returned}, lost: {end: terminated}}}",
        ]

    def _part(self, after: str, depth: int) -> str:
        if depth == self._top and self.chance.random() < 0.5:
            return self._all(after, depth - 1)
        if not depth:
            return self._simple(after, depth)
        return super()._part(after, depth)

    def _simple(self, after: str, depth: int) -> str:
        kinds = [self._supplement, self._payment, self._consult, self._linked]
        return self.chance.choice([*kinds, self._work, self._automatic])(after, depth)

    def _supplement(self, after: str, depth: int) -> str:
        late = self._late(after)
        clock = self.chance.choice(["", ", clock: stop"])
        wait = f"{{ask: supplement, limit: 1 working day{clock}{late}}}"
        return self._write(f"{self._by()}, outcomes: {{ok: {{to: {after}}}, lacking: {wait}}}")

    def _payment(self, after: str, depth: int) -> str:
        kind = self.chance.choice(["payment", "external", "supplement"])
        clock = self.chance.choice(["stop", "run", "restart"])
        phase = self.chance.choice(["", "", ", phase: early", ", phase: late"])
        late = self._late(after)
        return self._write(
            f"ask: {kind}, clock: {clock}, limit: 2 days{phase}{late}, next: {after}"
        )

    def _linked(self, after: str, depth: int) -> str:
        if self.chance.random() < 0.4:
            return super()._linked(after, depth)
        clock = self.chance.choice(["stop", "run", "restart"])
        ways = f"outcomes: {{returned: {{to: {after}}}, otherwise: {{to: {self._work(after, 0)}}}}}"
        starts = 'starts: {procedure: "9.000001", wait: true}'
        return self._write(f"{starts}, clock: {clock}{self._late(after)}, {ways}")

    def _late(self, after: str) -> str:
        """Let a wait run out, towards a step that only then is gone to."""
        if self.chance.random() < 0.4:
            return ""
        return f", expires: {{after: 3 working days, to: {self._work(after, 0)}}}"

    def _consult(self, after: str, depth: int) -> str:
        asked = super()._consult(after, depth)
        return self._write(f"{self._by()}, form: [agencies], next: {asked}")

    def _write(self, keys: str) -> str:
        if self.chance.random() < 0.15 and "{ask" not in keys and "expires" not in keys:
            keys = _LIMIT.sub(f", due: {self._date()}", keys, count=1)
        return super()._write(keys)

    def _by(self) -> str:
        written = super()._by()
        if self.chance.random() < 0.2:
            written = _LIMIT.sub("", written) + ", group: shared"
        return written + self.chance.choice([""] * 4 + [", phase: early", ", phase: late"])

    def _date(self) -> str:
        return f"{{month: {self.chance.randint(3, 4)}, day: {self.chance.randint(1, 30)}}}"
