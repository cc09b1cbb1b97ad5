"""Small published files for the tests of the charts, and how a test looks at a drawing."""

from datetime import date, timedelta
from functools import cache
from itertools import product

import duckdb
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from reports.charts import CHARTS, Drawing, Look
from reports.charts.places import tile_grid
from warehouse import queries, reference_data
from warehouse.contracts import create_table
from warehouse.tables import TABLES

BREAKS = {row["break_id"]: row for row in reference_data.read("definition_breaks").rows(named=True)}
SOURCES = {
    "daily_attacks": "Petro Ivaniuk, Massive Missile Attacks on Ukraine, Kaggle",
    "nightly_figures": "Reports of the Ukrainian Air Force, as compiled in Massive Missile Attacks on Ukraine by Petro Ivaniuk",
    "published_figures": "The publisher, date and address given with each figure",
}
_SNAPSHOTS = (("daily_attacks", 1, True), ("nightly_figures", 13, True), ("nightly_figures", 30, False))
_WEAPONS = ("shahed_136_131", "uav_unidentified", "kh_101_555", "molniya", "kh_101_555+kalibr", "kh_59_69", "kalibr",
            "iskander_m", "s300_s400", "recon_unspecified", "iskander_m_kn_23", "lancet", "zala", "orlan_10")  # fmt: skip
_PUBLISHERS = ("AFP", "Ukrainian Air Force (Ukrinform / ArmyInform)", "Kubrakov, Ukrainian minister (WP Tech)", "CNN")
_REVISED = ("window_end", "launched")
_CAMPAIGNS = ("us_pakistan", "us_yemen", "us_pakistan_yemen_somalia", "ukraine_russia", "us_somalia")


