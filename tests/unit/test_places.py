"""From the names of places to places, and from cells to rows of core.attack_places (DOMAIN.md section 11)."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.sources.cells import lookup
from assets.sources.places import Exits, Places, attack_places, border_exits, identify, split
from warehouse import reference_data

COLUMNS = ("launch_place", "target", "affected_region", "destroyed_details")
STATUS_CITIES = ["kyiv", "sevastopol"]


def find(name: str, *, are_launch_sites: bool = False) -> tuple[str, bool]:
    names = pl.Series([name], dtype=pl.String)
    ((_, place_id, is_recognised),) = identify(names, are_launch_sites=are_launch_sites).rows()
    return place_id, is_recognised


def frame(*rows: dict[str, str | None], columns: tuple[str, ...] = COLUMNS) -> pl.DataFrame:
    full = [{"snapshot_id": "s", "row_number": n} | dict.fromkeys(columns) | row for n, row in enumerate(rows, 2)]
    schema: dict[str, Any] = {"snapshot_id": pl.String, "row_number": pl.Int64} | dict.fromkeys(columns, pl.String)
    return pl.DataFrame(full, schema=schema)


def places(**cells: str) -> Places:
    return attack_places(frame(dict(cells)))


def exits(*rows: dict[str, str | None]) -> Exits:
    return border_exits(frame(*rows, columns=tuple(dict.fromkeys(name for row in rows for name in row))))


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Odesa oblast", "odesa_oblast"),
        ("Odeas oblast", "odesa_oblast"),
        ("Lutsk oblast", "volyn_oblast"),
        ("Dnipro oblast", "dnipropetrovsk_oblast"),
        ("Kyiv", "kyiv"),
        ("Hvardiiske, Crimea", "hvardiiske"),
        ("Hvardiiske", "hvardiiske"),
        ("Sevastopol, Crimea", "sevastopol"),
        ("Dnipropetrovsk oblast, Kryvyi Rih Raion", "kryvyi_rih_raion"),
        ("Dnipropetrovsk oblast, Dnipro raion", "dnipro_raion"),
        ("Bryansk oblast - Seshcha", "seshcha"),
        ("Taganrog oblast", "taganrog"),
        ("Tambov Oblast", "tambov_oblast"),
        ("Kursk", "kursk_oblast"),
        ("eastern coast of the Sea of Azov", "azov_sea_eastern_coast"),
        ("south-east", "south_east"),
        ("front line", "front_line"),
        ("Приморсько-Ахтарськ", "primorsko_akhtarsk"),
        ("Приморсько- Ахтарськ", "primorsko_akhtarsk"),
        ("Мілерово", "millerovo"),
        ("Міллєрово", "millerovo"),
        ("Шаталове", "shatalovo"),
        ("Орел (Цимбулово)", "tsymbulovo"),
        ("Курськ (Халіно)", "khalino"),
        ("Брянськ (Навля)", "navlya"),
        ("Чуада", "chauda"),
        ("Гвардійське – ТОТ АР Крим", "hvardiiske"),
        ("ТОТ Донецьк", "donetsk_oblast"),
        ("Кам’янський район", "kamianske_raion"),
        ("  black   SEA ", "black_sea"),
    ],
)
def test_identify(name: str, place_id: str) -> None:
    assert find(name) == (place_id, True)


def test_unknown_name_stands_for_itself() -> None:
    assert find("Kyiv oblast, Bucha") == ("kyiv_oblast_bucha", False)
    assert find("???") == ("unknown", False)


def test_several_places_are_joined() -> None:
    assert find("Odesa oblast and Mykolaiv oblast") == ("odesa_oblast+mykolaiv_oblast", True)
    assert find("Odesa oblast and Narnia") == ("odesa_oblast+narnia", False)


def test_drones_launched_from_the_south_did_not_start_in_the_south_of_ukraine() -> None:
    assert find("south-east", are_launch_sites=True) == ("direction_south_east", True)
    assert find("Kursk oblast", are_launch_sites=True) == ("kursk_oblast", True)


def test_each_distinct_name_once() -> None:
    assert identify(pl.Series(["Kyiv", None, "Dnipro", "Kyiv"]))["place_as_reported"].to_list() == ["Dnipro", "Kyiv"]
    assert identify(pl.Series([], dtype=pl.String)).height == 0


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Chauda, Crimea and Kursk oblast", ["Chauda, Crimea", "Kursk oblast"]),
        ("Oryol oblast and and Shatalovo", ["Oryol oblast", "Shatalovo"]),
        ("Caspian Sea, Engels-2 and Narnia", ["Caspian Sea", "Engels-2", "Narnia"]),
        ("Kyiv oblast, Bucha", ["Kyiv oblast, Bucha"]),
        ("north, east", ["north", "east"]),
        (
            "Dnipropetrovsk oblast, Dnipro Raion and Dnipropetrovsk oblast, Kryvyi Rih Raion",
            ["Dnipropetrovsk oblast, Dnipro Raion", "Dnipropetrovsk oblast, Kryvyi Rih Raion"],
        ),
        ("Sandy Land", ["Sandy Land"]),
        ("and", ["and"]),
    ],
    ids=["comma in a name", "doubled and", "comma between places", "comma in an unknown name", "two regions", "raions",
         "and in a word", "nothing but and"],
)  # fmt: skip
def test_split(name: str, parts: list[str]) -> None:
    assert split(name) == parts


def test_name_with_and_in_it_is_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.sources.places._names", lambda: {"bosnia and herzegovina": "bosnia", "kyiv": "kyiv"})
    assert split("Bosnia and  Herzegovina") == ["Bosnia and Herzegovina"]


def test_attack_places() -> None:
    read = places(
        launch_place="Chauda, Crimea and south",
        target="south and Narnia",
        affected_region="['Kyiv', 'Odesa oblast']",
        destroyed_details="{'Odesa oblast and Mykolaiv oblast': 7, 'east': NaN, 'north and west': NaN, 'south': 0}",
    )
    assert read.unreadable.rows() == []
    assert read.places.rows() == [
        ("s", 2, "hit", 1, "Kyiv", "kyiv", None),
        ("s", 2, "hit", 2, "Odesa oblast", "odesa_oblast", None),
        ("s", 2, "intercepted", 1, "Odesa oblast and Mykolaiv oblast", "odesa_oblast+mykolaiv_oblast", 7),
        ("s", 2, "intercepted", 2, "east", "east", None),
        ("s", 2, "intercepted", 3, "north", "north", None),
        ("s", 2, "intercepted", 4, "west", "west", None),
        ("s", 2, "intercepted", 5, "south", "south", 0),
        ("s", 2, "launch_site", 1, "Chauda, Crimea", "chauda", None),
        ("s", 2, "launch_site", 2, "south", "direction_south", None),
        ("s", 2, "target", 1, "south", "south", None),
        ("s", 2, "target", 2, "Narnia", "narnia", None),
    ]


def test_place_named_twice_gives_two_rows() -> None:
    """Nothing is dropped: a repetition is the source's, and the position keeps the rows apart."""
    read = places(target="Kyiv and Kyiv")
    assert read.places.select("position", "place_id").rows() == [(1, "kyiv"), (2, "kyiv")]


