"""The data dictionary: that it says what the contracts say, and that the committed page is the current one."""

import re
import subprocess
import sys

import pytest

from warehouse import dictionary
from warehouse.contracts import Column, Table
from warehouse.home import CHECKOUT
from warehouse.tables import TABLES

PAGE = CHECKOUT / "docs" / "data-dictionary.md"
NIGHTS = Table(
    "mart.some_nights",
    "One row per night.",
    ("night", "weapon"),
    (
        Column("night", "INTEGER", "The night's number.", minimum=1, maximum=31),
        Column("weapon", "VARCHAR", "Drone | missile.", values=("drone", "mis|sile")),
        Column("launched", "BIGINT", "Launched\nas claimed.", nullable=True, minimum=0),
        Column("rate_pct", "DOUBLE", "Rate.", nullable=True, maximum=100),
        Column("note", "VARCHAR", "Note.", nullable=True),
    ),
    inputs=("core.attacks", "core.sources"),
    checks={"lost were launched": "lost <= launched"},
)
OTHER = Table("raw.cells", "One row per line.", ("line",), (Column("line", "BIGINT", "Its number."),))


def test_committed_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary.page(), "docs/data-dictionary.md is out of date: run `make docs`"


def test_command_writes_the_page() -> None:
    run = subprocess.run([sys.executable, "-m", "warehouse.dictionary"], cwd=CHECKOUT, capture_output=True, check=True)
    assert run.stdout.decode() == dictionary.page()


def test_section_of_a_table() -> None:
    page = dictionary.page([OTHER, NIGHTS])
    assert page[page.index("### mart.some_nights") : page.index("## raw")] == (
        "### mart.some_nights\n\n"
        "One row per night.\n\n"
        "Key: `night`, `weapon`.\n\n"
        "Made from `core.attacks`, `core.sources`.\n\n"
        "| column | type | may be NULL | meaning | allowed |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| `night` | INTEGER | no | The night's number. | 1 to 31 |\n"
        "| `weapon` | VARCHAR | no | Drone \\| missile. | `drone`, `mis\\|sile` |\n"
        "| `launched` | BIGINT | yes | Launched as claimed. | at least 0 |\n"
        "| `rate_pct` | DOUBLE | yes | Rate. | at most 100 |\n"
        "| `note` | VARCHAR | yes | Note. |  |\n\n"
        "Checked in every row:\n\n"
        "- lost were launched: `lost <= launched`\n\n"
    )
    assert page.endswith(
        "### raw.cells\n\nOne row per line.\n\nKey: `line`.\n\n"
        "| column | type | may be NULL | meaning | allowed |\n| --- | --- | --- | --- | --- |\n"
        "| `line` | BIGINT | no | Its number. |  |\n"
    )


def test_schema_without_a_table_is_left_out() -> None:
    page = dictionary.page([OTHER])
    assert re.findall("^## (.*)$", page, re.MULTILINE) == ["raw"]
    assert re.findall("^- `(.*)`:", page, re.MULTILINE) == ["raw"]


def test_contents_lead_to_the_headings() -> None:
    page = dictionary.page([OTHER, NIGHTS])
    assert "- `mart`: [some_nights](#martsome_nights)\n- `raw`: [cells](#rawcells)\n" in page


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_there_once_with_all_its_columns(table: Table) -> None:
    page = PAGE.read_text(encoding="utf-8")
    (section,) = re.findall(rf"^### {re.escape(table.name)}\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    assert table.description in section
    assert re.findall(r"^\| `(\S+)` \|", section, re.MULTILINE) == table.column_names
