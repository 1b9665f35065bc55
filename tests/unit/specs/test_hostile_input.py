"""Files made to break readers are refused, quickly, with a finding and never with a crash."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.specs.loader import load, load_file
from engine.specs.references import check_documents
from engine.specs.source import MAX_FINDINGS
from tests.support.specs import CALENDAR, ORGANISATION, PROCEDURE, loaded

FILE = Path("hostile.yaml")
_HEAD = "kind: procedure\n"

HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "30,000 brackets": ("[" * 30_000, "MC003"),
    "30,000 brackets below a key": (_HEAD + "steps: " + "[" * 30_000, "MC003"),
    "100,000 levels": ("[" * 100_000 + "]" * 100_000, "MC003"),
    "100,000 levels of braces": ("{a: " * 60_000, "MC003"),
    "100,000 lists in lists": ("- " * 100_000, "MC003"),
    "100,000 keys in keys": ("? " * 100_000, "MC003"),
    "an alias bomb": (
        "a: &a [x, x, x]\n"
        + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in ("ab", "bc", "cd", "de")),
        "MC005",
    ),
    "an alias of itself": ("a: &a [*a]", "MC005"),
    "a merge of an alias": ("a: &a {b: c}\nd: {<<: *a}", "MC005"),
    "80,000 aliases": ("[" + "*a," * 80_000 + "]", "MC005"),
    "an object to build": ("!!python/object/apply:os.system ['echo']", "MC005"),
    "300 KB": ("x" * 300 * 1024, "MC002"),
    "300 KB of letters of three bytes": ("ệ" * 100 * 1024, "MC002"),
    "a NUL byte": ("kind: proc\0edure", "MC001"),
    "a terminal's escape sequence": ("kind: \x1b[2J", "MC001"),
    "bytes that are no UTF-8": (b"kind: \xff\xfe", "MC001"),
    "UTF-16": ("kind: procedure".encode("utf-16"), "MC001"),
    "half of a letter": ("kind: \ud800", "MC001"),
    "many documents": ("---\na: b\n" * 1000, "MC018"),
    "the same key 20,000 times": ("a: b\n" * 20_000, "MC004"),
    "20,000 unknown keys": (
        _HEAD + "".join(f"key{number}: x\n" for number in range(15_000)),
        "MC014",
    ),
    "a key of 1,000 letters": (_HEAD + "k" * 1000 + ": x", "MC014"),
    "a key without an end": ('"' + "k" * 250_000, "MC001"),
    "100,000 colons": (":" * 100_000, "MC001"),
    "250,000 letters of comment": ("#" * 250_000, "MC006"),
    "nothing": ("", "MC006"),
    "a sentence": ("Thủ tục hành chính", "MC006"),
    "a list": ("- kind: procedure", "MC006"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_quickly(text: str | bytes, code: str) -> None:
    begun = time.perf_counter()
    found = load(text, FILE)
    taken = time.perf_counter() - begun
    assert found.document is None
    assert code in {each.code for each in found.findings}
    assert len(found.findings) <= MAX_FINDINGS
    # Measured at most 0.2 s; the bound leaves room for a busy machine and still means no explosion.
    assert taken < 2


@pytest.mark.parametrize(("depth", "codes"), [(32, {"MC006"}), (33, {"MC003"})])
def test_32_levels_are_read_and_33_are_not(depth: int, codes: set[str]) -> None:
    found = load("{a: " * (depth - 1) + "[b]" + "}" * (depth - 1), FILE)
    assert {each.code for each in found.findings} == codes


def test_256_kilobytes_are_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    room = 256 * 1024 - len(PROCEDURE.encode()) - 1
    path.write_text(PROCEDURE + "#" + "x" * room, encoding="utf-8")
    assert load_file(path).document is not None
    path.write_text(PROCEDURE + "#" + "x" * (room + 1), encoding="utf-8")
    assert [each.code for each in load_file(path).findings] == ["MC002"]


_YAML_SIGNS = st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#\n \t~0.é\0\ud800\ufeff", max_size=60)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=200), _YAML_SIGNS, st.binary(max_size=200)))
def test_reading_never_raises_whatever_the_text_is(text: str | bytes) -> None:
    found = load(text, FILE)
    assert found.document is None
    assert found.findings
    assert all(each.place.line >= 1 and each.place.column >= 1 for each in found.findings)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([PROCEDURE, ORGANISATION, CALENDAR]), st.data())
def test_a_right_file_with_anything_put_anywhere_never_raises(
    text: str, data: st.DataObject
) -> None:
    """A text is damaged at a random place; what can still be read is checked like any other."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(st.one_of(st.text(max_size=20), _YAML_SIGNS))
    found = loaded(text[:start] + put + text[end:])
    assert (found.document is None) == any(each.code != "MC016" for each in found.findings)
    for each in (*found.findings, *check_documents([found])):
        assert str(each)