def test_equal_cells_of_different_rows_and_columns_are_kept_apart() -> None:
    read = attack_places(frame({"target": "south", "launch_place": "south"}, {"target": "south"}, {}))
    assert read.places.select("row_number", "role", "place_id").rows() == [
        (2, "launch_site", "direction_south"), (2, "target", "south"), (3, "target", "south"),
    ]  # fmt: skip


def test_cells_that_cannot_be_read_are_noted() -> None:
    read = places(target="Kyiv", affected_region="['Chauda, Crimea', Kyiv']", destroyed_details="{'south': many}")
    assert read.places["role"].to_list() == ["target"]
    assert read.unreadable.rows() == [
        ("s", 2, "affected_region", "['Chauda, Crimea', Kyiv']"),
        ("s", 2, "destroyed_details", "{'south': many}"),
    ]


def test_no_rows() -> None:
    empty = attack_places(frame())
    assert (empty.places.height, empty.unreadable.height) == (0, 0)
    schema = {"role": pl.String, "position": pl.Int64, "place_as_reported": pl.String, "place_id": pl.String, "count": pl.Int64}
    assert empty.places.schema == {"snapshot_id": pl.String, "row_number": pl.Int64} | schema
    assert border_exits(frame(columns=())).totals.height == 0


def test_columns_without_any_text() -> None:
    """A frame made of nothing but missing cells has columns of no type."""
    rows = frame({}, columns=()).with_columns(pl.lit(None).alias(name) for name in (*COLUMNS, "border_crossing"))
    assert attack_places(rows).places.height == 0
    assert border_exits(rows).totals.rows() == [("s", 2, None)]


