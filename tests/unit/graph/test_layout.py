"""A picture can be read: nothing overlaps, nothing is crossed, nothing is missing."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from engine.graph.captions import AUTOMATIC, OUTSIDE
from engine.graph.layout import layout
from engine.graph.lettering import width_of
from engine.graph.net import NodeKind, ProcedureNet
from engine.graph.picture import Box, EdgeLabel, Line, Picture
from engine.graph.sizes import LABEL_LEADING, LABEL_SIZE
from tests.support.pictures import (
    EVERYTHING,
    captions,
    net_of,
    random_steps,
    shipped_nets,
)
from tests.support.seeds import seeded_random

_HAIR = 0.01


def picture_of(net: ProcedureNet) -> Picture:
    return layout(net, captions(net))


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width - _HAIR
        and other.x < one.x + one.width - _HAIR
        and one.y < other.y + other.height - _HAIR
        and other.y < one.y + one.height - _HAIR
    )


def _on_border(point: tuple[float, float], box: Box) -> bool:
    x, y = point
    inside_x = box.x - _HAIR <= x <= box.x + box.width + _HAIR
    inside_y = box.y - _HAIR <= y <= box.y + box.height + _HAIR
    on_x = min(abs(x - box.x), abs(x - box.x - box.width)) < _HAIR
    on_y = min(abs(y - box.y), abs(y - box.y - box.height)) < _HAIR
    return inside_x and inside_y and (on_x or on_y)


def _crosses(start: tuple[float, float], stop: tuple[float, float], box: Box) -> bool:
    left, right = sorted((start[0], stop[0]))
    top, bottom = sorted((start[1], stop[1]))
    return (
        (
            left < box.x + box.width - _HAIR
            and box.x + _HAIR < right
            and top < box.y + box.height - _HAIR
            and box.y + _HAIR < bottom
        )
        or (
            left == right
            and box.x + _HAIR < left < box.x + box.width - _HAIR
            and top < box.y + box.height - _HAIR
            and box.y + _HAIR < bottom
        )
        or (
            top == bottom
            and box.y + _HAIR < top < box.y + box.height - _HAIR
            and left < box.x + box.width - _HAIR
            and box.x + _HAIR < right
        )
    )


def faults(net: ProcedureNet) -> list[str]:
    """Return everything that is wrong with the picture of a net."""
    picture = picture_of(net)
    boxes = {box.key: box for box in picture.boxes}
    found = [
        f"{one.key} overlaps {other.key}"
        for one, other in combinations(picture.boxes, 2)
        if _overlap(one, other)
    ]
    found += [
        f"{box.key} is out of bounds"
        for box in picture.boxes
        if box.x < 0
        or box.y < picture.header
        or box.x + box.width > picture.width
        or box.y + box.height > picture.height
    ]
    for line in picture.lines:
        found += _faults_of(line, boxes, picture)
    drawn = sorted(
        (t.source, t.outcome, t.target) for line in picture.lines for t in line.transitions
    )
    if drawn != sorted((t.source, t.outcome, t.target) for t in net.transitions):
        found.append("not every transition is drawn once")
    missing = {node.key for node in net.nodes} - {box.node.key for box in picture.boxes}
    return found + [f"{key} is missing" for key in sorted(missing)]


def _faults_of(line: Line, boxes: dict[str, Box], picture: Picture) -> list[str]:
    name = f"{line.source} → {line.target}"
    found = []
    if len(line.points) < 2 or not _on_border(line.points[0], boxes[line.source]):
        found.append(f"{name} does not leave its source")
    if not _on_border(line.points[-1], boxes[line.target]):
        found.append(f"{name} does not reach its target")
    for start, stop in pairwise(line.points):
        if start[0] != stop[0] and start[1] != stop[1]:
            found.append(f"{name} runs aslant from {start} to {stop}")
        found += [f"{name} crosses {b.key}" for b in boxes.values() if _crosses(start, stop, b)]
    for x, y in line.points:
        if not (0 <= x <= picture.width and picture.header <= y <= picture.height):
            found.append(f"{name} leaves the picture")
    return found


def test_a_procedure_with_everything_draws_without_a_fault() -> None:
    assert faults(net_of(EVERYTHING)) == []


def test_the_shipped_procedures_draw_without_a_fault() -> None:
    assert shipped_nets()
    assert {net.procedure.key: found for net in shipped_nets() if (found := faults(net))} == {}


def test_random_procedures_draw_without_a_fault() -> None:
    chance = seeded_random()
    for _ in range(300):
        steps = random_steps(chance)
        assert faults(net_of(steps)) == [], steps


def test_a_procedure_of_one_step_draws_without_a_fault() -> None:
    assert faults(net_of("receive: {label: Tiếp nhận, by: one_stop/reception}")) == []


def test_the_same_net_always_gives_the_same_picture() -> None:
    assert picture_of(net_of(EVERYTHING)) == picture_of(net_of(EVERYTHING))


def test_steps_run_from_top_to_bottom_and_each_unit_role_has_its_lane() -> None:
    picture = picture_of(
        net_of(
            """
            receive: {label: Tiếp nhận, by: one_stop/reception}
            appraise: {label: Thẩm định, by: department/officer}
            lookup: {label: Tra cứu, run: lookup}
            return: {label: Trả kết quả, by: one_stop/reception}
            """
        )
    )
    boxes = {box.node.key: box for box in picture.boxes}
    order = ["receive", "appraise", "lookup", "return", "end.returned"]
    tops = [boxes[key].y for key in order]
    assert tops == sorted(tops)
    assert [boxes[key].lane for key in order] == [
        "one_stop", "department", AUTOMATIC, "one_stop", "one_stop",
    ]  # fmt: skip
    for box in picture.boxes:
        lane = next(lane for lane in picture.lanes if lane.key == box.lane)
        assert lane.x <= box.x
        assert box.x + box.width <= lane.x + lane.width


def test_branches_that_run_in_parallel_stand_in_one_row() -> None:
    boxes = {box.node.key: box for box in picture_of(net_of(EVERYTHING)).boxes}
    assert len({boxes[key].y for key in ("survey", "consult", "lookup", "archive")}) == 1


def test_return_edges_are_told_from_edges_that_lead_on() -> None:
    lines = picture_of(net_of(EVERYTHING)).lines
    back = {(line.source, line.target) for line in lines if line.is_return}
    assert back == {
        ("receive.lacking", "receive"),
        ("check.lacking", "check"),
        ("conclude", "appraise"),
        ("sign", "conclude"),
        ("sign", "receive"),
    }


def test_waits_of_outcomes_and_other_endings_stand_outside_beside_their_step() -> None:
    picture = picture_of(net_of(EVERYTHING))
    boxes = {box.key: box for box in picture.boxes}
    outside = {box.node.key for box in picture.boxes if box.lane == OUTSIDE}
    assert {"check.lacking", "check.pay", "end.refused", "end.stopped"} <= outside
    check, wait = boxes["check"], boxes["check.lacking"]
    assert check.y <= wait.y
    assert wait.y + wait.height <= check.y + check.height
    assert all(
        box.node.kind in (NodeKind.WAIT, NodeKind.END)
        for box in picture.boxes
        if box.lane == OUTSIDE
    )


def test_outcomes_are_written_on_edges_only_where_there_is_more_than_one() -> None:
    lines = picture_of(net_of(EVERYTHING)).lines
    labels = {(x.source, x.target): " ".join(x.label.lines) for x in lines if x.label is not None}
    assert labels["check", "end.refused<check"] == "Không đủ điều kiện"
    assert ("council", "appraise") not in labels
    assert ("appraise+split", "survey") not in labels


def test_outcomes_that_lead_to_one_step_share_an_edge() -> None:
    net = net_of(
        """
        decide:
          by: authority/leader
          outcomes:
            agree: {to: return, label: Đồng ý}
            disagree: {to: return, label: Không đồng ý}
        return: {by: one_stop/reception}
        """
    )
    (line,) = [line for line in picture_of(net).lines if line.target == "return"]
    assert line.label is not None
    assert " ".join(line.label.lines) == "Đồng ý / Không đồng ý"


@pytest.mark.parametrize("limits", [True, False])
def test_time_limits_are_shown_or_left_out(limits: bool) -> None:
    net = net_of("receive: {label: Tiếp nhận, by: one_stop/reception, limit: 4 working hours}")
    shown = captions(net)
    picture = layout(net, type(shown)(net, "vi", shown.render, limits=limits))
    (box,) = [box for box in picture.boxes if box.key == "receive"]
    assert box.wording.limit == (("4 giờ làm việc",) if limits else ())


def _label_box(label: EdgeLabel) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom of a label's words."""
    width = max(width_of(line, LABEL_SIZE) for line in label.lines)
    left = label.x - width if label.anchor == "end" else label.x
    top = label.y - LABEL_LEADING + 3
    return left, left + width, top, top + len(label.lines) * LABEL_LEADING


