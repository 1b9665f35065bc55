"""What procedures have without being told: standard outcomes, performers, clock effects and labels.

Only tables and the questions asked of them; ``engine.graph.build`` puts them into nets.
"""

from __future__ import annotations

from engine.messages import Label
from engine.specs.outcomes import ClockEffect, EndName, Outcome, WaitKind
from engine.specs.parallel import Join
from engine.specs.performers import Performer
from engine.specs.starts import OTHERWISE
from engine.specs.steps import Step, StepKind

RECEPTION = Performer("one_stop", "reception")
"""Who watches a wait for the applicant when nobody is named."""

ACCEPTED = "accepted"
DONE = "done"
RETURNED = "returned"
EXPIRED = "expired"

RECEIVE_OUTCOMES: dict[str, Outcome] = {
    "lacking": Outcome(ask="supplement"),
    "refused": Outcome(end="refused", note_required=True),
}
"""What the first reception of every procedure offers beside ``accepted`` (NĐ 61/2018 Đ17)."""

CLOCK_EFFECTS: dict[WaitKind, ClockEffect] = {
    "supplement": "restart",
    "payment": "stop",
    "external": "stop",
}

ANSWERS: dict[WaitKind, str] = {
    "supplement": "provided",
    "payment": "paid",
    "external": "replied",
}
"""The outcome by which a wait goes on."""

END_LABELS: dict[EndName, Label] = {
    "returned": Label("Đã trả kết quả", "Result returned"),
    "refused": Label("Từ chối giải quyết", "Refused"),
    "withdrawn": Label("Người nộp rút hồ sơ", "Withdrawn by the applicant"),
    "stopped": Label("Dừng giải quyết", "Stopped"),
    "terminated": Label("Chấm dứt vì quá hạn chờ", "Terminated after waiting too long"),
}

WAIT_LABELS: dict[WaitKind, Label] = {
    "supplement": Label("Chờ bổ sung hồ sơ", "Waiting for the applicant's supplement"),
    "payment": Label("Chờ thực hiện nghĩa vụ tài chính", "Waiting for payment"),
    "external": Label("Chờ cơ quan ngoài trả lời", "Waiting for an outside reply"),
}

SPLIT_LABEL = Label("Thực hiện song song", "In parallel")
JOIN_LABEL = Label("Chờ đủ các nhánh", "Wait for all branches")
MATCHING_LABEL = Label("Thực hiện các nhánh phù hợp", "In parallel where it applies")
OTHERWISE_LABEL = Label("Trường hợp còn lại", "Otherwise")

_OUTCOME_LABELS: dict[str, Label] = {
    "accepted": Label("Tiếp nhận", "Accept"),
    "agree": Label("Đồng ý", "Agree"),
    "approved": Label("Phê duyệt", "Approve"),
    "complete": Label("Đủ điều kiện", "Requirements met"),
    "disagree": Label("Không đồng ý", "Disagree"),
    "done": Label("Hoàn thành", "Done"),
    "expired": Label("Quá hạn chờ", "The wait ran out"),
    "failed": Label("Không đạt", "Not passed"),
    "lacking": Label("Yêu cầu bổ sung", "Ask for a supplement"),
    "paid": Label("Đã nộp tiền", "Paid"),
    "passed": Label("Đạt", "Passed"),
    "provided": Label("Đã bổ sung", "Supplement provided"),
    "refused": Label("Từ chối", "Refuse"),
    "rejected": Label("Không phê duyệt", "Reject"),
    "replied": Label("Đã có trả lời", "Reply received"),
    "returned": Label("Trả kết quả", "Return result"),
    "send_back": Label("Trả lại", "Send back"),
    "signed": Label("Ký duyệt", "Sign"),
}

_ASK_LABELS: dict[WaitKind, Label] = {
    "supplement": Label("Yêu cầu bổ sung", "Ask for a supplement"),
    "payment": Label("Yêu cầu nộp tiền", "Ask for payment"),
    "external": Label("Hỏi cơ quan ngoài", "Ask an outside body"),
}

_DONE_LABELS: dict[StepKind, Label] = {
    "receive": Label("Tiếp nhận", "Accept"),
    "forward": Label("Chuyển hồ sơ", "Forward"),
    "assign": Label("Phân công", "Assign"),
    "process": Label("Hoàn thành xử lý", "Finish processing"),
    "verify": Label("Xác minh xong", "Finish verification"),
    "consult": Label("Gửi ý kiến", "Send opinion"),
    "council": Label("Kết luận", "Conclude"),
    "review": Label("Đồng ý", "Agree"),
    "sign": Label("Ký duyệt", "Sign"),
    "approve": Label("Phê duyệt", "Approve"),
    "issue": Label("Phát hành", "Issue"),
    "payout": Label("Đã chi trả", "Paid out"),
    "publish": Label("Niêm yết xong", "Published"),
    "return": Label("Trả kết quả", "Return result"),
    "automatic": Label("Hoàn thành", "Done"),
}


def join_label(join: Join) -> Label:
    """Return what a join waits for."""
    match join.count:
        case None:
            label = JOIN_LABEL
        case 1:
            label = Label("Chờ một nhánh xong trước", "Wait for the first branch")
        case count:
            label = Label(f"Chờ {count} nhánh xong trước", f"Wait for the first {count} branches")
    if join.within is None:
        return label
    within = {language: join.within.in_words(language) for language in ("vi", "en")}
    return Label(f"{label.vi}, chậm nhất sau {within['vi']}", f"{label.en}, at most {within['en']}")


def way_on(kind: StepKind, *, first: bool) -> str:
    """Return the name of the only way on out of a step whose author wrote no outcomes."""
    if kind == "receive" and first:
        return ACCEPTED
    return RETURNED if kind == "return" else DONE


def way_on_label(kind: StepKind) -> Label:
    """Return the verb on the button of a step's only way on, by the kind of the step."""
    return _DONE_LABELS.get(kind, _OUTCOME_LABELS[DONE])


def outcome_label(name: str, outcome: Outcome, steps: dict[str, Step]) -> Label:
    """Return what an outcome is called.

    That is the author's label, else the convention of its name, else what it leads to.
    """
    if outcome.label is not None:
        return outcome.label
    if name in _OUTCOME_LABELS:
        return _OUTCOME_LABELS[name]
    if outcome.ask is not None:
        return _ASK_LABELS[outcome.ask]
    if outcome.end is not None:
        return END_LABELS[outcome.end]
    return target_label(outcome.to, steps) or Label(name)


def linked_ends(outcomes: dict[str, Outcome]) -> dict[str, Outcome]:
    """Return the outcomes of a wait for a linked dossier, each called as that dossier ended.

    Nobody presses these buttons, so the verbs of officers would be wrong.
    """
    names: dict[str, Label] = {
        OTHERWISE: OTHERWISE_LABEL,
        **{str(end): label for end, label in END_LABELS.items()},
    }
    return {
        name: outcome
        if outcome.label is not None or name not in names
        else outcome.model_copy(update={"label": names[name]})
        for name, outcome in outcomes.items()
    }


def target_label(name: str | None, steps: dict[str, Step]) -> Label | None:
    """Return the label of the step ``name``, where there is such a step and it has one."""
    return steps[name].label if name is not None and name in steps else None


def conventional_label(outcome: str) -> Label:
    """Return the label of an outcome that the program itself adds, such as ``provided``."""
    return _OUTCOME_LABELS[outcome]
