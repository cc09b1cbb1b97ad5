"""Documents as text and as Markdown."""

import pytest

from reports.documents import WIDTH, Facts, Grid, Line, Section, as_markdown, as_text

LINK = "https://example.org/" + "x" * 150
LONG = "neutralised " * 40
DOCUMENT = [
    Section("The number", [Line(LONG), Facts([("Launched", "101"), ("", "“101 *БпЛА*”"), ("Link", LINK)], "1. A report")]),
    Section(
        "More",
        [
            Grid(
                ("Night", "Launched", "Why", "Link"),
                [("1 Jul", "5", LONG, LINK), ("2 Jul", "1,005", "a|b", "")],
                frozenset(("Launched",)),
                below="Link",
            )
        ],
    ),
]


def test_text_fits_and_links_stay_whole() -> None:
    lines = as_text(DOCUMENT).splitlines()
    assert [line for line in lines if len(line) > WIDTH and line.split()[-1] != LINK] == []
    assert sum(LINK in line for line in lines) == 2
    assert as_text(DOCUMENT).count("neutralised") == 80


def test_numbers_are_aligned_to_the_right() -> None:
    first, second = (line for line in as_text(DOCUMENT).splitlines() if line.startswith(("1 Jul", "2 Jul")))
    assert first.index("5") == second.index("1,005") + 4


def test_no_line_ends_in_spaces() -> None:
    assert [line for line in as_text(DOCUMENT).splitlines() if line != line.rstrip()] == []


def test_markdown_has_titles_links_and_whole_tables() -> None:
    text = as_markdown(DOCUMENT)
    assert text.startswith("# The number\n")
    assert "\n## More\n" in text
    assert f"- **Link:** <{LINK}>" in text
    assert r"“101 \*БпЛА\*”" in text
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert table[0] == "| Night | Launched | Why | Link |"
    assert table[-1] == r"| 2 Jul | 1,005 | a\|b |  |"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("[a](b)", r"\[a\](b)"),
        ("<b>", r"\<b\>"),
        ("shahed_type", "shahed_type"),
        ("listed by `tally explain`.", "listed by `tally explain`."),
        ("`_a*`, `b`", "`_a*`, `b`"),
        ("п`ять об`єктів", r"п\`ять об\`єктів"),
        ("a ` b", r"a \` b"),
    ],
)
def test_markdown_means_nothing_by_accident(text: str, escaped: str) -> None:
    assert as_markdown([Section("t", [Line(text)])]).splitlines()[2] == escaped
