"""Literals in cells: what is read, what is repaired, and what is refused."""

import time

import pytest

from assets.sources.literals import counts, names, whole_number


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("['Kharkiv oblast', 'Donetsk oblast']", ["Kharkiv oblast", "Donetsk oblast"]),
        ("[\"Chauda, Crimea\", 'Kyiv',]", ["Chauda, Crimea", "Kyiv"]),
        ("Kyiv oblast (south)", ["Kyiv oblast (south)"]),
        ("Kam'ianske", ["Kam'ianske"]),
        ("[\"Kam'ianske\", 'Kyiv']", ["Kam’ianske", "Kyiv"]),
        ("[]", []),
        (" ", []),
    ],
    ids=["list", "comma in a name", "plain text", "apostrophe", "apostrophe in a list", "empty list", "blank"],
)
def test_names(text: str, read: list[str]) -> None:
    assert names(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("['Odesa oblast', Sumy oblast', 'Kyiv oblast']", ["Odesa oblast", "Sumy oblast", "Kyiv oblast"]),
        ("['Kyiv oblast', 'Sumy oblast, 'Kryvyi Rih']", ["Kyiv oblast", "Sumy oblast", "Kryvyi Rih"]),
        ("['Odesa oblast', 'Kharkiv oblast]", ["Odesa oblast", "Kharkiv oblast"]),
        ("['Kyiv', 'Sumy'", ["Kyiv", "Sumy"]),
        ("'Kyiv', 'Sumy']", ["Kyiv", "Sumy"]),
        ("['Kyiv',, 'Sumy', , 'Lviv']", ["Kyiv", "Sumy", "Lviv"]),
        ("[‘Kyiv’, “Chauda, Crimea”]", ["Kyiv", "Chauda, Crimea"]),
        ("['Kyiv', Sumy, 'Lviv']", ["Kyiv", "Sumy", "Lviv"]),
        ("[Kyiv]", ["Kyiv"]),
    ],
    ids=[
        "no opening quote", "no closing quote", "no closing quote at the end", "no closing bracket", "no opening bracket",
        "doubled comma", "curly quotes", "bare name", "nothing but a bare name",
    ],
)  # fmt: skip
def test_broken_list_is_repaired(text: str, read: list[str]) -> None:
    """The first three are the kinds that stand in the real dataset, in the version of 27 May 2025 and before."""
    assert names(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "['Chauda, Crimea', Kursk oblast']", "[Kyiv oblast, Sumy oblast]", "['Kyiv' 'Sumy']", "['Kyiv'], ['Sumy']",
        "[['Kyiv']]", "[", "']", "{'Kyiv': 1}", r"['Ky\'iv']",
    ],
    ids=[
        "quote or comma", "bare comma", "no comma", "two lists", "nested", "bracket alone", "stray quote", "dictionary",
        "escape",
    ],
)  # fmt: skip
def test_list_in_doubt_is_refused(text: str) -> None:
    assert names(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{'south': 16, 'east': NaN, 'north': nan}", {"south": 16, "east": None, "north": None}),
        ("{'belarus': 2.0, \"russia\": None}", {"belarus": 2, "russia": None}),
        ("{        'Odesa oblast and Mykolaiv oblast ': 7    }", {"Odesa oblast and Mykolaiv oblast": 7}),
        ("{'Dnipropetrovsk oblast, Kryvyi Rih Raion': 0}", {"Dnipropetrovsk oblast, Kryvyi Rih Raion": 0}),
        ("{'south': 4, 'south': 4}", {"south": 4}),
        ("{}", {}),
        ("", {}),
        ("{'south: 16, east': 3}", {"south": 16, "east": 3}),
        ("{'south': 16,, 'east': 3", {"south": 16, "east": 3}),
        ("{‘south’: 16, east: NaN}", {"south": 16, "east": None}),
    ],
    ids=[
        "NaN", "whole float", "spaces", "comma in a name", "said twice", "empty", "blank", "quotes missing",
        "doubled comma, no bracket", "curly quotes, bare name",
    ],
)  # fmt: skip
def test_counts(text: str, read: dict[str, int | None]) -> None:
    assert counts(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "{'south': 1.5}", "{'south': -1}", "{'south': 1e3}", "{'south': }", "{'south': 1 'east': 2}",
        "{'south': 4, 'south': 5}", "{'south': 4, 'south': NaN}", "{'south', 'east': 3}", "{Kryvyi Rih, Raion: 3}", "{'': 3}",
        "south", "{", "{'a': {'b': 1}}", "['south']", "{'south': __import__('os')}",
    ],
    ids=[
        "fraction", "negative", "exponent", "no value", "no comma", "two numbers", "number and none", "no colon",
        "bare comma", "no name", "no number at all", "bracket alone", "nested", "list", "code",
    ],
)  # fmt: skip
def test_counts_in_doubt_are_refused(text: str) -> None:
    assert counts(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [(" 16 ", 16), ("16.0", 16), ("0", 0), ("1.5", None), ("-1", None), ("1234567890", None), ("٣", None)]
)
def test_whole_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "unit", ["[", "]", "{", "'", ",", " ", "[' ", "'a', ", "'a': 1,", "a'", "{a", "‘", "\\", "\n\x00é", "and "], ids=ascii
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """What a recursive or backtracking reader chokes on: ten times the length takes about ten times as long."""

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        for hostile in (text, f"[{text}", f"{{'a': 1{text}", f"['{text}']", f"{{'a{text}"):
            names(hostile)
            counts(hostile)
        return time.process_time() - start

    assert seconds(100_000) < 30 * max(seconds(10_000), 0.001)
