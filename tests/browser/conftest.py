"""A headless Chromium; without one the tests of this folder skip, saying so, or fail if TALLY_REQUIRE_BROWSER is set.

Screenshots of a test that fails are kept in `test-screenshots`, or where TALLY_SCREENSHOTS says; the report names them.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

SCREENSHOTS = Path(os.environ.get("TALLY_SCREENSHOTS", "test-screenshots"))
# Names under which distributions install it.
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Milliseconds: a machine that does much else is slow, not wrong.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium, else Playwright's own."""
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    # Chromium's sandbox does not work for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        if installed is None and not Path(playwright.chromium.executable_path).exists():
            missing = "no Chromium: install the package chromium, or run `playwright install chromium`"
            pytest.fail(missing) if os.environ.get("TALLY_REQUIRE_BROWSER") else pytest.skip(missing)
        browser = playwright.chromium.launch(executable_path=installed, args=arguments, timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a screenshot of every page that is open when a test fails, or what it needs does."""
    report = yield
    browser = item.funcargs.get("browser")
    if call.when != "teardown" and report.failed and isinstance(browser, Browser):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        pages = [page for context in browser.contexts for page in context.pages]
        kept = [SCREENSHOTS.resolve() / f"{item.name}-{number}.png" for number in range(len(pages))]
        for page, file in zip(pages, kept, strict=True):
            page.screenshot(path=file)
        report.sections.append(("Screenshots", "\n".join(map(str, kept))))
    return report
