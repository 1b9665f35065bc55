"""What the console serves beside its pages: unchanged vendored files, and nothing from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from engine.services.office import Office
from engine.settings import shipped
from engine.web.rendering import STATIC
from tests.support.browsers import browse

MANIFESTS = (
    STATIC / "vendor" / "manifest.json",
    Path(__file__).parents[1] / "support" / "vendor" / "manifest.json",
)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=["console", "tests"])
def test_vendored_files_are_what_their_manifest_says(manifest: Path) -> None:
    entries = json.loads(manifest.read_text(encoding="utf-8"))
    for entry in entries:
        content = (manifest.parent / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["file"]
        assert (manifest.parent / entry["licence_file"]).is_file()
    listed = {entry[key] for entry in entries for key in ("file", "licence_file")}
    assert {path.name for path in manifest.parent.iterdir()} == {*listed, "manifest.json"}


def test_pages_ask_nothing_of_other_hosts() -> None:
    sources = [*(shipped("templates") / "console").rglob("*.html"), *STATIC.glob("*.*")]
    for path in sources:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://", text), path.name


def test_pages_carry_no_inline_scripts_or_styles() -> None:
    for path in (shipped("templates") / "console").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=", text), path.name


def test_every_icon_and_file_a_page_names_exists(office: Office) -> None:
    browser = browse(office, "ngoc_vu")
    drawn = set(re.findall(r'symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    for path in ("/inbox", "/receive"):
        browser.open(path)
        for file in re.findall(r'(?:src|href)="(/static/[^"#]+)', browser.shown):
            assert browser.client.get(file).status_code == 200, file
    named = {"due-overdue", "due-today", "due-soon", "due-later", "due-none", "due-paused"}
    assert named | {"due-closed", "plus", "print"} <= drawn