@pytest.mark.parametrize(
    ("row", "total", "by_country"),
    [
        ({"border_crossing": "{'belarus': 2.0, 'russia': 1.0}"}, 3, [(1, "belarus", 2), (2, "russia", 1)]),
        ({"border_crossing": "{'poland': 8}"}, 8, [(1, "poland", 8)]),
        ({"border_crossing": "{}"}, None, []),
        ({"border_crossing": None}, None, []),
        ({"border_crossing": "{'romania': NaN, 'russia': 2}"}, None, [(1, "romania", None), (2, "russia", 2)]),
        ({"cross_border_belarus": "5.0", "back_russia": "1.0"}, 6, [(1, "belarus", 5), (2, "russia", 1)]),
        ({"cross_border_belarus": None, "back_russia": "0.0"}, 0, [(1, "russia", 0)]),
        ({"border_crossing": "{'belarus': 2.0}", "cross_border_belarus": "2.0"}, 2, [(1, "belarus", 2)]),
        ({"border_crossing": "{}", "cross_border_belarus": "2.0"}, 2, [(1, "belarus", 2)]),
    ],
    ids=["two countries", "one", "empty is not stated", "blank", "named without a number", "older layout", "printed zero",
         "both layouts", "both layouts, one empty"],
)  # fmt: skip
def test_border_exits(row: dict[str, str | None], total: int | None, by_country: list[tuple[Any, ...]]) -> None:
    read = exits(row)
    assert read.totals.rows() == [("s", 2, total)]
    assert read.places.select("position", "place_id", "count").rows() == by_country
    assert set(read.places["role"]) <= {"exit"}
    assert read.unreadable.rows() == []


def test_exits_that_cannot_be_read_make_no_total() -> None:
    read = exits({"cross_border_belarus": "some", "back_russia": "1.0"}, {"cross_border_belarus": "1.0"})
    assert read.totals["exits"].to_list() == [None, 1]
    assert read.unreadable.rows() == [("s", 2, "cross_border_belarus", "some")]


def test_names_and_places_agree() -> None:
    names, known = lookup("place_names"), reference_data.read("places")
    spellings = names["name"].str.to_lowercase().str.replace_all(r"[\s\-–_]+", " ")
    assert names.filter(spellings.is_duplicated()).rows() == []
    assert known["place_id"].is_unique().all()
    assert known.filter(~pl.col("place_id").str.contains(r"^[a-z][a-z0-9_]*$")).rows() == []
    assert set(names["place_id"]) == set(known["place_id"])
    assert set(known["parent_id"].drop_nulls()) <= set(known["place_id"])


def test_every_name_in_the_list_means_one_place() -> None:
    names = lookup("place_names")
    found = identify(names["name"]).join(names, left_on="place_as_reported", right_on="name", suffix="_listed")
    assert found.height == names.height
    assert found.filter(pl.col("place_id") != pl.col("place_id_listed")).rows() == []


