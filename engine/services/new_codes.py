"""Dossier codes: unit code of the desk, date, serial (TT 01/2018 Đ19)."""

from __future__ import annotations

from engine.services.office import Office
from engine.store.unit_of_work import UnitOfWork


def new_code(office: Office, uow: UnitOfWork, desk: str) -> str:
    """Return the next dossier code of a desk; given in the transaction that receives the dossier."""
    series = f"{desk}-{office.today:%y%m%d}"
    return f"{series}-{uow.dossiers.next_serial(series):04}"
