"""Every link and picture within the documentation leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.pages import ROOT, anchors, links, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [target for target in links(page) if not _leads_somewhere(page, target)]
    assert not broken, f"{page.relative_to(ROOT)} has broken links"


def _leads_somewhere(page: Path, target: str) -> bool:
    if target.startswith(("https://", "http://")):
        return True
    path, _, anchor = target.partition("#")
    file = page if not path else page.parent / path
    if not file.exists():
        return False
    return not anchor or anchor in anchors(file)


def test_every_page_can_be_reached_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    reached = {(index.parent / target.partition("#")[0]).resolve() for target in links(index)}
    lost = [
        page
        for page in pages()
        if "docs" in page.relative_to(ROOT).parts and page.resolve() not in reached
    ]
    assert [str(page.relative_to(ROOT)) for page in lost if page != index] == []
