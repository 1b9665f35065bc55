"""The public holidays of Viet Nam, from the ``holidays`` package.

Swapped working days are not public holidays: they are ordered year by year, at short notice, and
stand in the calendar document with the decision that ordered them. The package knows some of them;
they are left out here, so that each swap has exactly one source.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.importing import import_alone
from engine.messages import Label


def public_holidays(first: date, last: date) -> dict[date, Label]:
    """Return the public holidays and their days in lieu from ``first`` to ``last``, in order.

    A holiday that falls on a weekend is listed as well as its day in lieu (*nghỉ bù*).
    """
    return {day: name for day, name in _of_years(first.year, last.year) if first <= day <= last}


def _of_years(first: int, last: int) -> Iterator[tuple[date, Label]]:
    years = range(first, last + 1)
    country = import_alone("holidays.countries.vietnam").Vietnam
    vietnamese = country(years=years, language="vi")
    english = country(years=years, language="en_US")
    swapped = vietnamese.substituted_label.partition("%s")[0]
    for day in sorted(vietnamese):
        names = [
            (vi, en)
            for vi, en in zip(vietnamese.get_list(day), english.get_list(day), strict=True)
            if not vi.startswith(swapped)
        ]
        if names:
            yield day, Label("; ".join(vi for vi, _ in names), "; ".join(en for _, en in names))