def launches(first: date, last: date) -> dict[date, int]:
    """Return a growing number for most nights between two dates; every seventh night has no report."""
    nights = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {night: (number * 37) % 53 + number // 3 for number, night in enumerate(nights) if number % 7 != 6}


CASES: dict[str, dict[date, int]] = {
    "no_data": {},
    "one_night": {date(2024, 5, 5): 30},
    "one_stated_zero": {date(2024, 5, 5): 0},
    "two_nights_over_new_year": {date(2023, 12, 31): 3, date(2024, 1, 1): 111},
    "one_year": launches(date(2023, 1, 1), date(2023, 12, 31)),
    "everything": launches(date(2022, 9, 29), date(2026, 6, 7)),
    "later": launches(date(2022, 9, 29), date(2028, 11, 20)),
}
EVERYTHING = CASES["everything"]


@cache
def stored(case: str) -> duckdb.DuckDBPyConnection:
    """Return the published file of a case; charts only read, so that one is enough in whatever order the tests run."""
    return database(CASES[case])


@cache
def drawn(case: str, name: str, language: str = "en", theme: str = "light") -> Drawing:
    """Return a chart of a case, drawn once for all tests that only look at it."""
    drawing = CHARTS[name].draw(stored(case), Look(theme, language))
    drawing.figure.draw_without_rendering()
    return drawing


def database(launched: dict[date, int]) -> duckdb.DuckDBPyConnection:
    """Return a published file in memory: nights as given, periods from the queries of the warehouse itself."""
    con = duckdb.connect()
    for contract in TABLES:
        create_table(con, contract)
    for table in ("core.definition_breaks", "core.weapons"):
        rows = reference_data.read(table.removeprefix("core.")).to_dicts()
        insert(con, table, [row | ({"is_recognised": True} if table == "core.weapons" else {}) for row in rows])
    for source_id, citation in SOURCES.items():
        insert(con, "core.sources", [{"source_id": source_id, "citation": citation, "licence": "CC BY-NC-SA 4.0"}])
    for source_id, day_of_june, is_current in _SNAPSHOTS:
        fetched_at = date(2026, 6, day_of_june)
        insert(con, "core.snapshots", [{"source_id": source_id, "fetched_at": fetched_at, "is_current": is_current}])
    _insert_cnn(con)
    con.execute(queries.macros())
    if launched:
        _insert_nights(con, launched)
        _insert_others(con, sorted({night.replace(day=1) for night in launched}))
    for table in ("mart.monthly_totals", "mart.yearly_totals", "mart.coverage"):
        con.execute(f"insert into {table} by name {queries.select(table)}")
    return con


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    con.register("inserted_rows", pd.DataFrame(rows))
    con.execute(f"insert into {table} by name select * from inserted_rows")
    con.unregister("inserted_rows")


def _insert_cnn(con: duckdb.DuckDBPyConnection) -> None:
    for year, low, qualifier in ((2023, 2_500, "just_over"), (2024, 11_000, "more_than")):
        insert(con, "core.published_figures", [{
            "figure_id": f"cnn_{year}", "period_start": date(year, 1, 1), "granularity": "year", "publisher": "CNN",
            "value_low": low, "qualifier": qualifier, "measure": "launched", "campaign": "russia_ukraine",
            "weapon_group": "shahed_type", "is_comparable": True,
            "title": "How Russia's ties with Iran shape war in Ukraine", "published_on": "2025-01",
        }])  # fmt: skip


def _insert_nights(con: duckdb.DuckDBPyConnection, launched: dict[date, int]) -> None:
    days = (max(launched) - min(launched)).days + 1
    calendar = [min(launched) + timedelta(days=number) for number in range(days)]
    statuses = {night: "stated_zero" if count == 0 else "reported" for night, count in launched.items()}
    insert(con, "mart.nights", [{"night_of": night, "status": statuses.get(night, "no_report")} for night in calendar])
    rows = [_night(night, count, number) for number, (night, count) in enumerate(launched.items())]
    if len(rows) == 1:
        # A lone report says “more than”: there is no upper bound.
        rows[0]["launched_high"] = None
    insert(con, "mart.nightly_totals", rows)
    by_start: dict[date, int] = {}
    for night, count in launched.items():
        year = (night - timedelta(days=1)).replace(month=1, day=1)
        by_start[year] = by_start.get(year, 0) + count
    insert(con, "mart.totals_by_rule", [{
        "rule_id": "start_date", "granularity": "year", "period_start": year, "weapon_group": "shahed_type", "launched": count,
    } for year, count in by_start.items()])  # fmt: skip


def _night(night: date, count: int, number: int) -> dict[str, object]:
    """Return a night of which nine in ten drones are neutralised, a third of them lost from radar while that is told apart."""
    is_merged = night >= BREAKS["shot_down_or_suppressed"]["break_date"]
    is_apart = night >= BREAKS["lost_apart"]["break_date"] and not is_merged
    neutralised = count * 9 // 10
    return {
        "night_of": night, "weapon_group": "shahed_type", "launched": count, "launched_low": count - count // 20,
        "launched_high": count + count // 25, "intercepted": neutralised - (neutralised // 3 if is_apart else 0),
        "lost": neutralised // 3 if is_apart else None, "neutralised": neutralised, "rate_launched": count,
        "rate_neutralised": neutralised, "interception_wording": "shot_down_or_suppressed" if is_merged else "shot_down",
        "reports": 1, "source_id": "daily_attacks" if number % 2 else "nightly_figures",
    }  # fmt: skip


def _insert_others(con: duckdb.DuckDBPyConnection, months: list[date]) -> None:
    """Insert what other charts show, the more of it the more months there are."""
    weapons = _WEAPONS[: 1 + len(months) // 3]
    insert(con, "mart.weapon_totals", [
        {"month": month, "weapon_id": weapon, "weapon_group": "mixed" if rank else "shahed_type",
         "launched": 4_000 // (rank + 1)}
        for month, (rank, weapon) in product(months, enumerate(weapons))
    ])  # fmt: skip
    insert(con, "core.attacks", [
        {"attack_id": f"missiles {night}", "source_id": "daily_attacks", "night_of": night, "is_counted": True,
         "weapon_group": "missile"}
        for night in (months[0], months[-1] + timedelta(days=3))
    ])  # fmt: skip
    regions = list(tile_grid().iso_3166_2)[: len(months)]
    insert(con, "core.places", [{"place_id": region, "name": region, "iso_3166_2": region} for region in regions])
    for table, of_role in (
        ("launch_sites", regions),
        ("places_hit", [region for region in regions if region.startswith("UA")]),
    ):
        insert(con, f"mart.{table}", [
            {"month": months[0 if table == "launch_sites" else -1], "weapon_group": "shahed_type", "place_id": place,
             "attacks": 3 + 40 * number}
            for number, place in enumerate([*of_role, "black_sea"])
        ])  # fmt: skip
    _insert_revisions(con, months)
    _insert_claims(con, months)
    _insert_campaigns(con, sorted({month.year for month in months})[-3:])


def _insert_campaigns(con: duckdb.DuckDBPyConnection, years: list[int]) -> None:
    """Insert figures of several publishers on whole years, and on a campaign of two days in each year."""
    insert(con, "mart.published_yearly", [
        {"campaign": campaign, "year": year - number, "measure": "intercepted" if campaign == "ukraine_russia" else "strikes",
         "granularity": "year", "period_start": date(year - number, 1, 1), "period_end": date(year - number, 12, 31),
         "unit": "strikes", "publisher": publisher, "figure_id": f"{campaign} {year} {number}", "weapon_scope": "drones",
         "value_low": (7_120 if campaign == "ukraine_russia" else 120) + 7 * number,
         "qualifier": ("exact", "more_than", "about")[number % 3]}
        for campaign in _CAMPAIGNS[: 2 * len(years)]
        for year in years
        for number, publisher in enumerate(_PUBLISHERS[: len(years) + 1])
    ])  # fmt: skip
    insert(con, "mart.published_yearly", [
        {"campaign": f"iran_israel_{year}", "year": year, "measure": "launched", "granularity": "cumulative", "unit": "drones",
         "period_start": date(year, 4, 13), "period_end": date(year, 4, 13 + day), "publisher": publisher,
         "figure_id": f"{publisher} {year} {day}", "weapon_scope": scope, "value_low": 300 + day, "value_high": 400,
         "qualifier": "range"}
        for year in years
        for publisher, scope in (("IDF", "drones and missiles"), ("Axios", "drones"))
        for day in (0, 1)
    ])  # fmt: skip


def _insert_revisions(con: duckdb.DuckDBPyConnection, months: list[date]) -> None:
    snapshots = [
        {"snapshot_id": f"{month}", "source_id": "daily_attacks", "fetched_at": month, "is_current": False} for month in months
    ]
    insert(con, "core.snapshots", snapshots)
    kinds = ("added_late", "revised", "withdrawn", "relabelled")
    insert(con, "mart.revisions", [
        {"source_id": "daily_attacks", "night_of": month, "weapon_as_reported": "Shahed", "change": kind,
         "column_name": _REVISED[number % 2] if kind == "revised" else "launched", "revision_number": number,
         "new_snapshot_id": f"{month}"}
        for month, (rank, kind) in product(months, enumerate(kinds)) for number in range(1 + rank * month.month)
    ])  # fmt: skip


def _insert_claims(con: duckdb.DuckDBPyConnection, months: list[date]) -> None:
    """Insert two figures for each of the last months, one that the tally contradicts and one that it bears out, and CNN's."""
    figures, tried = [], []
    for month, (number, publisher) in product(months[-26:], enumerate(_PUBLISHERS[:2])):
        figure = {"figure_id": f"{month} {publisher}", "publisher": publisher, "period_start": month, "granularity": "month",
                  "qualifier": ("exact", "about")[number], "value_low": 950 + 60 * number, "measure": "launched",
                  "campaign": "russia_ukraine"}  # fmt: skip
        figures.append(figure)
        allowed, verdict = (((950, 950), "contradicted"), ((960, 1_060), "within_qualifier"))[number]
        tried += [
            _tried(figure["figure_id"], rule, tally, verdict, *allowed)
            for rule, tally in (("standard", 1_000), ("start_date", 1_040))
        ]
    tried += [
        _tried("cnn_2023", "standard", 3_107, "contradicted", 2_500, 2_625) | {"is_best": False},
        _tried("cnn_2023", "standard", 2_607, "within_qualifier", 2_500, 2_625)
        | {"measure_tried": "intercepted", "is_as_printed": False},
        _tried("cnn_2024", "standard", 10_970, "close", 11_000, None) | {"is_best": False},
        _tried("cnn_2024", "start_date", 11_081, "agrees", 11_000, None) | {"is_best": True},
    ]
    insert(con, "core.published_figures", figures)
    insert(con, "mart.reconciliation", tried)


def _tried(figure_id: object, rule: str, tallied: int, verdict: str, low: int, high: int | None) -> dict[str, object]:
    return {"figure_id": figure_id, "rule_id": rule, "measure_tried": "launched", "tallied": tallied, "verdict": verdict,
            "published_low": low, "published_high": high, "is_as_printed": True, "is_best": rule == "standard"}  # fmt: skip


def shown_texts(drawing: Drawing) -> list[Text]:
    """Return every text a reader sees: those of the sheet and its panels, keys, and ticks within their axes."""
    texts = list(drawing.figure.texts)
    for axes in drawing.figure.axes:
        legend = axes.get_legend()
        texts += [*axes.texts, *(legend.get_texts() if legend else []), *(_ticks(axes) if axes.axison else [])]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def _ticks(axes: Axes) -> list[Text]:
    texts = []
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True)
        texts += [text for where, text in ticks if low <= where <= high]
    return texts


def all_words(drawing: Drawing) -> str:
    return "\n".join(text.get_text() for text in shown_texts(drawing))


def panel(drawing: Drawing, number: int = 0) -> Axes:
    return drawing.figure.axes[number]


def dashed_lines(axes: Axes) -> list[np.ndarray]:
    """Return the two ends of every dashed line of a panel; those are the marks of definition breaks."""
    ends = [np.asarray(line.get_xydata(), dtype=float) for line in axes.lines if line.is_dashed()]
    return [points for points in ends if len(points) == 2]


def break_lines(drawing: Drawing) -> list[Bbox]:
    """Return where the marks of definition breaks stand on the sheet; they begin at the foot of a panel."""
    boxes = []
    for axes in drawing.figure.axes:
        for ends in dashed_lines(axes):
            (x, low), (_, high) = axes.get_xaxis_transform().transform(ends)
            boxes.append(Bbox.from_extents(x, low, x, high))
    return boxes
