"""One day at the office in a real browser: from the desk to the result, with an alert on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from engine.clock import SettableClock
from engine.services import dossiers
from engine.services.clocks import fire_due_clocks
from engine.services.office import Office
from engine.web.app import create_app
from tests.support import offices
from tests.support.chromium import accessibility_faults, chromium, overflow, serving

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)  # a busy machine is no fault of the console

CODE = "H99.02-260302-0001"
CLERK, SUPERVISOR, ADMINISTRATOR = "ngoc_vu", "lan_nguyen", "mai_le"
STEPS = (
    "Phân công",
    "Thụ lý hồ sơ",
    "Xem xét",
    "Phê duyệt",
    "Vào sổ, chuyển Trung tâm Phục vụ hành chính công",
    "Trả kết quả trực tiếp hoặc qua bưu chính",
)
"""The steps after the reception of the procedure 1.001806, as its decision prints them."""


@pytest.fixture
def opened(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Office, SettableClock]]:
    with offices.shipped_office(tmp_path, sqlite_url) as opened:
        yield opened


@pytest.fixture
def office(opened: tuple[Office, SettableClock]) -> Office:
    return opened[0]


@pytest.fixture
def clock(opened: tuple[Office, SettableClock]) -> SettableClock:
    return opened[1]


@pytest.fixture
def console(office: Office) -> Iterator[str]:
    with serving(create_app(office)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if shutil.which("chromium") is None and not Path("/usr/bin/chromium").exists():
        pytest.fail("Expected Chromium on this machine, but there is none; install it first")
    with chromium() as browser:
        yield browser


class Desk:
    """An officer in front of a screen, who complains of every message in the browser's console."""

    def __init__(self, browser: Browser, console: str, office: Office, officer: str) -> None:
        offices.give_accounts(office, officer)
        self.complaints: list[str] = []
        context = browser.new_context(base_url=console, locale="vi-VN")
        context.set_default_timeout(20_000)
        self.page: Page = context.new_page()
        self.page.on("console", lambda told: self._hear(told.text))
        self.page.on("pageerror", lambda error: self._hear(str(error)))
        self.page.on("response", self._see)
        self.page.goto("/sign-in")
        self.page.get_by_label("Tài khoản").fill(officer)
        self.page.get_by_label("Mật khẩu").fill(offices.PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()

    def _hear(self, text: str) -> None:
        # Chromium also reports pages that refuse something, which are what some stories are about.
        if not text.startswith("Failed to load resource"):
            self.complaints.append(text)

    def _see(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} {response.url}")

    def __enter__(self) -> Page:
        return self.page

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.page.context.close()
        assert kind or not self.complaints


def test_a_dossier_goes_from_the_desk_to_its_result(
    browser: Browser, console: str, office: Office, clock: SettableClock
) -> None:
    with Desk(browser, console, office, CLERK) as page:
        receive(page)
        finish_reception(page)
    clock.advance(timedelta(hours=7))
    fire_due_clocks(office)
    with Desk(browser, console, office, SUPERVISOR) as page:
        take_note_of_the_alert(page)
    for step in STEPS:
        with Desk(browser, console, office, officer_for(office)) as page:
            finish_from_the_inbox(page, step)
        clock.advance(timedelta(minutes=5))
    with Desk(browser, console, office, CLERK) as page:
        page.goto(f"/dossiers/{CODE}")
        expect(page.locator(".mc-status")).to_have_text("Đã trả kết quả")
        expect(page.get_by_text("Trả kết quả đúng hạn")).to_be_visible()
        expect(page.locator(".mc-timeline")).to_contain_text("Hoàn thành “Phê duyệt”")


def receive(page: Page) -> None:
    page.get_by_role("link", name="Tiếp nhận hồ sơ").first.click()
    page.get_by_label("Gõ mã hoặc vài từ").fill("lao dong khuyet tat")
    expect(page.locator(".mc-offers li:visible")).to_have_count(1)
    page.get_by_role("link", name="Công nhận cơ sở sản xuất").click()
    page.get_by_role("button", name="Lưu hồ sơ").click()
    expect(page.get_by_role("alert")).to_contain_text("Vui lòng kiểm tra lại")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Đặng")
    page.get_by_label("Số định danh cá nhân").fill("012345678901")
    page.get_by_label("Địa bàn").select_option(offices.COMMUNE)
    page.get_by_role("button", name="Lưu hồ sơ").click()
    receipt = page.locator(".mc-receipt")
    expect(receipt).to_contain_text(CODE)
    expect(receipt).to_contain_text("16/03/2026 09:00")


def finish_reception(page: Page) -> None:
    page.get_by_label("Tên cơ sở").fill("Hợp tác xã Tre Việt")
    page.get_by_label("Tên cơ sở").press("Enter")
    page.get_by_label("Tổng số lao động").fill("20")
    page.get_by_label("Số lao động là người khuyết tật").fill("8")
    page.get_by_text("Vì sao có hạn này?").first.click()
    expect(page.get_by_text("Đến hạn lúc 09:00 ngày 16/03/2026")).to_be_visible()
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"hồ sơ đã chuyển đến: “{STEPS[0]}”")
    expect(page.locator(".mc-step h3")).to_have_text(STEPS[0])


def take_note_of_the_alert(page: Page) -> None:
    page.get_by_role("link", name="Cảnh báo").click()
    row = page.get_by_role("row", name="Một bước của hồ sơ đã quá hạn").filter(has_text=CODE)
    expect(row).to_contain_text("Phân công")
    below = row.locator("xpath=following-sibling::tr[1]/td/details[1]")
    below.locator("summary").click()
    below.get_by_role("textbox").fill("Đã nhắc phòng chuyên môn")
    below.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text(CODE)


def finish_from_the_inbox(page: Page, step: str) -> None:
    page.goto("/inbox")
    page.get_by_role("link", name=CODE, exact=True).click()
    expect(page.locator(".mc-step h3")).to_have_text(step)
    take = page.get_by_role("button", name="Nhận việc")
    if take.count():
        take.click()
        expect(page.get_by_role("status")).to_contain_text("Anh/chị đã nhận việc này")
    page.locator(".mc-actions .btn-primary").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận “")


def officer_for(office: Office) -> str:
    """Return an officer who may do what comes next."""
    return offices.worker_of(office, CODE)[1]


PAGES = {
    CLERK: (
        "/inbox",
        "/inbox?view=overdue",
        "/receive",
        f"/receive/{offices.PROCEDURE}",
        f"/dossiers/{CODE}",
        f"/dossiers/{CODE}/forms/receipt",
        "/nowhere",
    ),
    SUPERVISOR: ("/overview", "/alerts"),
    ADMINISTRATOR: ("/stuck", "/procedures", f"/procedures/{offices.PROCEDURE}"),
}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_can_be_read_by_everybody(
    browser: Browser, console: str, office: Office, clock: SettableClock, scheme: str, width: int
) -> None:
    offices.receive(office, "c1")
    clock.advance(timedelta(hours=30))
    fire_due_clocks(office)
    dossiers.release(office, CODE, 1, offices.RECEPTION, "c2")
    faults: list[str] = []
    for officer, paths in PAGES.items():
        with Desk(browser, console, office, officer) as page:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 850})
            for path in paths:
                page.goto(path)
                faults += [f"{path}: {fault}" for fault in accessibility_faults(page)]
                if overflow(page) > 0:
                    faults.append(f"{path}: {overflow(page)} pixels too wide")
    assert not faults, "\n".join(faults)
