"""The list of words that reports are made of: every row works, none is hidden, and its weapons are those of the tally."""

import csv
import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from assets.sources.air_force_posts import tokens
from assets.sources.air_force_posts.phrases import UNNAMED_MISSILES
from warehouse import reference_data

ROWS = list(csv.DictReader(Path(tokens.__file__).with_name("vocabulary.csv").open(encoding="utf-8", newline="")))
MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
# What stands for "any letters" in a sample of a pattern.
ANY_LETTERS = ("ями", "ої", "ах")


def choices(pattern: str) -> list[str]:
    """Write words that a simple pattern means: every choice in it, `?` with and without, and some letters for `\\w`."""
    pieces: list[list[str]] = []
    rest = pattern
    while rest:
        if rest.startswith("("):
            end = _closing(rest)
            piece = [word for part in _branches(rest[1:end]) for word in choices(part)]
            rest = rest[end + 1 :]
        elif rest.startswith("["):
            end = rest.index("]")
            piece, rest = list(rest[1:end]), rest[end + 1 :]
        elif rest.startswith("\\w"):
            piece, rest = list(ANY_LETTERS), rest[2:]
            if not rest.startswith(("+", "*")):
                piece = ["м"]
        elif rest.startswith("\\d"):
            piece, rest = ["3"], rest[2:]
        else:
            piece, rest = [rest[0]], rest[1:]
        if rest.startswith(("?", "*")):
            piece, rest = ["", *piece], rest[1:]
        elif rest.startswith("+"):
            rest = rest[1:]
        pieces.append(piece)
    return ["".join(parts) for parts in product(*pieces)]


def _closing(text: str) -> int:
    depth = 0
    for position, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if not depth:
            return position
    raise ValueError(text)


def _branches(text: str) -> list[str]:
    depth, branches = 0, [""]
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and not depth:
            branches.append("")
        else:
            branches[-1] += letter
    return branches


def named(row: dict[str, str]) -> str:
    return row["pattern"]


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_row_means_its_words(row: dict[str, str]) -> None:
    """Every sample of a pattern is what its row says: no earlier row takes all of a row's words away."""
    pattern = re.compile(row["pattern"])
    samples = [word for word in choices(row["pattern"]) if word and pattern.fullmatch(word)]
    assert samples
    meant = (row["kind"], row["value"] or None)
    assert [word for word in samples if tokens.classify(word) == meant]


def test_no_pattern_stands_twice() -> None:
    assert [pattern for pattern, count in Counter(row["pattern"] for row in ROWS).items() if count > 1] == []


def test_no_name_means_two_weapons() -> None:
    """A word that two rows match and mean differently would depend on the order of the rows."""
    patterns = [(re.compile(row["pattern"]), row["value"]) for row in ROWS if row["kind"] == "name"]
    words = {word for row in ROWS if row["kind"] == "name" for word in choices(row["pattern"]) if word}
    two = {word: values for word in words if len(values := {v for p, v in patterns if p.fullmatch(word)}) > 1}
    # "іскандер-к" and any other "іскандер…", which is the Iskander-M: the row of the former stands first.
    assert set(two) <= {word for word in words if word.startswith("іскандер")}


def test_weapons_and_groups_are_those_of_the_tally() -> None:
    known = dict(reference_data.read("weapons").select("weapon_id", "weapon_group").iter_rows())
    named_here = {row["value"]: row["weapon_group"] for row in ROWS if row["weapon_group"]}
    assert named_here == {weapon: known.get(weapon) for weapon in named_here}
    assert {row["weapon_group"] for row in ROWS if row["kind"] == "name"} > {"shahed_type", "ballistic_missile"}


def test_names_and_missiles_have_a_group_and_one_group_a_weapon() -> None:
    assert [row["pattern"] for row in ROWS if row["kind"] in ("name", "bomb", "missile") and not row["weapon_group"]] == []
    assert len({(row["value"], row["weapon_group"]) for row in ROWS if row["weapon_group"]}) == len(tokens.weapon_groups())


@pytest.mark.parametrize("weapon_id", UNNAMED_MISSILES)
def test_unnamed_missiles_are_weapons(weapon_id: str) -> None:
    assert weapon_id in tokens.weapon_groups()


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "month"], ids=named)
def test_months_are_in_order(row: dict[str, str]) -> None:
    assert MONTHS.split()[int(row["value"]) - 1] == row["pattern"]


# Words of reports beside those that they must not be taken for.
@pytest.mark.parametrize(
    ("word", "kind", "value"),
    [
        ("бпла", "drone", "strike"),
        ("безпілотниками-імітаторами", "drone", "decoy"),
        ("дронами-камікадзе", "drone", "strike"),
        ("шахедами", "drone", "shahed"),
        ("шахед-136/131", "drone", "shahed"),
        ("гербара", "name", "gerbera"),
        ("герань-2", "name", "shahed_136_131"),
        ("герань-3", "name", "jet_shahed"),
        ("іскандер-к", "name", "iskander_k"),
        ("іскандер-м", "name", "iskander_m"),
        ("іскандерами", "name", "iskander_m"),
        ("х-47м2", "name", "kinzhal"),
        ("орлан-30", "name", "orlan_30"),
        ("ракетно", "word", None),
        ("ракетами", "missile", "missile_unspecified"),
        ("збито", "intercepted", "shot_down"),
        ("збір", "word", None),
        ("подавлено", "suppressed", None),
        ("локаціях", "location", None),
        ("локаційно", "locating", None),
        ("реактивними", "jet", None),
        ("більшість", "share", None),
        ("більше", "qualifier", "over"),
        ("до", "qualifier", "up_to"),
        ("ночі", "night_word", None),
        ("уночі", "night", None),
    ],
)
def test_word(word: str, kind: str, value: str | None) -> None:
    assert tokens.classify(word) == (kind, value)