def test_places_have_known_kinds_and_countries() -> None:
    known = reference_data.read("places")
    assert set(known["kind"]) == {
        "oblast", "city", "raion", "region_of_ukraine", "country", "sea", "launch_area", "front_line", "direction", "other",
    }  # fmt: skip
    assert known.filter(~pl.col("iso_3166_2").str.starts_with(pl.col("country") + "-")).rows() == []
    assert known.filter(pl.col("kind").is_in(["sea", "country"]) & pl.col("iso_3166_2").is_not_null()).rows() == []


def test_every_oblast_of_ukraine_has_its_code_once() -> None:
    """24 oblasts, Crimea, and the two cities with special status: ISO 3166-2:UA."""
    known = reference_data.read("places").filter(pl.col("country") == "UA")
    first_level = known.filter((pl.col("kind") == "oblast") | pl.col("place_id").is_in(STATUS_CITIES))
    codes = "05 07 09 12 14 18 21 23 26 30 32 35 40 43 46 48 51 53 56 59 61 63 65 68 71 74 77"
    assert sorted(first_level["iso_3166_2"]) == [f"UA-{code}" for code in codes.split()]


def test_a_place_has_the_code_of_the_oblast_it_lies_in() -> None:
    known = reference_data.read("places")
    parents = known.select(parent_id="place_id", parent_code="iso_3166_2", parent_country="country")
    inside = known.join(parents, on="parent_id").filter(pl.col("kind") != "direction", pl.col("parent_code").is_not_null())
    assert inside.height > 40
    assert inside.filter(pl.col("iso_3166_2").ne_missing(pl.col("parent_code"))).rows() == []


# Names in the real versions that are left unrecognised, with the reason.
UNRECOGNISED: dict[str, str] = {}


def versions(real_data: Path) -> pl.DataFrame:
    frames = []
    for path in sorted((real_data / "vintages").glob("missile_attacks_daily-*.csv")):
        cells = pl.read_csv(path, infer_schema=False).rename({"affected region": "affected_region"}, strict=False)
        frames.append(cells.with_row_index("row_number", 2).with_columns(snapshot_id=pl.lit(path.stem)))
    return pl.concat(frames, how="diagonal").with_columns(pl.col("row_number").cast(pl.Int64))


def test_every_place_in_the_real_versions_is_recognised(real_data: Path) -> None:
    rows = versions(real_data)
    assert rows["snapshot_id"].n_unique() == 9
    read = attack_places(rows)
    assert read.unreadable.rows() == []
    assert set(read.places["role"]) == {"launch_site", "target", "hit", "intercepted"}
    for (role,), named in read.places.group_by("role"):
        found = identify(named["place_as_reported"], are_launch_sites=role == "launch_site")
        assert set(found.filter(~pl.col("is_recognised"))["place_as_reported"]) <= set(UNRECOGNISED)
    known = set(reference_data.read("places")["place_id"])
    assert set(read.places["place_id"].str.split("+").explode()) <= known
    assert identify(rows["target_main"]).filter(~pl.col("is_recognised")).rows() == []


def test_border_exits_of_the_real_versions_agree_across_layouts(real_data: Path) -> None:
    """The layout changed in 2025; the nights until then kept their numbers, and 10 September 2025 added Poland."""
    rows = versions(real_data)
    read = border_exits(rows)
    assert read.unreadable.rows() == []
    by_version = read.totals.group_by("snapshot_id").agg(total=pl.col("exits").sum(), rows=pl.col("exits").count())
    totals = {stem[-10:]: (total, count) for stem, total, count in by_version.rows()}
    assert totals["2025-05-27"] == (150, 63)
    assert totals["2026-05-18"] == (158, 64)
    countries = (
        read.places.filter(pl.col("snapshot_id").str.ends_with("2026-05-18")).group_by("place_id").agg(pl.col("count").sum())
    )
    assert dict(countries.rows()) == {"belarus": 77, "russia": 73, "poland": 8}
