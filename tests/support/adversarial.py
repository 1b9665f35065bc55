"""Procedures written to make checking slow: as wide, long, nested or crowded as a file can sanely be.

Each is a whole specification of up to some three hundred steps. What an office would write is tamer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from tests.support.nets import a_text

_MIXED = ("4 working hours", "1 day", "2 working days", "0.333 working days", "5 hours", "0.5 days")
_FIELDS = """
money: {label: Số tiền, type: money}
kind: {label: Loại, type: choice, options: {a: A, b: B}}
ready: {label: Sẵn sàng, type: yes_no}
"""
_END = "done: {kind: return, by: one_stop/reception, limit: uncounted}"


def a_chain(length: int = 300) -> str:
    """Return steps one after the other, in mixed kinds of time."""
    return _text(
        (f"s{n}: {{by: department/officer, limit: {_mixed(n)}}}" for n in range(length)), "90 days"
    )


def with_returns(length: int = 300) -> str:
    """Return steps each of which can be sent back to the one before it and to the first."""
    return _text(
        (
            f"s{n}: {{by: department/officer, limit: {_mixed(n)}, outcomes: {{on: {{to: {_next(n, length)}}}, "
            f"back: {{to: s{max(0, n - 1)}}}, first: {{to: s0}}}}}}"
            for n in range(length)
        ),
        "90 days",
    )


def nested_returns(depth: int = 100) -> str:
    """Return circles around circles: the step behind the middle goes back as far before it."""
    forwards = (f"s{n}: {{by: department/officer, limit: {_mixed(n)}}}" for n in range(depth))
    backwards = (
        f"r{n}: {{by: department/officer, limit: 1 day, outcomes: {{on: {{to: {f'r{n - 1}' if n else 'done'}}}, "
        f"back: {{to: s{n}}}}}}}"
        for n in reversed(range(depth))
    )
    return _text((*forwards, *backwards), "90 days")


def wide_parallel(width: int = 20, length: int = 10, join: str = "all") -> str:
    """Return branches side by side, of different times."""
    names = ", ".join(f"b{n}x0" for n in range(width))
    return _text(
        (
            f"start: {{by: department/officer, limit: 1 day, next: {{all: [{names}]}}}}",
            *_branches(width, length),
            f"met: {{join: {join}, by: department/officer, limit: 1 day}}",
        ),
        "25 days",
    )


def many_joins(count: int = 6, needs: str = "{needs: 2}") -> str:
    """Return blocks one after the other whose joins go on early, each in several ways."""
    steps = []
    for n in range(count):
        branches = [f"b{n}x{m}" for m in range(4)]
        steps.append(
            f"s{n}: {{by: department/officer, limit: 1 day, next: {{all: [{', '.join(branches)}]}}}}"
        )
        steps += [
            f"{each}: {{by: department/officer, limit: {_mixed(n + m)}, next: met{n}}}"
            for m, each in enumerate(branches)
        ]
        steps.append(f"met{n}: {{join: {needs}, by: department/officer, limit: 1 day}}")
    return _text(steps, "30 days")


def nested_parallel(depth: int = 30) -> str:
    """Return parallel work inside of parallel work."""
    down = (
        f"s{n}: {{by: department/officer, limit: 1 day, next: {{all: [a{n}, {f's{n + 1}' if n + 1 < depth else 'm'}]}}}}\n"
        f"a{n}: {{by: department/officer, limit: {_mixed(n)}, next: met{n}}}"
        for n in range(depth)
    )
    up = (
        f"met{n}: {{join: all, by: department/officer, limit: 1 day, next: {f'met{n - 1}' if n else 'done'}}}"
        for n in reversed(range(depth))
    )
    middle = f"m: {{by: department/officer, limit: 1 day, next: met{depth - 1}}}"
    return _text((*down, middle, *up), "90 days")


def many_waits(count: int = 60) -> str:
    """Return steps that may each ask the applicant, with an expiry, or wait for others in between."""
    steps = []
    for n in range(count):
        steps.append(
            f"s{n}: {{by: department/officer, limit: {_mixed(n)}, outcomes: {{on: {{to: w{n}}}, "
            f"lacking: {{ask: supplement, limit: 5 days, expires: {{after: 9 days, end: terminated}}}}}}}}"
        )
        clock = ("run", "stop", "restart")[n % 3]
        steps.append(
            f"w{n}: {{ask: external, clock: {clock}, limit: {_mixed(n + 1)}, "
            f"expires: {{after: 9 days, to: {f's{n + 1}' if n + 1 < count else 'done'}}}}}"
        )
    return _text(steps, "60 days")


def many_choices(count: int = 100) -> str:
    """Return choices one after the other that compare the same fields."""
    steps = []
    for n in range(count):
        following = f"c{n + 1}" if n + 1 < count else "done"
        steps.append(
            f"c{n}: {{choose: [{{when: 'dossier.money > {n * 1000} && dossier.kind == \"a\"', to: s{n}}}, "
            f"{{when: 'dossier.money <= {n * 500} || dossier.ready', to: {following}}}, {{to: s{n}}}]}}"
        )
        steps.append(f"s{n}: {{by: department/officer, limit: {_mixed(n)}, next: {following}}}")
    return _text(("first: {by: department/officer, form: [money, kind, ready]}", *steps), "60 days")


def a_long_choice(count: int = 100) -> str:
    """Return one choice of many alternatives on the same fields."""
    alternatives = ", ".join(
        f"{{when: 'dossier.money > {(count - n) * 1000} && dossier.kind != \"b\"', to: s{n}}}"
        for n in range(count)
    )
    steps = (
        f"s{n}: {{by: department/officer, limit: {_mixed(n)}, next: done}}" for n in range(count)
    )
    first = "first: {by: department/officer, form: [money, kind, ready]}"
    return _text((first, f"c: {{choose: [{alternatives}, {{to: done}}]}}", *steps), "60 days")


def many_routes(count: int = 8) -> str:
    """Return choices of a clerk one after the other, each route of another time."""
    steps = []
    for n in range(count):
        steps.append(
            f"c{n}: {{by: department/officer, limit: {n + 1} hours, outcomes: {{x: {{to: a{n}}}, y: {{to: b{n}}}}}}}"
        )
        steps.append(f"a{n}: {{by: department/officer, limit: {2**n} working hours, next: m{n}}}")
        steps.append(f"b{n}: {{by: department/officer, limit: {2**n} hours, next: m{n}}}")
        steps.append(f"m{n}: {{by: department/officer, limit: 1 day}}")
    return _text(steps, "30 days")


def many_cases(count: int = 40) -> str:
    """Return a legal limit of many cases over routes of many kinds."""
    cases = ", ".join(
        f"{{when: 'dossier.money > {(count - n) * 1000}', is: {20 + n} days}}" for n in range(count)
    )
    steps = []
    for n in range(count):
        steps.append(
            f"c{n}: {{choose: [{{when: 'dossier.money > {(count - n) * 1000}', to: s{n}}}, {{to: t{n}}}]}}"
        )
        steps.append(f"s{n}: {{by: department/officer, limit: {_mixed(n)}, next: t{n}}}")
        steps.append(f"t{n}: {{by: department/officer, limit: 1 working hour}}")
    return _text(
        ("first: {by: department/officer, form: [money, kind, ready]}", *steps),
        f"[{cases}, {{is: 9 days}}]",
    )


def many_parts(count: int = 100) -> str:
    """Return steps in as many phases and groups, and with dates of their own."""
    groups = ", ".join(f"g{n}: {_mixed(n)}" for n in range(count))
    phases = ", ".join(f"p{n}: {_mixed(n)}" for n in range(count))
    steps = []
    for n in range(count):
        steps.append(f"a{n}: {{by: department/officer, group: g{n}}}")
        steps.append(f"b{n}: {{by: department/officer, phase: p{n}, limit: {_mixed(n)}}}")
        steps.append(
            f"d{n}: {{by: department/officer, due: {{month: {n % 12 + 1}, day: {n % 28 + 1}}}}}"
        )
    return _text(steps, "90 days", f"groups: {{{groups}}}\nphases: {{{phases}}}\n")


def many_appointments(count: int = 40) -> str:
    """Return an appointment over every three steps."""
    named = ", ".join(f"x{n}: {{limit: 4 days, from: a{n}, to: c{n}}}" for n in range(count))
    steps = (
        f"{letter}{n}: {{by: department/officer, limit: {_mixed(n + place)}}}"
        for n in range(count)
        for place, letter in enumerate("abc")
    )
    return _text(steps, f"{4 * count} days", f"appointments: {{{named}}}\n")


def many_flags(count: int = 60, flags: int = 12) -> str:
    """Return choices that ask each a different question about the same yes-or-no fields."""
    fields = "\n".join(f"f{n}: {{label: Cờ {n}, type: yes_no}}" for n in range(flags))
    form = ", ".join(f"f{n}" for n in range(flags))
    steps = [f"first: {{by: department/officer, form: [{form}]}}"]
    for n in range(count):
        following = f"c{n + 1}" if n + 1 < count else "done"
        terms = [f"{'!' * (n >> m & 1)}dossier.f{(n + m) % flags}" for m in range(flags)]
        mixed = " && ".join(f"({one} || {two})" for one, two in pairwise(terms))
        steps.append(
            f"c{n}: {{choose: [{{when: '{mixed}', to: s{n}}}, "
            f"{{when: '{' || '.join(terms)}', to: {following}}}, {{to: s{n}}}]}}"
        )
        steps.append(f"s{n}: {{by: department/officer, limit: {_mixed(n)}, next: {following}}}")
    return _text(steps, "60 days", fields=fields)


def many_matching(width: int = 20, length: int = 5) -> str:
    """Return a split that starts any of many branches, whose join waits for those that started."""
    names = ", ".join(f"{{when: 'dossier.money > {n * 100}', to: b{n}x0}}" for n in range(width))
    return _text(
        (
            "first: {by: department/officer, form: [money, kind, ready]}",
            f"start: {{by: department/officer, limit: 1 day, next: {{matching: [{names}]}}}}",
            *_branches(width, length),
            "met: {join: all, by: department/officer, limit: 1 day}",
        ),
        "25 days",
    )


def restless_parallel(width: int = 14, length: int = 8, join: str = "{needs: 2}") -> str:
    """Return branches whose steps go back, wait, and share groups, before a join that goes on early."""
    names = ", ".join(f"b{n}x0" for n in range(width))
    groups = ", ".join(f"g{n}: {_mixed(n)}" for n in range(width))
    steps = [f"start: {{by: department/officer, limit: 1 day, next: {{all: [{names}]}}}}"]
    for n in range(width):
        for m in range(length):
            following = f"b{n}x{m + 1}" if m + 1 < length else "met"
            time = f"group: g{n}" if m % 3 == 0 else f"limit: {_mixed(n * 5 + m)}"
            steps.append(
                f"b{n}x{m}: {{by: department/officer, {time}, outcomes: {{on: {{to: {following}}}, "
                f"back: {{to: b{n}x{max(0, m - 2)}}}, lacking: {{ask: supplement, limit: 5 days}}}}}}"
            )
    met = f"met: {{join: {join}, by: department/officer, limit: 1 day}}"
    return _text((*steps, met), "25 days", f"groups: {{{groups}}}\n")


def choices_and_joins(count: int = 2, routes: int = 5) -> str:
    """Return blocks with several ways to wait, and in each branch choices of different times."""
    steps = []
    for n in range(count):
        names = ", ".join(f"b{n}y{m}x0" for m in range(4))
        steps.append(f"s{n}: {{by: department/officer, limit: 1 day, next: {{all: [{names}]}}}}")
        for m in range(4):
            for k in range(routes):
                key = f"b{n}y{m}x{k}"
                following = f"b{n}y{m}x{k + 1}" if k + 1 < routes else f"met{n}"
                steps.append(
                    f"{key}: {{by: department/officer, limit: {_mixed(k + m)}, outcomes: "
                    f"{{short: {{to: {following}}}, long: {{to: {key}l}}}}}}"
                )
                time = f"{2**k + m} hours"
                steps.append(
                    f"{key}l: {{by: department/officer, limit: {time}, next: {following}}}"
                )
        steps.append(f"met{n}: {{join: {{needs: 2}}, by: department/officer, limit: 1 day}}")
    return _text(steps, "30 days")


def a_tangle(size: int = 60) -> str:
    """Return steps each of which may go on to, or back to, several others."""
    steps = []
    for n in range(size):
        numbers = dict.fromkeys((n + 1) % size for n in (n, n * 7, n * 13, n + 4))
        outcomes = ", ".join(f"o{number}: {{to: s{number}}}" for number in numbers)
        steps.append(
            f"s{n}: {{by: department/officer, limit: {_mixed(n)}, "
            f"outcomes: {{{outcomes}, over: {{to: done}}}}}}"
        )
    return _text(steps, "30 days")


def joins_that_never_meet(width: int = 12, length: int = 8) -> str:
    """Return parallel branches that leave for each other and for the end: unsound in many ways."""
    names = ", ".join(f"b{n}x0" for n in range(width))
    steps = [f"start: {{by: department/officer, limit: 1 day, next: {{all: [{names}]}}}}"]
    for n in range(width):
        for m in range(length):
            following = f"b{n}x{m + 1}" if m + 1 < length else "met"
            other = f"b{(n + 1) % width}x{m}"
            steps.append(
                f"b{n}x{m}: {{by: department/officer, limit: {_mixed(n + m)}, outcomes: "
                f"{{on: {{to: {following}}}, over: {{to: {other}}}, out: {{to: done}}}}}}"
            )
    return _text((*steps, "met: {join: all, by: department/officer, limit: 1 day}"), "25 days")


ADVERSARIAL: Mapping[str, Callable[[], str]] = {
    each.__name__: each
    for each in (
        a_chain, with_returns, nested_returns, wide_parallel, many_joins, nested_parallel, many_waits,
        many_choices, a_long_choice, many_routes, many_cases, many_parts, many_appointments, many_flags,
        many_matching, restless_parallel, choices_and_joins, a_tangle, joins_that_never_meet,
    )
} | {
    "two_of_fourteen": lambda: wide_parallel(14, 10, "{needs: 2}"),
    "ten_of_twenty": lambda: wide_parallel(20, 10, "{needs: 10}"),
    "twelve_routes": lambda: many_routes(12),
    "restless_in_step": lambda: restless_parallel(20, 10, "all"),
    "one_block_of_choices": lambda: choices_and_joins(1, 7),
    "a_large_tangle": lambda: a_tangle(300),
}  # fmt: skip


def _branches(width: int, length: int) -> Iterator[str]:
    for branch in range(width):
        for n in range(length):
            following = f"b{branch}x{n + 1}" if n + 1 < length else "met"
            time = _mixed(branch * 7 + n)
            yield f"b{branch}x{n}: {{by: department/officer, limit: {time}, next: {following}}}"


def _text(steps: Iterable[str], limit: str, top: str = "", fields: str = _FIELDS) -> str:
    return a_text("\n".join((*steps, _END)), limit=limit, top=top, fields=fields)


def _mixed(number: int) -> str:
    return _MIXED[number % len(_MIXED)]


def _next(number: int, length: int) -> str:
    return f"s{number + 1}" if number + 1 < length else "done"
