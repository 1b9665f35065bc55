"""Our reader of catalogues understands what translators' tools write."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from engine.catalogue import read_catalogue

CATALOGUES = sorted((Path(__file__).parents[2] / "engine" / "locale").rglob("*.po"))
ODD = r"""
# A note of a translator.
msgid ""
msgstr ""
"Language: vi\n"

#. A note of the program.
#: engine/cli/app.py:12
#, python-brace-format
msgid "a line\n"
"and \"another\""
msgstr ""
"một dòng\n"
"và \"một dòng khác\""

msgid   "back\\slash	and\ttab"
msgstr  "gạch\\chéo	và\ttab"

msgid "not translated"
msgstr ""

#~ msgid "gone"
#~ msgstr "đã bỏ"
"""


def _as_babel_reads(content: str) -> dict[str, str]:
    entries = read_po(StringIO(content), locale="vi")
    return {str(each.id): str(each.string) for each in entries if each.id}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_every_catalogue_is_read_as_babel_reads_it(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    known = read_catalogue(content)
    known.pop("", None)
    assert known == _as_babel_reads(content)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_odd_catalogues_are_read_as_babel_reads_them(ending: str) -> None:
    content = ODD.replace("\n", ending)
    known = read_catalogue(content)
    known.pop("", None)
    assert known == _as_babel_reads(content)
    assert known["not translated"] == ""
    assert len(known) == 3
