"""Terms of the law, and how printed limits compare with them where kinds of time differ."""

from __future__ import annotations

from engine.graph.sums import Sum
from engine.specs.durations import Duration

WORKING_DAY = Duration.parse("1 working day")
"""Within which a dossier is received (NĐ 118/2025 Đ17-18) or handed over on paper (NĐ 61/2018 Đ18), and how
long before expiry an apology goes out (NĐ 61/2018 Đ19.9)."""
SUPPLEMENT_NOTICE = Duration.parse("3 working days")
"""Within which an applicant hears that an appraised dossier lacks something (NĐ 61/2018 Đ19.4)."""


def lasts_longer(limit: Duration, term: Duration) -> bool:
    """Tell whether a limit is longer than a term of the law; a same day is no longer than a working day.

    Where kinds of time differ, five working days count as seven dates; such a limit is longer than the
    term only where that makes a difference of dates.
    """
    mine, theirs = Sum.of(limit), Sum.of(term)
    if mine.days or mine.hours:
        return mine.rough_days() > theirs.rough_days()
    return mine.working > theirs.working
