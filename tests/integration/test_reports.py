"""A set of reports drawn from the shipped figures: page and summary say what the marts say; every link leads somewhere."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.definitions import defs
from pipelines.instance import open_instance
from pipelines.running import RunFailed, run_job
from reports import catalogue, drawing, rows, sections, sets, texts
from tests.conftest import copy_of, run_tally
from warehouse import summaries, versions
from warehouse.contracts import Table
from warehouse.home import CHECKOUT, Home
from warehouse.tables import BY_NAME, MART


@pytest.fixture(scope="module")
def page(shipped: Home) -> LexborHTMLParser:
    return LexborHTMLParser((shipped.reports / "index.html").read_text(encoding="utf-8"))


def text_of(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text().split())


def plain(cell: str) -> str | None:
    """Return what a cell of the English page says as the database would print it."""
    return None if cell == texts.DASH else cell.replace(",", "")


def test_set_is_whole(shipped: Home) -> None:
    assert shipped.reports.resolve().name == "reports-00001-en"
    assert [name for name in catalogue.FILES if not (shipped.reports / name).is_file()] == []
    assert {path.name for path in (shipped.reports / "charts").iterdir()} == {
        f"{name}{suffix}.{kind}" for name in catalogue.CHARTS for suffix in ("", "-dark") for kind in ("png", "svg")
    }
    assert sorted(path.name for path in shipped.report_sets.iterdir()) == [".lock", "reports-00001-en"]


def test_every_asset_shows_rows_period_total_and_preview(shipped: Home) -> None:
    with open_instance(shipped) as instance:
        for key in defs.resolve_asset_graph().get_all_asset_keys():
            event = instance.get_latest_materialization_event(key)
            assert event is not None
            assert event.asset_materialization is not None
            shown = event.asset_materialization.metadata
            assert isinstance(shown["dagster/row_count"].value, int)
            assert re.fullmatch(r"[-0-9]+ to [-0-9]+|none: .*", str(shown["period covered"].value))
            assert str(shown["preview"].value)
            table = BY_NAME.get(".".join(key.path)) or BY_NAME[catalogue.DRAWN_FROM.get(key.path[-1], "mart.nightly_totals")]
            with versions.open_published(shipped) as con:
                label, total = summaries.headline(con, table)
            assert shown[label].value == ("no number" if total is None else total)


@pytest.mark.parametrize("table", MART, ids=lambda table: table.short_name)
def test_every_number_of_a_table_equals_the_mart(shipped: Home, page: LexborHTMLParser, table: Table) -> None:
    with duckdb.connect(shipped.database, read_only=True) as con:
        stored = {row.anchor: row for row in rows.select(con, table.short_name, "")}
    columns = rows.Shown(table, [], "newest", 0).columns
    shown = page.css(f"#{table.short_name} tbody tr")
    assert len(shown) >= min(len(stored), rows.SHOWN_ROWS)
    for line in shown:
        row = stored[line.attributes["id"] or ""]
        for column, cell in zip(columns, line.css("td"), strict=True):
            value = row[column.name]
            if cell.css_first("a") is not None:
                assert [link.attributes["href"] for link in cell.css("a")] == value.replace("; ", " ").split()
            elif value is None:
                assert text_of(cell) == (row.values.get(column.null_reason) or texts.DASH).replace("_", " ")
            elif column.sql_type not in ("BIGINT", "INTEGER", "DOUBLE"):
                assert text_of(cell) == " ".join(str(value).split())
            else:
                assert float(plain(text_of(cell)) or "nan") == pytest.approx(value, abs=0.005)


def test_how_many_rows_are_left_out_is_said(shipped: Home, page: LexborHTMLParser) -> None:
    with duckdb.connect(shipped.database, read_only=True) as con:
        (total,) = con.execute("select count(*) from mart.nightly_totals").fetchall()[0]
    assert total > rows.SHOWN_ROWS
    said = text_of(page.css_first("#nightly_totals p"))
    shown = len(page.css("#nightly_totals tbody tr"))
    assert (
        said
        == f"{shown:,} of {total:,} rows, Shahed-type drones first. All of them: nightly_totals.csv, nightly_totals.parquet"
    )


def test_headlines_are_known_and_lead_to_their_rows(page: LexborHTMLParser) -> None:
    cards = page.css(".cards li")
    assert [text_of(card.css_first(".number")) for card in cards] == ["8,152", "91.7%", "236", "32,931", "54,702", "948"]
    assert [text_of(card.css_first(".opens code")) for card in cards] == [
        f"tally explain {period}" for period in ("2026-05", "2026-05", "2026-06-07", "2026", "2025", "2026-03-24")
    ]
    assert text_of(cards[0].css_first(".change")) == "+24% on Apr 2026"
    assert text_of(cards[0].css_first(".bounds")) == (
        "8,150 to 8,152: the low end without regional reports, both by the reports' bounds"
    )
    meaning = "; part of 2024 counts Shaheds only, without decoys"
    assert text_of(cards[4].css_first(".change")) == "+399% on 2024" + meaning
    assert text_of(cards[1].css_first(".change")) == "+2.7 percentage points on Apr 2026"
    for card in cards:
        assert_is_in_its_row(page, card.css_first(".number a"))


def assert_is_in_its_row(page: LexborHTMLParser, link: LexborNode | None) -> None:
    """The number of a link stands in the row that it leads to; a share may be rounded there less."""
    assert link is not None
    row = page.css_first(f"[id='{(link.attributes['href'] or '').split('#')[1]}']")
    assert row is not None
    assert_row_says(row, text_of(link))


def assert_row_says(row: LexborNode, number: str) -> None:
    cells = [text_of(cell) for cell in row.css("td.n:not(.none)")]
    digits = number.strip("+−%")
    decimals = len(digits.partition(".")[2])
    values = [abs(float(plain(cell) or 0)) for cell in cells]
    assert float(digits.replace(",", "")) in {round(value, decimals) for value in values}, (number, cells)


def test_counting_rules_stand_side_by_side(shipped: Home, page: LexborHTMLParser) -> None:
    with duckdb.connect(shipped.database, read_only=True) as con:
        totals, rules = sections.totals_by_rule(con), [rule_id for rule_id, _ in sections.counting_rules(con)]
    assert rules == ["standard", "start_date", "national_only", "start_date_national_only"]
    for table, periods in zip(page.css("table.rules"), totals.values(), strict=True):
        expected = [[values.get(rule) for values in (line.launched, line.neutralised) for rule in rules] for line in periods]
        said = [[plain(text_of(cell)) for cell in line.css("td")] for line in table.css("tbody tr")]
        assert said == [[None if value is None else str(value) for value in line] for line in expected]
    assert [text_of(cell) for cell in page.css("table.rules")[0].css("tbody tr")[2].css("td")][:4] == [
        "10,970", "11,081", "10,926", "11,037",
    ]  # fmt: skip


def test_every_link_of_the_page_leads_somewhere(shipped: Home, page: LexborHTMLParser) -> None:
    links = {link.attributes["href"] or "" for link in page.css("a")}
    anchors = Counter(node.attributes["id"] for node in page.css("[id]"))
    assert [anchor for anchor, times in anchors.items() if times > 1] == []
    assert [link for link in links if link.startswith("#") and unquote(link[1:]) not in anchors] == []
    files = {link for link in links if not link.startswith(("#", "https://", "http://"))}
    assert {f"charts/{name}-dark.svg" for name in catalogue.CHARTS} | {"csv/revisions.csv"} <= files
    assert [file for file in files if not (shipped.reports / file).is_file()] == []


def test_page_shows_every_chart_with_its_alt_text_and_loads_nothing(page: LexborHTMLParser) -> None:
    assert [figure.attributes["id"] for figure in page.css("figure")] == [f"chart-{name}" for name in catalogue.CHARTS]
    for figure in page.css("figure"):
        picture = figure.css_first("img")
        assert picture is not None
        assert len(picture.attributes["alt"] or "") > 40
        sources = [picture.attributes["src"] or "", *(node.attributes["srcset"] or "" for node in figure.css("source"))]
        assert len(set(sources)) == 2
        assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert page.css("script[src], link[rel=stylesheet], iframe, object, embed") == []


def test_every_mart_break_and_source_is_on_the_page(shipped: Home, page: LexborHTMLParser) -> None:
    assert [table.attributes["id"] for table in page.css("details.mart")] == [table.short_name for table in MART]
    with duckdb.connect(shipped.database, read_only=True) as con:
        said = [*con.execute("select description from core.definition_breaks").fetchall()]
        said += con.execute("select citation from core.sources where source_id = 'nightly_figures'").fetchall()
    whole = text_of(page.body)
    assert [words for (words,) in said if words not in whole] == []


def test_summary_has_ten_lines_whose_numbers_stand_in_their_rows(shipped: Home, page: LexborHTMLParser) -> None:
    summary = (shipped.reports / "summary.md").read_text(encoding="utf-8")
    lines = [line for line in summary.splitlines() if line.startswith("- ")]
    assert len(lines) == 10
    for line in lines:
        for number, anchor in re.findall(r"\[([^]]+)]\(index\.html#([^)]+)\)", line):
            row = page.css_first(f"[id='{anchor}']")
            assert row is not None, anchor
            if "%" in number and "." not in number:
                assert abs(float(number.strip("+−%"))) == round(23.83)
            else:
                assert_row_says(row, number)
        unlinked = re.sub(r"\[[^]]+]\([^)]+\)", "", line)
        assert re.findall(r"\d[\d,.]*(?! \w+ 20)", re.sub(r"\d+ \w{3} 20\d\d|(\w{3} )?20\d\d", "", unlinked)) == []


def test_run_that_cannot_draw_a_chart_names_it_and_leaves_the_last_good_set(
    shipped: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(shipped, tmp_path)
    monkeypatch.setenv("TALLY_HOME", str(home.root))
    monkeypatch.setattr(sets, "CHARTS", {"yearly_launches": "", "drawn_by_nobody": ""})
    before = contents(home.reports.resolve())
    with pytest.raises(RunFailed, match="the chart drawn_by_nobody could not be drawn: KeyError"):
        run_job("publish_reports", home, lambda name, number, of: None)
    assert contents(home.reports.resolve()) == before
    assert home.reports.resolve().name == "reports-00001-en"


def test_reports_are_drawn_again_in_another_language_from_the_published_file(shipped: Home, tmp_path: Path) -> None:
    home = copy_of(shipped, tmp_path)
    published = home.database.resolve()
    run = run_tally(home, "refresh", "--reports", TALLY_LANG="uk")
    assert run.returncode == 0, run.stderr
    assert "Drew the reports again" in run.stdout
    assert home.database.resolve() == published
    ukrainian = LexborHTMLParser((home.reports / "index.html").read_text(encoding="utf-8"))
    assert ukrainian.css_first("html[lang=uk]") is not None
    assert text_of(ukrainian.css_first(".number")) == "8 152"
    assert {text_of(head) for head in ukrainian.css("h2")}.isdisjoint(text_of(head) for head in page_of(shipped).css("h2"))


def test_killed_while_drawing_leaves_the_last_set_no_process_and_no_rubbish(
    shipped: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 of the process that draws, once its helpers have written a chart."""
    home = copy_of(shipped, tmp_path)
    # As many as show that more than one was begun.
    few = ["attack_places", "weapons_by_month", "revisions"]
    monkeypatch.setattr(sets, "CHARTS", few)
    sets.publish(home, "en")
    before = contents(home.reports.resolve())
    script = (
        "from pathlib import Path\nfrom reports import sets\nfrom warehouse.home import Home\n"
        f"sets.CHARTS = {few}\nsets.publish(Home(Path({str(home.root)!r})), 'en')"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=CHECKOUT, start_new_session=True)
    while not list(home.report_sets.glob(".draft/charts/*.svg")):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while members_of(process.pid):
        time.sleep(0.05)
    assert contents(home.reports.resolve()) == before
    sets.publish(home, "en")
    assert contents(home.reports.resolve()) == before
    assert sorted(path.name for path in home.report_sets.iterdir()) == [
        ".lock", "reports-00001-en", "reports-00002-en", "reports-00003-en",
    ]  # fmt: skip


def members_of(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_preview_for_dagster_is_small(shipped: Home) -> None:
    """Dagster keeps three copies with every run, in base64: those of a year must stay well below 1 GB."""
    previews = [drawing.preview(shipped.reports / "charts" / f"{name}.png") for name in catalogue.CHARTS]
    assert max(map(len, previews)) < 40_000
    assert 365 * 3 * sum(map(len, previews)) * 4 / 3 < 400_000_000


def page_of(home: Home) -> LexborHTMLParser:
    return LexborHTMLParser((home.reports / "index.html").read_text(encoding="utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
