"""What checks remember: it is used where it is right, and never trusted where it may not be."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from engine.services import catalogue_checking, check_cache
from engine.services.catalogue_checking import check_catalogue
from engine.services.check_cache import CheckCache
from tests.support.specs import CALENDAR, ORGANISATION, PROCEDURE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of an organisation, a calendar and a procedure that names an unknown unit role."""
    found = tmp_path / "specs"
    found.mkdir()
    procedure = PROCEDURE.replace("limit: 10 working days", "limit: 5 working days")
    procedure = re.sub("(groups|phases): .*\n", "", procedure)
    texts = {
        "calendar": CALENDAR,
        "organisation": ORGANISATION,
        "procedure": procedure.replace("authority/leader", "council/leader"),
    }
    for name, text in texts.items():
        (found / f"{name}.yaml").write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def cache(tmp_path: Path) -> CheckCache:
    return CheckCache(tmp_path / "cache")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were judged and not remembered."""
    names: list[str] = []
    judge = catalogue_checking._judged

    def noted(missing, *rest):  # type: ignore[no-untyped-def]
        names.extend(text.file.name for text in missing)
        return judge(missing, *rest)

    monkeypatch.setattr(catalogue_checking, "_judged", noted)
    return names


def _codes(folder: Path, cache: CheckCache | None = None, today: date | None = None) -> list[str]:
    return [each.code for each in check_catalogue([folder], cache, today=today).findings]


def _change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / f"{name}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _kept(tmp_path: Path) -> Path:
    (file,) = (tmp_path / "cache").iterdir()
    return file


def _forge(file: Path, kept: object) -> None:
    body = json.dumps(kept).encode()
    file.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def test_a_file_is_judged_once(folder: Path, cache: CheckCache, judged: list[str]) -> None:
    first = _codes(folder, cache)
    assert len(judged) == 3

    assert _codes(folder, cache) == first == ["MC110"]
    assert len(judged) == 3


def test_only_a_changed_file_is_judged_again(
    folder: Path, cache: CheckCache, judged: list[str]
) -> None:
    _codes(folder, cache)
    judged.clear()
    _change(folder, "procedure", "council/leader", "authority/leader")

    assert _codes(folder, cache) == []
    assert judged == ["procedure.yaml"]


def test_all_files_are_judged_again_for_another_organisation(
    folder: Path, cache: CheckCache, judged: list[str]
) -> None:
    _codes(folder, cache)
    judged.clear()
    _change(folder, "organisation", "roles: {", "roles: {council: Hội đồng, ")

    assert _codes(folder, cache) == ["MC112"]
    assert len(judged) == 3


def test_all_files_are_judged_again_on_another_day(
    folder: Path, cache: CheckCache, judged: list[str]
) -> None:
    _codes(folder, cache, date(2026, 11, 21))
    _codes(folder, cache, date(2026, 11, 22))
    assert len(judged) == 6


def test_all_files_are_judged_again_by_another_program(
    folder: Path, cache: CheckCache, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _codes(folder, cache)
    monkeypatch.setattr(catalogue_checking, "program_digest", lambda: "another")
    _codes(folder, cache)
    assert len(judged) == 6


def test_a_code_used_twice_is_found_although_both_files_are_remembered(
    folder: Path, cache: CheckCache, judged: list[str]
) -> None:
    _codes(folder, cache)
    shutil.copyfile(folder / "procedure.yaml", folder / "second.yaml")

    (_, told, _) = check_catalogue([folder], cache).findings

    assert (told.code, told.place.file.name) == ("MC116", "second.yaml")
    assert str(folder / "procedure.yaml") in str(told)
    assert len(judged) == 3


def test_the_same_text_elsewhere_is_told_at_its_place(
    folder: Path, cache: CheckCache, judged: list[str]
) -> None:
    _codes(folder, cache)
    moved = folder.rename(folder.with_name("elsewhere"))

    (told,) = check_catalogue([moved], cache).findings

    assert told.place.file == moved / "procedure.yaml"
    assert len(judged) == 3


def test_an_organisation_that_looks_like_a_procedure_is_still_one(
    folder: Path, cache: CheckCache
) -> None:
    disguised = 'title: "Tỉnh\nkind: procedure\n  Hồng Lam"'
    _change(folder, "organisation", "title: Tỉnh", disguised)
    expected = _codes(folder)

    assert [_codes(folder, cache) for _ in range(2)] == [expected, expected]
    _change(folder, "organisation", "roles: {", "roles: {council: Hội đồng, ")
    assert _codes(folder, cache) == _codes(folder) != expected


@pytest.mark.parametrize("spoilt", ["cut", "changed", "empty", "binary"])
def test_what_was_spoilt_is_not_believed(
    folder: Path, cache: CheckCache, tmp_path: Path, judged: list[str], spoilt: str
) -> None:
    expected = _codes(folder, cache)
    file = _kept(tmp_path)
    content = file.read_bytes()
    file.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "changed": content.replace(b"MC110", b"MC111"),
            "empty": b"",
            "binary": os.urandom(1000),
        }[spoilt]
    )

    assert _codes(folder, cache) == expected
    assert len(judged) == 6
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "foreign",
    [
        None,
        [],
        [None],
        [None, None],
        [[], []],
        [["procedure", "1", "x", 1], []],
        [None, [["MC110", "error", 1, 1, ["message", "{missing}", {}], None]]],
        [None, [["MC110", "fatal", 1, 1, ["message", "", {}], None]]],
        [None, [["MC110", "error", 1, 1, "text", None]]],
        [None, [["MC110", "error", 1, 1, ["message", "{a}", {"a": [1]}], None]]],
        [None, [[1, "error", 1, 1, ["message", "", {}], None]]],
        [None, [["MC110", "error", "1", 1, ["message", "", {}], None]]],
        {"card": None},
    ],
    ids=str,
)
def test_what_another_program_wrote_is_not_believed(
    folder: Path, cache: CheckCache, tmp_path: Path, judged: list[str], foreign: object
) -> None:
    expected = _codes(folder, cache)
    file = _kept(tmp_path)
    kept = json.loads(file.read_bytes().partition(b"\n")[2])
    _forge(file, dict.fromkeys(kept, foreign))

    assert _codes(folder, cache) == expected
    assert len(judged) == 6


def test_a_list_where_judgements_belong_is_not_believed(
    folder: Path, cache: CheckCache, tmp_path: Path
) -> None:
    expected = _codes(folder, cache)
    _forge(_kept(tmp_path), ["MC110"])
    assert _codes(folder, cache) == expected


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system knows no owners of files")
def test_what_belongs_to_somebody_else_is_not_believed(
    folder: Path, cache: CheckCache, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _codes(folder, cache)
    me = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: me + 1)
    _codes(folder, cache)
    assert len(judged) == 6


def test_a_disk_that_refuses_costs_nothing_but_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert _codes(folder, CheckCache(tmp_path / "file" / "cache")) == ["MC110"]


def test_two_checks_at_once_leave_something_that_can_be_read(tmp_path: Path) -> None:
    one, other = CheckCache(tmp_path), CheckCache(tmp_path)
    before = one.read("e"), other.read("e")
    one.write("e", {"a": [None, []]}, before[0])
    other.write("e", {"b": [None, []]}, before[1])
    assert one.read("e") == {"b": [None, []]}


def test_only_some_of_what_is_not_used_any_more_is_kept(
    cache: CheckCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_cache, "_MOST_UNUSED", 2)
    for number in range(5):
        cache.write("e", {f"{number}": [None, []]}, cache.read("e"))
    assert list(cache.read("e")) == ["2", "3", "4"]


@pytest.mark.parametrize(("bound", "value"), [("_MOST_FILES", 3), ("_LARGEST", 300)])
def test_the_folder_stays_small(
    cache: CheckCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: int
) -> None:
    monkeypatch.setattr(check_cache, bound, value)
    (tmp_path / "cache").mkdir()
    stranger = tmp_path / "cache" / "notes.txt"
    stranger.write_text("not of the cache")
    for number in range(6):
        cache.write(f"{number}", {"a": [None, []]}, {})
        stamp = number * 1_000_000_000
        os.utime(tmp_path / "cache" / f"{number}.judgements", ns=(stamp, stamp))

    assert cache.read("5") == {"a": [None, []]}
    assert cache.read("0") == {}
    assert 1 < len(list((tmp_path / "cache").iterdir())) <= 4
    assert stranger.exists()
