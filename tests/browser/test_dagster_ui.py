"""The Dagster UI in a real browser, as an operator has it: every screen of a night's work, and of a night that goes wrong.

The home knows a dataset in two versions: a night of March 2025 had 100 drones at first and 150 later. A third version,
added later, says 900: by so much no settled month may change.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, WebSocketRoute, expect

from assets.intake import take_in
from tests.browser.conftest import PATIENCE
from tests.conftest import run_tally
from tests.dagster_ui import DagsterUi, dagster_ui
from tests.dataset import dataset
from warehouse.home import CHECKOUT, Home
from warehouse.snapshots import SnapshotStore

ASSETS = (CHECKOUT / "tests" / "golden" / "asset_keys.txt").read_text().split()
DESK = ViewportSize(width=1440, height=900)
NIGHT = {"time_start": "2025-03-01 18:00", "time_end": "2025-03-02 08:00"}
FIRST_SEEN, SEEN_AGAIN = dt.datetime(2025, 4, 1, tzinfo=dt.UTC), dt.datetime(2025, 5, 1, tzinfo=dt.UTC)
LAUNCHED = "select launched from mart.nightly_totals where night_of = '2025-03-02' and weapon_group = 'shahed_type'"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with both versions of the dataset, and nothing made of them yet."""
    folder = tmp_path_factory.mktemp("browser")
    home = Home(folder / "home")
    for launched, seen_at in (("100", FIRST_SEEN), ("150", SEEN_AGAIN)):
        (file := folder / "dataset.csv").write_text(dataset(NIGHT | {"launched": launched}))
        take_in(file, seen_at, SnapshotStore(home.snapshots))
    return home


@pytest.fixture(scope="module")
def ui(home: Home, browser: Browser) -> Iterator[DagsterUi]:
    """The UI of the home, as `make ui` starts it; not started where there is no browser to open it in."""
    with dagster_ui(home, home.root.parent / "ui.log") as running:
        yield running


def open_page(ui: DagsterUi, browser: Browser) -> tuple[Page, list[str]]:
    """Open a page that reaches nobody but the UI; return it with the list in which it is noted whom it asked besides."""
    page = browser.new_page(viewport=DESK, base_url=f"http://127.0.0.1:{ui.port}")
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []

    def refuse(request: Route | WebSocketRoute, url: str) -> None:
        asked.append(url)
        request.abort() if isinstance(request, Route) else request.close()

    page.route(_is_elsewhere, lambda route: refuse(route, route.request.url))
    page.route_web_socket(_is_elsewhere, lambda socket: refuse(socket, socket.url))
    return page, asked


def _is_elsewhere(url: str) -> bool:
    address = urlsplit(url)
    return address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1"


@pytest.fixture
def page(ui: DagsterUi, browser: Browser) -> Iterator[Page]:
    """A page of the UI; if it asks another host for anything, the test fails."""
    page, asked = open_page(ui, browser)
    yield page
    page.close()
    assert asked == []


@pytest.fixture(scope="module")
def materialized(ui: DagsterUi, browser: Browser) -> str:
    """Materialize everything once; return the id of the run."""
    page, asked = open_page(ui, browser)
    run_id = materialize_all(page, ui)
    page.close()
    assert asked == []
    return run_id


def visit(page: Page, path: str) -> None:
    # The UI asks all the time how things are, so it never falls idle.
    page.goto(path, wait_until="domcontentloaded")


def materialize_all(page: Page, ui: DagsterUi) -> str:
    """Click the button in the lineage; return the id of the run when it has ended."""
    before = len(ui.runs())
    visit(page, "/asset-groups")
    page.get_by_role("button", name="Materialize all").click()
    while len(ui.runs()) == before:
        page.wait_for_timeout(200)
    run_id = str(ui.runs()[0]["runId"])
    ui.finished(run_id)
    return run_id


def launched(database: Path) -> list[tuple[int]]:
    with duckdb.connect(database, read_only=True) as con:
        return con.execute(LAUNCHED).fetchall()


def test_lineage_shows_the_layers_and_opens_them(page: Page) -> None:
    visit(page, "/asset-groups")
    for layer in ("raw", "core", "mart", "report"):
        expect(page.get_by_text(layer, exact=True).last).to_be_visible()
    expect(page.get_by_text("nightly_figures")).to_have_count(0)
    page.get_by_text("raw", exact=True).last.dblclick()
    expect(page.get_by_text("nightly_figures")).to_be_visible()


def test_materialize_all_succeeds(page: Page, materialized: str, home: Home) -> None:
    visit(page, f"/runs/{materialized}")
    expect(page.get_by_text("Success", exact=True)).to_be_visible()
    expect(page.get_by_text(f"{len(ASSETS)} assets")).to_be_visible()
    assert launched(home.database) == [(150,)]


def test_asset_of_a_chart_shows_the_chart(page: Page, materialized: str) -> None:
    visit(page, "/assets/report/yearly_launches")
    page.get_by_text("[Show Markdown]").click()
    chart = page.get_by_role("dialog").locator("img")
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600


def test_schedule_is_on(page: Page) -> None:
    visit(page, "/automation")
    expect(page.get_by_text("nightly_refresh")).to_be_visible()
    visit(page, "/locations/strike_tally/schedules/nightly_refresh")
    expect(page.get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_text("Europe/Kyiv")).to_be_visible()


def test_rebuild_from_the_launchpad_is_the_tally_as_of_the_date(page: Page, ui: DagsterUi, tmp_path: Path) -> None:
    """The launchpad begins with both fields empty; a date needs no quotes."""
    visit(page, "/locations/strike_tally/jobs/rebuild/playground")
    for value in ("2025-04-07", str(tmp_path / "april.duckdb")):
        page.get_by_text("null", exact=True).first.dblclick()
        page.keyboard.insert_text(value)
    page.get_by_role("button", name="Launch Run").click()
    page.wait_for_url("**/runs/*")
    run = ui.finished(page.url.rsplit("/", 1)[-1])
    expect(page.get_by_text("Success", exact=True)).to_be_visible()
    assert run["status"] == "SUCCESS"
    assert launched(tmp_path / "april.duckdb") == [(100,)]


def test_bad_file_fails_its_check_and_is_not_published(
    page: Page, ui: DagsterUi, materialized: str, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "third.csv").write_text(dataset(NIGHT | {"launched": "900"}))
    assert run_tally(home, "add", str(tmp_path / "third.csv")).returncode == 0
    run_id = materialize_all(page, ui)
    visit(page, f"/runs/{run_id}")
    expect(page.get_by_text("Failure", exact=True)).to_be_visible()
    visit(page, "/assets/mart/monthly_totals?view=checks&checkDetail=settled_months_stand")
    expect(page.get_by_text("This is a blocking asset check.")).to_be_visible()
    expect(page.get_by_text("Failed", exact=True)).to_have_count(2)
    expect(page.get_by_text("settled months would change: 2025-03: launched 4269 before, 5019 now")).to_be_visible()
    assert launched(home.database) == [(150,)]
