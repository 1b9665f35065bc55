"""Times that do not add up, told to the author: findings MC3xx at the author's lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.graph.appointment_findings import find_appointments
from engine.graph.charges import running_time
from engine.graph.net import NodeKind, ProcedureNet
from engine.graph.sums import Sum
from engine.graph.telling import in_words, quoted, tell_path
from engine.graph.timeproof import CaseTotal, TimeProof, Total
from engine.messages import Label, Message, message
from engine.specs.findings import Finding, SourceMap
from engine.specs.rules import finding
from engine.specs.yearly_dates import YearlyDate


def find_times(net: ProcedureNet, proof: TimeProof, source: SourceMap) -> list[Finding]:
    """Return the findings of the time proof."""
    return [
        *(_against_limits(net, proof, source) if proof.bounded else _unbounded(net, source)),
        *_parts(net, proof, source),
        *_long_waits(net, source),
        *_dates(net, source),
    ]


_HALF_A_YEAR = 183


def _dates(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    """Find steps due shortly after their procedure; half a year apart, it is another season's date."""
    whole = net.procedure.due
    for node in net.nodes:
        if whole is None or node.due is None or node.after_result:
            continue
        if 0 < (_day_of_year(node.due) - _day_of_year(whole)) % 366 < _HALF_A_YEAR:
            text = message(
                "Expected {step} to be due before the dossier is, {whole}, but it is due {date}",
                step=quoted(node.label),
                whole=Label(whole.in_words("vi"), whole.in_words("en")),
                date=Label(node.due.in_words("vi"), node.due.in_words("en")),
            )
            yield finding("MC332", source.place(*node.path, "due"), text)


def _day_of_year(on: YearlyDate) -> int:
    return date(2024, on.month, on.day).timetuple().tm_yday


def _unbounded(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    if any(case.limit.counted for case in net.procedure.limit):
        text = message("Expected at least one step with a `limit:` that counts, but found none")
        yield finding("MC305", source.place("steps"), text)


def _against_limits(net: ProcedureNet, proof: TimeProof, source: SourceMap) -> Iterator[Finding]:
    """Compare the steps with the appointments, where the legal limit is parted into such."""
    if net.procedure.appointments:
        return find_appointments(net, proof, source)
    return _totals(net, proof, source)


def _totals(net: ProcedureNet, proof: TimeProof, source: SourceMap) -> Iterator[Finding]:
    for case in proof.cases:
        place = source.place("limit", case.position, "is")
        if case.total.comparison == "above":
            yield finding("MC301", place, _above(net, case))
        elif case.total.comparison == "below":
            yield finding("MC302", place, _below(net, case))


def _above(net: ProcedureNet, case: CaseTotal) -> Message:
    total = case.total
    if total.difference is None:
        return message(
            "Expected the steps to fit into {limit}, but they add up to {total}, which is more in any calendar: {path}",
            limit=in_words(total.stated),
            total=in_words(total.total),
            path=tell_path(net, total.path),
        )
    return message(
        "Expected the steps to fit into {limit}, but they add up to {total}, {difference} too much: {path}",
        **_words(net, total),
    )


def _below(net: ProcedureNet, case: CaseTotal) -> Message:
    return message(
        "Expected the steps to add up to {limit}, but the longest path takes {total}, {difference} less: {path}",
        **_words(net, case.total),
    )


def _words(net: ProcedureNet, total: Total) -> dict[str, object]:
    return {
        "limit": in_words(total.stated),
        "total": in_words(total.total),
        "difference": "" if total.difference is None else in_words(total.difference),
        "path": tell_path(net, total.path),
    }


def _parts(net: ProcedureNet, proof: TimeProof, source: SourceMap) -> Iterator[Finding]:
    for name, total in proof.phases.items():
        if total.comparison in {"above", "below"}:
            text = message(
                "Expected the steps of phase `{name}` to add up to {limit}, but they take {total}: {path}",
                name=name,
                limit=in_words(total.stated),
                total=in_words(total.total),
                path=tell_path(net, total.path),
            )
            yield finding("MC303", source.place("phases", name), text)
    for name, total in proof.groups.items():
        if total.comparison == "above":
            text = message(
                "Expected the steps of group `{name}` to fit into its {limit}, but they take {total}: {path}",
                name=name,
                limit=in_words(total.stated),
                total=in_words(total.total),
                path=tell_path(net, total.path),
            )
            yield finding("MC304", source.place("groups", name), text)


def _long_waits(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    for node in net.nodes:
        if node.kind is not NodeKind.WAIT or node.step is None or node.key == node.step:
            continue
        step = net.node(node.step)
        wait, limit = running_time(node), step.limit
        if wait is None or limit is None or not limit.counted:
            continue
        if Sum.of(wait).compare(Sum.of(limit)) == "above":
            text = message(
                "Expected the wait to fit into the {limit} of {step}, because the clock runs on, but it may last {wait}",
                limit=in_words(limit),
                step=quoted(step.label),
                wait=in_words(wait),
            )
            yield finding("MC306", source.place(*node.path), text)
