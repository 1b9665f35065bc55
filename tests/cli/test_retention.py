"""``motcua retention``: an administrator sees which personal data is due, and erases it."""

from __future__ import annotations

import json
from datetime import timedelta

from engine.bootstrap import open_office
from engine.clock import SettableClock, SystemClock
from engine.services import dossiers
from engine.settings import Settings
from tests.support.command_line import Office, motcua
from tests.support.offices import RECEPTION, receive
from tests.support.republishing import republish

SPEC = "procedures/social_protection/1.001806.yaml"


def a_dossier_closed_long_ago(office: Office) -> str:
    clock = SettableClock(SystemClock().now() - timedelta(days=40))
    with open_office(Settings(home=office.home), clock=clock) as opened:
        republish(opened, SPEC, ("dossier:\n", "dossier:\n  applicant_kept_for: 1 tháng\n"))
        code = receive(opened, "r", name="Đặng Thị Ánh")
        dossiers.withdraw(opened, code, "Công dân rút", RECEPTION, "w")
    return code


def test_what_is_due_is_shown_then_erased_once(office: Office) -> None:
    code = a_dossier_closed_long_ago(office)
    shown = motcua("retention", "preview", "--officer", "mai_le")
    assert code in shown.out
    assert "1 month" in shown.out
    assert "Đặng Thị Ánh" not in shown.out
    said = motcua("retention", "apply", "--officer", "mai_le", "--json")
    (erased,) = json.loads(said.out)["erasures"]
    assert (erased["dossier"], erased["applicant"], erased["fields"]) == (code, "1 month", {})
    again = motcua("retention", "preview", "--officer", "mai_le")
    assert again.out == "Personal data of 0 dossiers\n"
    verified = motcua("journal", "verify", code)
    assert verified.code == 0, verified.out
    seen = motcua("show", code, "--officer", RECEPTION)
    assert "Applicant: Erased" in seen.out


def test_only_an_administrator_may(office: Office) -> None:
    said = motcua("retention", "preview", "--officer", RECEPTION)
    assert said.code == 1
    assert "administrator" in said.err
