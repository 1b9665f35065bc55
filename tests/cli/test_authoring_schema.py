"""schema: what an author's editor is given."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.command_line import motcua


def test_the_schema_of_a_kind_is_printed_and_written_alike(tmp_path: Path) -> None:
    printed = motcua("schema", "procedure")
    written = tmp_path / "procedure.json"
    said = motcua("schema", "procedure", "--output", str(written))
    assert (said.code, said.out) == (0, "")
    assert written.read_text(encoding="utf-8") == printed.out
    assert printed.json["$ref"] == "#/$defs/Procedure"


def test_every_key_is_described_in_vietnamese_and_english() -> None:
    told = motcua("schema").json["$defs"]["Step"]["properties"]["limit"]["description"]
    assert told == "Thời hạn của bước.\n\nHow long the step may take."


def test_one_schema_tells_the_kinds_apart() -> None:
    told = motcua("schema").json
    assert told["properties"]["kind"]["enum"] == ["procedure", "organisation", "calendar"]


def test_a_kind_there_is_not_is_a_wrong_call() -> None:
    assert motcua("schema", "report").code == 2


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    said = motcua("schema", "--output", str(tmp_path / "missing" / "schema.json"))
    assert said.code == 2
    assert "the disk refused" in said.err
    assert json.dumps(said.out) == '""'
