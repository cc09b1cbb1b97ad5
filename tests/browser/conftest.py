"""A headless Chromium; without one the tests of this folder skip, saying so. A screenshot is kept of a test that fails."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SCREENSHOTS = Path(os.environ.get("TALLY_SCREENSHOTS", "test-screenshots"))
# Names under which distributions install it.
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium, else Playwright's own."""
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    # Chromium's sandbox does not work for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        if installed is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium: install the package chromium, or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=installed, args=arguments)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a screenshot of every page that a failed test has open."""
    report = yield
    if call.when == "call" and report.failed:
        for number, page in enumerate(value for value in item.funcargs.values() if isinstance(value, Page)):
            SCREENSHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"{item.name}-{number}.png")
    return report
