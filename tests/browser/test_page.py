"""The page in a real browser, opened from the file system, as a reader on a desk, on a phone and in the dark has it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from reports import catalogue
from reports.page import render
from warehouse import versions
from warehouse.home import Home

DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def alone(shipped: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page copied away from its set."""
    return Path(shutil.copy(shipped.reports / "index.html", tmp_path_factory.mktemp("alone")))


@pytest.fixture
def page(browser: Browser, alone: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page on a desk, or in the viewport and the dark of the test's parameter; any error in it fails the test."""
    viewport, in_the_dark = getattr(request, "param", (DESK, False))
    page = browser.new_page(viewport=viewport, color_scheme="dark" if in_the_dark else "light")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(alone.as_uri())
    yield page
    page.close()
    assert errors == []


SCREENS = pytest.mark.parametrize(
    "page", [(DESK, False), (PHONE, True)], ids=["desk", "phone in the dark"], indirect=True
)  # fmt: skip


def test_page_asks_nothing_of_another_host(browser: Browser, alone: Path) -> None:
    """Scrolled to its end, with everything open, it has loaded itself and what is inside it."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(alone.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [alone.as_uri()]


@SCREENS
def test_checker_of_accessibility_finds_nothing_serious_and_nothing_sticks_out(page: Page) -> None:
    """With every table open."""
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    # The rows of a table are all alike; the checker takes a second for every three thousand cells.
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n + 4)').forEach(row => row.remove())")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found if rule["impact"] in ("serious", "critical")] == []


@SCREENS
def test_every_chart_is_seen_in_the_colours_of_the_page(page: Page, request: pytest.FixtureRequest) -> None:
    page.evaluate("Promise.all(Array.from(document.images, image => image.decode()))")
    shown = page.evaluate("Array.from(document.images, image => [image.naturalWidth > 0, image.currentSrc === image.src])")
    assert shown == [[True, "dark" not in request.node.name]] * len(catalogue.CHARTS)


def test_headline_opens_the_table_at_its_row(page: Page) -> None:
    row = page.locator("[id='monthly_totals-2026-05-01-shahed_type']")
    expect(row).not_to_be_visible()
    page.locator(".number a").first.click()
    expect(row).to_be_in_viewport()
    expect(row.locator("td").nth(2)).to_have_text("8,152")


def test_link_from_the_summary_opens_the_table_at_its_row(browser: Browser, alone: Path) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(f"{alone.as_uri()}#nightly_totals-2026-05-13-shahed_type")
    expect(page.locator("[id='nightly_totals-2026-05-13-shahed_type']")).to_be_in_viewport()
    page.close()


def test_table_is_sorted_and_filtered_by_keyboard_alone(page: Page) -> None:
    """Numbers sort as numbers: 948 stands below 8,152."""
    summary = page.locator("#monthly_totals > summary")
    summary.focus()
    page.keyboard.press("Enter")
    table = page.locator("#monthly_totals-rows")
    head = table.locator("th", has_text="launched").first
    head.locator("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-sort", "descending")
    shown = table.locator("tbody tr td:nth-child(3)").all_inner_texts()
    launched = [int(text.replace(",", "")) for text in shown if text[0].isdigit()]
    assert launched == sorted(launched, reverse=True)
    assert launched[0] == 8152
    page.locator("#monthly_totals input").focus()
    page.keyboard.type("2026-05 shahed_type")
    expect(table.locator("tbody tr:visible")).to_have_count(1)
    expect(page.locator("#monthly_totals output")).to_have_text("1")


def test_first_tab_stop_skips_to_the_figures(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".number a").first).to_be_focused()


def test_ukrainian_numbers_sort_as_numbers(browser: Browser, shipped: Home, tmp_path: Path) -> None:
    with versions.open_published(shipped) as con:
        (tmp_path / "index.html").write_text(render(con, [], "uk"), encoding="utf-8")
    page = browser.new_page(viewport=DESK)
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("#monthly_totals > summary").click()
    head = page.locator("#monthly_totals-rows th", has_text=re.compile(r"^neutralised_rate_pct$"))
    head.locator("button").click()
    head.locator("button").click()
    column = page.locator("#monthly_totals-rows th").all_inner_texts().index(head.inner_text()) + 1
    rates = page.locator(f"#monthly_totals-rows tbody td:nth-child({column})").all_inner_texts()
    numbers = [float(rate.replace(",", ".")) for rate in rates if rate[0].isdigit()]
    assert numbers[0] == 100
    assert numbers == sorted(numbers, reverse=True)
    page.close()
