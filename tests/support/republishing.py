"""Publishes shipped specifications with something in them changed."""

from __future__ import annotations

from engine.services import publishing
from engine.services.office import Office
from engine.settings import shipped
from engine.store.publications import Publication

ORGANISATION = "organisation/hong-lam.yaml"


def republish(office: Office, name: str, *changes: tuple[str, str]) -> Publication:
    """Publish a shipped file with texts in it replaced, each of which must be there."""
    text = (shipped("procedure_specs") / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = office.settings.home / "changed" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (published,) = publishing.publish(office, [file], "mai_le").documents
    return published
