"""Every chart, whatever the published file holds: legible, honest about its sources, and with the same bytes each time."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from reports import catalogue, style
from reports.charts import CHARTS, Look
from reports.style import THEMES
from tests.unit.chart_cases import CASES, SOURCES, all_words, break_lines, drawn, shown_texts, stored

# Every case in English; in Ukrainian, whose words are longer, those that differ most.
LAYOUTS = [(case, "en") for case in CASES] + [(case, "uk") for case in ("no_data", "one_night", "one_year", "everything")]

every_chart = pytest.mark.parametrize("name", CHARTS)
every_layout = pytest.mark.parametrize(("case", "language"), LAYOUTS, ids=[f"{case}-{language}" for case, language in LAYOUTS])
OF_THE_TALLY = [name for name in CHARTS if name not in ("revisions", "other_campaigns")]


def test_the_catalogue_lists_the_charts_in_order() -> None:
    assert list(catalogue.CHARTS) == list(CHARTS)


@every_layout
@every_chart
def test_no_text_overlaps_another_or_is_cut_off(case: str, language: str, name: str) -> None:
    drawing = drawn(case, name, language)
    boxes = {text: text.get_window_extent() for text in shown_texts(drawing)}
    page = drawing.figure.bbox
    edge = 0.3 * style.DPI
    cut_off = [
        text.get_text()
        for text, box in boxes.items()
        if box.x0 < edge or box.y0 < 0 or box.x1 > page.x1 - edge or box.y1 > page.y1
    ]
    crossed = [text.get_text() for text, box in boxes.items() for line in break_lines(drawing) if line.overlaps(box)]
    overlapping = [(one.get_text(), other.get_text()) for one, other in combinations(boxes, 2) if _meet(boxes, one, other)]
    assert len(boxes) >= 4
    assert cut_off == []
    assert overlapping == []
    assert crossed == []


def _meet(boxes: dict[Text, Bbox], one: Text, other: Text) -> bool:
    return bool(boxes[one].overlaps(boxes[other]))


@every_layout
@every_chart
def test_a_drawing_says_what_it_shows(case: str, language: str, name: str) -> None:
    drawing = drawn(case, name, language)
    shown = " ".join(all_words(drawing).split())
    for words in (drawing.title, drawing.subtitle, *drawing.notes):
        assert " ".join(words.split()) in shown
    assert drawing.alt_text.strip()
    assert not re.search(r"[{}]|\bnan\b|\bNaT\b|None", shown + drawing.alt_text)


@every_chart
def test_nothing_to_draw_is_said(name: str) -> None:
    for language, words in (("en", "No data"), ("uk", "Немає даних")):
        drawing = drawn("no_data", name, language)
        assert words in all_words(drawing)
        assert drawing.figure.axes == []


@pytest.mark.parametrize("name", OF_THE_TALLY)
def test_footer_names_sources_licence_rule_and_dates(name: str) -> None:
    """The day of a snapshot that is not current, the 30th, does not count."""
    footer = " ".join(drawn("everything", name).notes)
    parts = [
        SOURCES["daily_attacks"],
        SOURCES["nightly_figures"],
        "CC BY-NC-SA 4.0",
        "Data to 7 Jun 2026",
        "claimed by one side",
    ]
    for part in (*parts, "Sources as of 13 Jun 2026", "Strike Tally", "Dated by the end of the reported night, Kyiv time"):
        assert part in footer


def test_words_of_ours_about_sources_are_translated() -> None:
    notes = " ".join(drawn("everything", "other_campaigns", "uk").notes)
    assert "Джерела: Видання, дата й адреса вказані при кожному числі." in notes


@every_chart
def test_only_sources_that_contribute_are_named(name: str) -> None:
    named = {source_id for source_id, citation in SOURCES.items() if citation in " ".join(drawn("one_night", name).notes)}
    published = {"published_figures"} if name in ("claims_against_tally", "other_campaigns") else set()
    revised = {"daily_attacks"} if name == "revisions" else set()
    nothing = name == "claims_against_tally" and not CASES["one_night"]
    tally = {"nightly_figures"} if name in OF_THE_TALLY and not nothing else set()
    assert named == published | revised | tally


@every_chart
def test_drawing_and_saving_twice_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    turns = [drawn("one_year", name, "uk", "dark"), CHARTS[name].draw(stored("one_year"), Look("dark", "uk"))]
    paths = [style.save(drawing.figure, tmp_path / f"{turn}" / name) for turn, drawing in enumerate(turns)]
    for first, second in zip(*paths, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in (tmp_path / "0").iterdir()) == [f"{name}.png", f"{name}.svg"]


def test_the_files_are_a_png_of_twice_the_size_and_an_svg(tmp_path: Path) -> None:
    png, svg = style.save(drawn("everything", "yearly_launches").figure, tmp_path / "chart")
    width = int.from_bytes(png.read_bytes()[16:20], "big")
    assert width == 2 * style.WIDTH * style.DPI
    assert b"<svg" in svg.read_bytes()
    assert b"dc:date" not in svg.read_bytes()


@every_chart
def test_dark_and_light_differ_in_colours_alone(name: str) -> None:
    light, dark = drawn("one_year", name, "uk"), drawn("one_year", name, "uk", "dark")
    assert all_words(light) == all_words(dark)
    assert dark.figure.get_facecolor() != light.figure.get_facecolor()


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_from_the_ground(theme: str) -> None:
    """At least 4.5 to 1, as the Web Content Accessibility Guidelines ask for text."""
    colours = THEMES[theme]
    texts = [colours.ink, colours.grey]
    texts += [colours.text(colour) for colour in (colours.blue, colours.sky, colours.green, colours.vermilion, colours.purple)]
    assert [colour for colour in texts if _contrast(colour, colours.paper) < 4.5] == []


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_are_legible_on_every_colour_of_the_scale(theme: str) -> None:
    assert [colour for colour in THEMES[theme].scale if _contrast(style.ink_on(colour), colour) < 3] == []


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
