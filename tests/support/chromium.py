"""A real browser on a real server: Chromium through Playwright, uvicorn in a thread."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port, and give its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    started = threading.Event()
    startup = server.startup

    async def tell_when_started(*args: Any, **kwargs: Any) -> None:
        await startup(*args, **kwargs)
        started.set()

    server.startup = tell_when_started  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert started.wait(20), "the console did not start within 20 seconds"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium: the system's where there is one, else the one Playwright has installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=list(_QUIET),
        )
        try:
            yield browser
        finally:
            browser.close()


def accessibility_faults(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA on a page, with the elements concerned."""
    # Evaluated by the debugger, so that the page's own policy does not have to allow it.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "levels => axe.run({runOnly: {type: 'tag', values: levels}})", list(_LEVELS)
    )
    return [
        f"{fault['id']}: {fault['help']}: {json.dumps([node['html'][:160] for node in fault['nodes']])}"
        for fault in found["violations"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window; a phone's reader has to scroll."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
