"""The applicant as typed at a desk, by a program or on the command line: one reading for all of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from engine.core.forms import read_identity
from engine.core.state import Applicant
from engine.core.texts import MAX_SHORT, fault_in
from engine.errors import GuardFailedError
from engine.messages import message

_SHORT_TEXTS = ("name", "phone", "address", "email")
_FORMS = {
    "phone": (
        re.compile(r"\+?(?:[\s.()-]*\d){8,15}\s*"),
        message("Expected a telephone number of 8 to 15 digits"),
    ),
    "email": (
        re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+"),
        message("Expected an e-mail address such as ten@vidu.vn"),
    ),
}


def read_applicant(applicant: Applicant) -> Applicant:
    """Return the applicant with tidy texts, or refuse what cannot be one."""
    tidy = replace(
        applicant,
        **{
            name: unicodedata.normalize("NFC", getattr(applicant, name)).strip()
            for name in ("name", "identity_number", "phone", "address", "email")
        },
    )
    found = {f"applicant_{name}": fault_in(getattr(tidy, name), MAX_SHORT) for name in _SHORT_TEXTS}
    faults = {name: fault for name, fault in found.items() if fault is not None}
    if not tidy.name:
        faults["applicant_name"] = message("Expected the name of the applicant")
    try:
        tidy = replace(tidy, identity_number=read_identity(tidy.identity_number))
    except ValueError:
        faults["applicant_identity_number"] = message(
            "Expected an identity number of 9 or 12 digits, or a tax code of 10 or 13"
        )
    faults |= {
        f"applicant_{name}": fault
        for name, (form, fault) in _FORMS.items()
        if getattr(tidy, name) and not form.fullmatch(getattr(tidy, name))
    }
    if faults:
        raise GuardFailedError(
            message("Expected complete details of the applicant, but some are missing or wrong"),
            faults,
        )
    return tidy
