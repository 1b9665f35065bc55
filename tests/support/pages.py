"""The pages of the documentation: their code blocks, their headings, their links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(
    r"^```(?P<language>\w+)(?P<options>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_ANY_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\((?P<target>[^()\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of code, such as ```` ```yaml title="a.yaml" lines="3-5" ````.

    Attributes:
        title: the file the reader is told to save it as.
        lines: the first and last line of that file it replaces.
    """

    page: Path
    line: int
    language: str
    text: str
    title: str | None = None
    lines: tuple[int, int] | None = None

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def pages() -> list[Path]:
    """Return every page of the project: those at the top and those under ``docs``."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """Iterate over the fenced blocks of a page that name their language."""
    text = page.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        options = dict(re.findall(r'(\w+)="([^"]*)"', match["options"]))
        first, _, last = options.get("lines", "").partition("-")
        yield Block(
            page,
            text.count("\n", 0, match.start()) + 1,
            match["language"],
            match["text"],
            options.get("title"),
            (int(first), int(last or first)) if first else None,
        )


def save(block: Block, folder: Path) -> None:
    """Do what the page asks of its reader: save the block under its title, or change those lines."""
    assert block.title is not None
    file = folder / block.title
    file.parent.mkdir(parents=True, exist_ok=True)
    if block.lines is None:
        file.write_text(block.text, encoding="utf-8")
        return
    first, last = block.lines
    written = file.read_text(encoding="utf-8").splitlines(keepends=True)
    written[first - 1 : last] = [block.text]
    file.write_text("".join(written), encoding="utf-8")


def links(page: Path) -> list[str]:
    """Return the targets of the links and pictures of a page, outside code."""
    text = _CODE.sub("", _ANY_FENCE.sub("", page.read_text(encoding="utf-8")))
    return [match["target"] for match in _LINK.finditer(text)]


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page can be linked by, as forges make it."""
    text = _ANY_FENCE.sub("", page.read_text(encoding="utf-8"))
    return {anchor(heading) for heading in _HEADING.findall(text)}


def anchor(heading: str) -> str:
    """Return what a heading can be linked by."""
    plain = unicodedata.normalize("NFC", heading.replace("`", "")).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
