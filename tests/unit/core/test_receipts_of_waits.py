"""What is written down when a wait is answered: the receipt of a payment, the number of a reply."""

from __future__ import annotations

import pytest

from engine.errors import GuardFailedError
from tests.support.walkers import received

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
fee: {ask: payment, limit: 5 working days, form: [area]}
process: {by: department/officer, limit: 2 working days}
return: {by: one_stop/reception}
"""


def test_a_wait_asks_for_what_its_form_says_and_keeps_it() -> None:
    played = received(STEPS, required="area")
    played.complete("dung", "accepted")
    with pytest.raises(GuardFailedError) as told:
        played.complete("dung", "paid")
    assert list(told.value.fields) == ["area"]
    played.complete("dung", "paid", data={"area": "normal"}, note="Biên lai 0012345")
    assert played.dossier.data["area"] == "normal"
    (fee,) = [item for item in played.dossier.items.values() if item.outcome == "paid"]
    assert fee.note == "Biên lai 0012345"