def test_return_edges_of_neighbours_keep_clear_of_the_labels_between_them() -> None:
    picture = picture_of(
        net_of("""
            receive: {by: one_stop/reception}
            assign: {by: department/leader}
            draft: {by: division/officer}
            review: {by: division/head, outcomes: {agree: {to: sign}, back: {to: draft, label: Trả lại}}}
            sign: {by: department/leader, outcomes: {agree: {to: issue}, back: {to: review, label: Trả lại}}}
            issue: {by: office/records}
        """)
    )
    crossed = []
    for labelled in (line for line in picture.lines if line.label is not None):
        assert labelled.label is not None
        left, right, top, bottom = _label_box(labelled.label)
        for line in picture.lines:
            for (x, y), (x_after, y_after) in pairwise(line.points):
                upright = x == x_after and left < x < right
                if upright and min(y, y_after) < bottom and max(y, y_after) > top:
                    crossed.append((labelled.source, labelled.target, line.source, line.target))
    assert crossed == []


def test_a_wait_shows_the_number_of_its_row() -> None:
    picture = picture_of(
        net_of("""
            receive: {by: one_stop/reception}
            tax: {ref: "3", label: Chờ nộp thuế, ask: payment}
            return: {by: one_stop/reception}
        """)
    )
    (box,) = (box for box in picture.boxes if box.key == "tax")
    assert " ".join(box.wording.name) == "3. Chờ nộp thuế"
