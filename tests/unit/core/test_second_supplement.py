"""A supplement is asked for once, in full; a second time needs a reason of its own, and is counted."""

from __future__ import annotations

import pytest

from engine.core.events import WorkItemCompleted
from engine.errors import GuardFailedError
from tests.support.walkers import received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
process:
  by: department/officer
  limit: 2 working days
  outcomes: {ok: {to: return}, lacking: {ask: supplement}}
return: {by: one_stop/reception}
"""


def test_a_second_supplement_needs_a_reason_of_its_own() -> None:
    played = received(STEPS)
    played.complete("dung", "accepted")
    played.complete("binh", "lacking", again="")
    assert played.dossier.supplements == 1
    played.complete("dung", "provided")
    with pytest.raises(GuardFailedError, match="asked 1 times already") as told:
        played.complete("binh", "lacking", again=" ")
    assert list(told.value.fields) == ["again"]
    events = played.complete("binh", "lacking", again="Bản mới chưa chứng thực")
    assert played.dossier.supplements == 2
    (done,) = [each for each in events if isinstance(each, WorkItemCompleted)]
    assert done.again == "Bản mới chưa chứng thực"
