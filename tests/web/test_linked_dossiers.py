"""Linked dossiers on the page of a dossier and in the inbox."""

from __future__ import annotations

from html import unescape
from pathlib import Path

from engine.services import dossiers
from engine.services.draining import drain_outbox
from engine.services.office import Office
from tests.support import linked_office, offices
from tests.support.databases import sql
from tests.support.supervision import reader


def test_what_a_dossier_awaits_is_a_link_only_for_who_may_open_it(
    office: Office, tmp_path: Path
) -> None:
    linked_office.publish_pair(office, tmp_path / "pair")
    parent = linked_office.receive_parent(office)
    linked_office.finish(office, parent, "accepted", "accept")
    drain_outbox(office, "h")
    (line,) = dossiers.show(office, parent, offices.RECEPTION).linked
    page = reader(office, offices.RECEPTION).open(f"/dossiers/{parent}")
    assert (
        f'Chờ hồ sơ liên thông <a class="mc-code" href="/dossiers/{line.code}">{line.code}</a>'
        in unescape(page)
    )
    assert f'href="/dossiers/{line.code}"' in reader(office, offices.RECEPTION).open(
        "/inbox?view=waiting"
    )
    # As if it had been received elsewhere.
    sql(office.database, f"UPDATE dossier SET desk = 'H99.07' WHERE code = '{line.code}'")  # noqa: S608
    sql(office.database, f"UPDATE work_item SET unit = 'H99.07' WHERE dossier = '{line.code}'")  # noqa: S608
    page = reader(office, offices.RECEPTION).open(f"/dossiers/{parent}")
    for shown in (page, reader(office, offices.RECEPTION).open("/inbox?view=waiting")):
        assert f'<span class="mc-code">{line.code}</span>' in shown
        assert f'href="/dossiers/{line.code}"' not in shown
