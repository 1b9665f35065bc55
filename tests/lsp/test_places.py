"""Places in a text: between the parser's lines and letters and the editor's lines and units."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from engine.lsp.cursor import cursor_in
from engine.lsp.documents import OpenDocuments
from engine.lsp.text import Text
from engine.specs.source import read
from tests.support.command_line import motcua
from tests.support.seeds import seeded_random

_HARD = "\ufefftên: 𝒳 Huế\u2028số: 1\r\nlabel: {vi: 🏛️ Sở, en: a}\rcuối: \x85z: ệ\n"
_UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


@pytest.mark.parametrize("encoding", _UNITS)
def test_every_letter_has_a_position_that_leads_back_to_it(encoding: str) -> None:
    text = Text(_HARD, encoding)
    for offset in range(len(_HARD) + 1):
        if _HARD[offset - 1 : offset + 1] == "\r\n":
            continue
        assert text.offset(text.position(offset)) == offset


@pytest.mark.parametrize(("encoding", "codec"), _UNITS.items())
def test_columns_are_counted_in_the_units_agreed_on(encoding: str, codec: str) -> None:
    line = "vi: 🏛️ 𝒳 Thẩm định"
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    column = Text(line, encoding).position(len(line)).character
    assert column == len(line.encode(codec)) // size


def test_places_of_the_parser_are_found_whatever_ends_a_line() -> None:
    text = Text(_HARD)
    places = read(_HARD.encode(), Path("a.yaml")).places
    for key in ("tên", "số", "label", "cuối", "z"):
        place = places.place(key)
        offset = text.offset_of_place(place.line, place.column)
        assert _HARD[offset:].startswith(key)


def test_positions_outside_are_drawn_into_the_text() -> None:
    text = Text("a: b\nc: d")
    assert text.offset(types.Position(0, 99)) == 4
    assert text.offset(types.Position(99, 0)) == 9
    assert text.offset_of_place(99, 99) == 9


def test_a_text_may_be_cut_anywhere_and_keeps_what_was_known() -> None:
    source = seeded_random()
    whole = "kind: procedure\nsteps:\n  a: {by: d/o, next: b}\n  b: {by: d/o}\n  c: [x, {y: z}]\n"
    for _ in range(300):
        opened = OpenDocuments()
        opened.put("file:///a.yaml", whole, 1, "utf-16")
        at, upto = sorted(source.sample(range(len(whole)), 2))
        cut = whole[:at] + source.choice(["", "{", '"', ": :", "\t", "- ["]) + whole[upto:]
        now = opened.put("file:///a.yaml", cut, 2, "utf-16")
        for node in now.tree.nodes:
            assert 0 <= node.start <= node.value.end <= len(cut)
            name = str(node.path[-1])
            # A quoted key over several lines is folded.
            if node.key is not None and name.isidentifier():
                assert name in cut[node.key.start : node.key.end]
        for offset in range(0, len(cut), 7):
            assert cursor_in(cut, offset).typed == "" or offset > 0


def test_without_its_extra_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.cli.editing.find_spec", lambda _: None)
    said = motcua("lsp")
    assert said.code == 2
    assert "pip install 'motcua[lsp]'" in said.err
