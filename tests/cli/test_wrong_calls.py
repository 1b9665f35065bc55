"""Calls that cannot be read are refused in the language of whoever calls, with exit code 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import motcua

_WRONG = {
    "chekc": (
        "Lỗi: Không có lệnh “chekc”. Có phải ý anh/chị là check?",
        "Error: Expected a command, but there is no “chekc”. Did you mean check?",
    ),
    "db nowhere": (
        "Lỗi: Không có lệnh “nowhere”",
        "Error: Expected a command, but there is no “nowhere”",
    ),
    "check --bogus": (
        "Lỗi: Lệnh này không có tuỳ chọn --bogus",
        "Error: Expected an option of this command, but found --bogus",
    ),
    "explain": (
        "Lỗi: Cần có CODE|PROCEDURE, nhưng chưa thấy",
        "Error: Expected CODE|PROCEDURE, but it is not there",
    ),
    "show H-1": (
        "Lỗi: Cần có --officer, nhưng chưa thấy",
        "Error: Expected --officer, but it is not there",
    ),
    "show H-1 H-2 H-3 --officer x": (
        "Lỗi: Thừa tham số: H-2 H-3",
        "Error: Expected nothing more, but found: H-2 H-3",
    ),
    "complete H-1 first done": (
        "Lỗi: ITEM phải là số nguyên, nhưng lại là giá trị khác",
        "Error: Expected a whole number for ITEM, but found something else",
    ),
    f"outbox show {10**30} --officer x": (
        "Lỗi: NUMBER không được quá 2147483647, nhưng giá trị đã ghi lớn hơn",
        "Error: Expected at most 2147483647 for NUMBER, but found more",
    ),
    "stuck requeue H-1 0 --officer x": (
        "Lỗi: CLOCK phải từ 1 trở lên, nhưng giá trị đã ghi nhỏ hơn",
        "Error: Expected at least 1 for CLOCK, but found less",
    ),
    "graph x --format png": (
        "Lỗi: --format phải là một trong các giá trị svg, mermaid, bpmn, nhưng lại là giá trị khác",
        "Error: Expected one of svg, mermaid, bpmn for --format, but found something else",
    ),
    "receive 1 --desk": (
        "Lỗi: Cần có giá trị sau --desk, nhưng chưa thấy",
        "Error: Expected a value after --desk, but it is not there",
    ),
    "check --fix=all": (
        "Lỗi: --fix không nhận giá trị, nhưng lại có một giá trị",
        "Error: Expected no value after --fix, but found one",
    ),
}


@pytest.mark.parametrize("call", _WRONG, ids=_WRONG)
def test_a_wrong_call_is_refused_in_the_language_of_whoever_calls(call: str) -> None:
    vietnamese, english = _WRONG[call]
    for language, expected in (("vi", vietnamese), ("en", english)):
        said = motcua(*call.split(), lang=language)
        assert said.code == 2
        assert said.out == ""
        assert said.err.splitlines()[0] == expected


@pytest.mark.parametrize("command", [["check"], ["show", "--officer"], ["receive", "--name"]])
def test_words_in_another_encoding_are_refused(command: list[str]) -> None:
    told = subprocess.run(
        [Path(sys.executable).with_name("motcua"), *command, b"Nguy\xea~n", "--lang", "en"],
        capture_output=True,
        check=False,
    )
    assert told.returncode == 2
    assert told.stdout == b""
    assert told.stderr.decode().startswith("Error: Expected words in UTF-8, but word ")


def test_a_wrong_call_says_how_the_command_is_called() -> None:
    said = motcua("graph", lang="vi")
    assert said.err.splitlines()[1:] == [
        "Cách gọi: motcua graph [OPTIONS] {FILE|KEY}",
        "Xem thêm: motcua graph --help",
    ]
