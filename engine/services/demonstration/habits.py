"""How the people of the demonstration behave: how fast they work and what they decide.

The shares are chosen so that every list of the console has something true to show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import Enum
from random import Random

from engine.core.state import RunningClock
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.specs.durations import Duration
from engine.specs.procedures import Procedure
from engine.worktime.amounts import Amount, TimeUnit
from engine.worktime.work_calendar import WorkCalendar

HOUR = 3600
_DAY = 8 * HOUR


class Pace(Enum):
    """How a dossier fares: most are brisk, some are close to their limits, some run late, a few get stuck."""

    BRISK = "brisk"
    CLOSE = "close"
    LATE = "late"
    STUCK = "stuck"


_PACES = {Pace.BRISK: 15, Pace.CLOSE: 3, Pace.LATE: 1, Pace.STUCK: 1}
_SHARES = {
    Pace.BRISK: (0.10, 0.70),
    Pace.CLOSE: (0.60, 0.98),
    Pace.LATE: (0.85, 1.90),
    Pace.STUCK: (0.50, 0.95),
}
# Of several units that are asked, some answer at once and some at the last moment.
_OPINIONS = ((0.05, 0.3), (0.7, 1.1))
_STUCK_AT_A_STEP = 0.3
_ASKS_FOR_SUPPLEMENT, _REFUSES, _SENDS_BACK, _DECIDES_OTHERWISE = 0.12, 0.09, 0.10, 0.12
_NEVER_ANSWERS = 0.2
_OFTEN = ((7, 6.0), (12, 5.0), (25, 2.5), (45, 0.5))
_RARELY = 0.2
_PER_DAY = {TimeUnit.WORKING_HOUR: 8, TimeUnit.HOUR: 24}
_WORK_MINUTES: dict[str, tuple[int, int]] = {
    "receive": (5, 20), "return": (4, 12), "forward": (5, 20), "assign": (5, 20), "sign": (5, 30),
    "approve": (10, 40), "issue": (5, 25), "review": (15, 60),
}  # fmt: skip

REASONS_LATE = (
    "Hồ sơ phức tạp, phải xác minh thực địa hai lần; sẽ trình ký trong ngày mai.",
    "Cán bộ thụ lý đi công tác, đã giao người khác xử lý tiếp.",
    "Chờ ý kiến cơ quan phối hợp; đã gửi văn bản đôn đốc.",
    "Đã gửi thư xin lỗi và hẹn lại ngày trả kết quả.",
    "Số lượng hồ sơ tăng đột biến, đã bố trí làm thêm giờ.",
)
OPINIONS = (
    "Thống nhất với dự thảo.",
    "Cơ bản thống nhất; đề nghị ghi rõ căn cứ pháp lý.",
    "Đề nghị kiểm tra lại số liệu trước khi kết luận.",
)
REASON_AGAIN = "Giấy tờ nộp bổ sung chưa khớp với hồ sơ gốc"
REASONS_WITHDRAWN = (
    "Người nộp không còn nhu cầu giải quyết hồ sơ.",
    "Người nộp xin rút để bổ sung giấy tờ và nộp lại sau.",
)
_NOTES = {
    "supplement": (
        "Đề nghị bổ sung bản sao giấy tờ có chứng thực.",
        "Tờ khai chưa ghi đầy đủ thông tin, đề nghị kê khai lại.",
        "Thiếu văn bản ủy quyền, đề nghị bổ sung.",
    ),
    "refused": (
        "Hồ sơ không thuộc đối tượng áp dụng của thủ tục.",
        "Không đủ điều kiện theo quy định hiện hành.",
    ),
    "returned": (
        "Dự thảo chưa nêu rõ căn cứ, đề nghị chỉnh sửa.",
        "Số liệu chưa khớp với hồ sơ, đề nghị kiểm tra lại.",
    ),
    "other": ("Đã trao đổi thống nhất trước khi kết luận.",),
}


def paces(random: Random) -> Iterator[Pace]:
    """Yield how each new dossier will fare, without end.

    They are dealt from shuffled decks: however the draws fall, one of every twenty gets stuck and one runs late,
    so that even a small office has something overdue.
    """
    deck = [pace for pace, count in _PACES.items() for _ in range(count)]
    while True:
        yield from random.sample(deck, len(deck))


def weight(procedure: Procedure) -> float:
    """Return how often a procedure is asked for: short ones more often than long ones."""
    days = days_of(procedure.limit[0].limit)
    if runs_by_night(procedure):
        return 1.0
    return next((often for longest, often in _OFTEN if days <= longest), _RARELY)


def days_of(limit: Duration) -> float:
    """Return about how many days a limit is."""
    return sum(float(span.amount) / _PER_DAY.get(span.unit, 1) for span in limit.parts)


def runs_by_night(procedure: Procedure) -> bool:
    """Tell whether the legal limit counts hours round the clock."""
    return procedure.due is None and all(
        span.unit is TimeUnit.HOUR for span in procedure.limit[0].limit.parts
    )


def work_for(random: Random, node: Node) -> timedelta:
    """Return how long an officer is busy with an item."""
    shortest, longest = _WORK_MINUTES.get(node.step_kind or "", (25, 110))
    return timedelta(minutes=random.randint(shortest, longest))


def ready_at(
    random: Random,
    node: Node,
    pace: Pace,
    clock: RunningClock | None,
    calendar: WorkCalendar,
    now: datetime,
    *,
    in_hand: bool,
) -> datetime | None:
    """Return when an item's turn comes, before an officer takes it up; None where it never does.

    What an officer has in hand from the start, as at a desk, never gets stuck.
    """
    if node.kind is NodeKind.WAIT:
        return _answered_at(random, node, calendar, now)
    if pace is Pace.STUCK and not in_hand and random.random() < _STUCK_AT_A_STEP:
        return None
    if clock is None or clock.due_at is None or clock.due_at <= now:
        return _office_time_after(now, random.randint(1, 9) * HOUR, calendar)
    low, high = random.choice(_OPINIONS) if node.for_each else _SHARES[pace]
    # Several steps share the clock of their group.
    share = random.uniform(low, high) * (1.0 if clock.kind == "step" else 0.15)
    if runs_round_the_clock(clock):
        return now + (clock.due_at - now) * share
    seconds = int(calendar.office_seconds(now, clock.due_at) * share)
    return _office_time_after(now, max(seconds, 60), calendar)


def runs_round_the_clock(clock: RunningClock | None) -> bool:
    """Tell whether a limit counts hours by night as well, so that somebody is on call."""
    return (
        clock is not None
        and bool(clock.limit)
        and all(span.unit is TimeUnit.HOUR for span in clock.limit)
    )


def _answered_at(
    random: Random, node: Node, calendar: WorkCalendar, now: datetime
) -> datetime | None:
    if random.random() < _NEVER_ANSWERS:
        return None
    longest = 5 if node.wait == "external" else 14
    return _office_time_after(now, random.randint(_DAY // 2, longest * _DAY), calendar)


def _office_time_after(now: datetime, seconds: int, calendar: WorkCalendar) -> datetime:
    return calendar.add(now, (Amount(TimeUnit.WORKING_DAY, 0, seconds),))


def choose(
    random: Random, net: ProcedureNet, ways: Sequence[Transition], supplements: int, visits: int
) -> Transition:
    """Return the way an officer chooses; most dossiers go straight on."""
    on = [way for way in ways if _kind(net, way) == "other"]
    for kind, chance in (
        ("supplement", _ASKS_FOR_SUPPLEMENT if supplements < 1 else 0.0),
        ("refused", _REFUSES),
        ("returned", _SENDS_BACK if visits < 2 else 0.0),
    ):
        of_kind = [way for way in ways if _kind(net, way) == kind]
        if of_kind and random.random() < chance:
            return random.choice(of_kind)
    if len(on) > 1 and random.random() < _DECIDES_OTHERWISE:
        return random.choice(on[1:])
    return on[0] if on else ways[0]


def straight_on(net: ProcedureNet, ways: Sequence[Transition]) -> Transition:
    """Return the way of a dossier in which nothing is amiss."""
    return next((way for way in ways if _kind(net, way) == "other"), ways[0])


def note_for(random: Random, net: ProcedureNet, way: Transition) -> str:
    """Return what an officer writes beside a choice; nothing where nothing is asked."""
    kind = _kind(net, way)
    if kind == "other" and not way.note_required:
        return ""
    return random.choice(_NOTES[kind])


def _kind(net: ProcedureNet, way: Transition) -> str:
    target = net.node(way.target)
    if target.kind is NodeKind.WAIT:
        return "supplement"
    if target.kind is NodeKind.END and target.end != "returned":
        return "refused"
    return "returned" if way.is_return else "other"
